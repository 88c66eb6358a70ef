import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import { APPROVERS } from '../../../domain/shared/roles';
import type { StaffTask } from '../../../store/ledger/tasks';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Facts, organizationHref } from '../list-parts';
import { Concerned, taskHref } from './task-table';
import { isAnswered, subjectHref, TASK_WORDS } from './task-words';

export const DONE_FIELDS: readonly FieldSpec[] = [
  {
    ...{ name: 'note', label: 'What came of it', kind: 'area', most: 2_000, optional: true },
    hint: 'For example: called their on-call number, Ada will be there.',
  },
];

const ANSWER: FieldSpec = {
  ...{ name: 'answer', label: 'Answer', kind: 'choice' },
  options: [
    ['refused', 'Refuse: the maintenance stays as planned'],
    ['accepted', 'Accept: these resources leave the window'],
  ],
};
const REASON: FieldSpec = {
  ...{ name: 'reason', label: 'Reason', kind: 'area', most: 2_000, optional: true },
  hint: 'Mailed to the customer, and needed, when you refuse; in the notices of the change when you accept.',
};
const OVERRIDE: FieldSpec = {
  ...{ name: 'override', label: 'Why a rule is overridden', kind: 'area', most: 2_000, optional: true },
  hint: 'Where accepting breaks a rule of the plan, such as a conflict. On record.',
};
export const ANSWER_FIELDS: readonly FieldSpec[] = [ANSWER, REASON, OVERRIDE];

interface TaskProps {
  readonly asked: Asked;
  readonly task: StaffTask;
  readonly form?: FormState | undefined;
}

/** `/console/tasks/{id}`: what is to be done, for whom, and the way to say that it is. */
export function TaskPage({ asked, task, form }: TaskProps): JSX.Element {
  const { organizationId, reason, createdAt, doneAt, doneBy, note, answer, resources } = task;
  const about = subjectHref(task);
  return (
    <ConsoleLayout {...asked.frame} title={TASK_WORDS[task.kind]} here="tasks">
      <p class="prose said">{reason}</p>
      <Facts
        of={[
          ['Task', String(task.id)],
          ['Customer', organizationId && <a href={organizationHref(organizationId)}>{organizationId}</a>],
          ['Concerns', task.reference === '' ? '' : <Concerned task={task} />],
          ['About', about === undefined ? task.subject : <a href={about}>{task.subject}</a>],
          ['Resources', isAnswered(task) ? (resources?.join(', ') ?? "all of the customer's") : ''],
          ['Since', utcText(createdAt)],
          ['Done', doneAt === null ? '' : `${utcText(doneAt)}, by ${doneBy ?? 'nobody on record'}`],
          ['Answer', answer ?? ''],
          ['Note', note ?? ''],
        ]}
      />
      {doneAt === null ? <WayOut {...{ asked, task, form }} /> : null}
      <p>
        <a href="/console/tasks">All tasks</a>
      </p>
    </ConsoleLayout>
  );
}

function WayOut({ asked, task, form }: TaskProps): JSX.Element | null {
  const { secret } = asked.person;
  if (isAnswered(task)) {
    if (!asked.may('POST /v1/tasks/{id}/answer')) return null;
    const fields = ANSWER_FIELDS.filter((one) => one !== OVERRIDE || APPROVERS.includes(asked.session.grant.role));
    return (
      <Form action={`${taskHref(task.id)}/answer`} button="Answer" {...{ secret, form, fields }}>
        {fields.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    );
  }
  if (!asked.may('POST /v1/tasks/{id}/done')) return null;
  return (
    <Form action={`${taskHref(task.id)}/done`} button="It is done" fields={DONE_FIELDS} {...{ secret, form }}>
      {DONE_FIELDS.map((field) => (
        <Field key={field.name} field={field} form={form} />
      ))}
    </Form>
  );
}
