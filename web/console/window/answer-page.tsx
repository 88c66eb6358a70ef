import type { JSX } from 'preact';
import { utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { StaffTask } from '../../../store/ledger/tasks';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import { Prose } from '../../site/prose';
import type { Asked } from '../area';
import { windowHref } from '../parts';
import { WindowFrame } from './frame';

/** What is asked of whoever answers an objection (S9). */
const ANSWER_FIELDS: readonly FieldSpec[] = [
  {
    ...{ name: 'answer', label: 'The answer', kind: 'choice' },
    options: [
      ['accepted', 'Accept: the resources leave the window, and the customer is told'],
      ['refused', 'Refuse: the customer is mailed the reason'],
    ],
  },
  {
    ...{ name: 'reason', label: 'Why, for the customer', kind: 'area', optional: true },
    hint: 'Needed to refuse it; with an acceptance it stands in the notices of the change.',
  },
];
const OVERRIDE: FieldSpec = {
  ...{ name: 'override', label: 'Why a conflict or a short notice is accepted', kind: 'area', optional: true },
  hint: 'By an approver; it goes on record.',
};
export const REFUSED_FIELDS: readonly FieldSpec[] = [...ANSWER_FIELDS, OVERRIDE];

/** What is asked of whoever ticks off another task. */
export const DONE_FIELDS: readonly FieldSpec[] = [
  { name: 'note', label: 'How it was done', kind: 'area', optional: true },
];

interface AnswerProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly task: StaffTask;
  readonly form?: FormState | undefined;
}

/** `/console/windows/{reference}/answers/{task}`: one thing that waits for somebody. */
export function AnswerPage({ frame, view, task, form }: AnswerProps): JSX.Element {
  const { id, kind, organizationId, reason, createdAt, resources } = task;
  const isObjection = kind === 'objection';
  const fields = isObjection ? (form ? REFUSED_FIELDS : ANSWER_FIELDS) : DONE_FIELDS;
  const action = `${windowHref(view.reference)}/answers/${String(id)}${isObjection ? '' : '/done'}`;
  return (
    <WindowFrame {...{ frame, view, here: 'answers' }}>
      <h2 id="task">{organizationId ?? kind.replaceAll('-', ' ')}</h2>
      <p class="muted">since {utcText(createdAt)}</p>
      <Prose text={reason} />
      {isObjection ? <p>About: {resources === null ? 'everything of theirs' : resources.join(', ')}.</p> : null}
      <Form
        {...{ action, secret: frame.person.secret, form, fields }}
        button={isObjection ? 'Answer' : 'It is done'}
        more={{ class: 'form' }}
      >
        {fields.map((field) => (
          <Field key={field.name} field={field} form={form} />
        ))}
      </Form>
    </WindowFrame>
  );
}
