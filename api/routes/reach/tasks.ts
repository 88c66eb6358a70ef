import { z } from 'zod';
import { OBJECTION_ANSWERS } from '../../../store/database/tables/people';
import { answerObjection } from '../../../use-cases/answer-objection';
import type { WorkChecks } from '../../../use-cases/check-work';
import type { WindowsClient } from '../../../temporal/windows-client';
import { override } from '../../../domain/window/commands/command';
import { refusalsOf } from '../../../domain/window/commands/commands';
import { mayOverride } from '../../permissions';
import { text } from '../../../domain/shared/fields';
import { optional } from '../../../domain/shared/optional';
import { toIso } from '../../../domain/shared/time';
import { TASK_KINDS } from '../../../store/database/tables/people';
import type { StaffTask } from '../../../store/ledger/tasks';
import { tasksFor, tickTaskOff } from '../../../use-cases/work-off-tasks';
import { route, viewerOf, type Route } from '../../http/route';
import {
  at,
  isoOrNull,
  maybeAt,
  onBehalfOf,
  pageOf,
  paging,
  rowId,
  rowIdInPath,
  several,
  yesOrNo,
} from '../../http/schemas';
import type { Dependencies } from '../dependencies';

export interface TaskDependencies extends Dependencies, WorkChecks {
  readonly windows: Pick<WindowsClient, 'command'>;
  /** Has the channels inside show what waits for somebody. */
  readonly wakeInside?: ((reference: string) => void) | undefined;
}

/** `/v1/tasks`: what people must do by hand. */
export function taskRoutes(deps: TaskDependencies): Route[] {
  return [listTasks(deps), finishTask(deps), answerTask(deps)];
}

const task = z.object({
  id: rowId,
  reference: z.string().describe('of the window, or of the series; empty when it concerns neither'),
  kind: z
    .enum(TASK_KINDS)
    .describe(
      '`reach-otherwise`: mail does not reach this recipient; `nobody-to-tell`: an affected customer has nobody who can be mailed (N13), and the reason names the ways out; `objection`: this customer has declined the invitation or objects, and waits for an answer (S6, S9); `tell-customer`: a customer on the list of a person of the staff (N12); `webhook-disabled`: an endpoint was switched off; `night-refused`: a night of a series has no window; `place-returned-mail`: a returned mail nobody could place, `unreadable-mail`: a mail that could not be read (T8), see `GET /v1/returned-mails/{id}` for both; `answer-message`: somebody wrote back (N15), see `GET /v1/windows/{reference}/messages`, and `GET /v1/messages` where no window is named; `preventive-measure`: a measure that a published report promised (E5), see `GET /v1/measures`; ticking the task off says that it is done',
    ),
  organizationId: z.string().nullable().describe('null when it concerns no customer'),
  subject: z
    .string()
    .describe(
      'whom it is about: `contact:<id>`, `organization:<id>`, `webhook:<id>`, `returned-mail:<id>`, `message:<id>` or `measure:<id>`; with `tell-customer`, who tells them: `staff:<id>`; of a series `night:<date>`',
    ),
  reason: z.string(),
  createdAt: at,
  doneAt: maybeAt,
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
  resources: z.array(z.string()).nullable().describe("of an objection: what it is about; null: all of the customer's"),
  answer: z.enum(OBJECTION_ANSWERS).nullable().describe('of an objection; null while it waits for one'),
});

const listTasks = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/tasks',
    id: 'listTasks',
    tag: 'reach',
    summary: 'What people must do by hand',
    description:
      'Oldest first; `open=true` leaves out what is done. A person answers for the customers on their own list, and for those ' +
      'of their customers that mail does not reach.',
    problems: [],
    success: { status: 200, description: 'A page of tasks' },
    query: z.strictObject({
      ...paging,
      reference: z.string().max(100).optional(),
      open: yesOrNo.optional(),
      mine: yesOrNo.optional().describe('what the person this token belongs to answers for'),
      staff: z.string().min(1).max(200).optional().describe('what that person of the staff answers for'),
      customers: yesOrNo
        .optional()
        .describe('with `mine` or `staff`: what concerns the customers that person looks after, whoever is to do it'),
      kind: several(z.enum(TASK_KINDS)).optional(),
    }),
    answer: pageOf(task),
    async handle({ query: { cursor, limit, kind: kinds, ...asked }, caller }) {
      const { items, next } = await tasksFor(db, { ...asked, kinds }, { cursor, limit }, caller);
      return { body: { items: items.map(taskAnswer), next } };
    },
  });

const finishTask = ({ db, wakeInside }: TaskDependencies) =>
  route({
    method: 'post',
    path: '/v1/tasks/{id}/done',
    id: 'finishTask',
    tag: 'reach',
    summary: 'Tick a task off',
    description: 'A second time changes nothing.',
    example: { note: 'Called their on-call number.' },
    problems: [],
    success: { status: 200, description: 'It is done' },
    params: z.strictObject({ id: rowIdInPath }),
    body: z.strictObject({ by: onBehalfOf, note: text(2_000).optional() }),
    answer: z.object({ id: rowId }),
    async handle({ params, body: { note }, caller, acting, now }) {
      const reference = await tickTaskOff(db, params.id, { actor: acting, note, at: now }, caller);
      if (reference !== null) wakeInside?.(reference);
      return { body: { id: params.id } };
    },
  });

const answerTask = (deps: TaskDependencies) =>
  route({
    method: 'post',
    path: '/v1/tasks/{id}/answer',
    id: 'answerTask',
    tag: 'reach',
    summary: 'Answer an objection',
    description:
      'Accepted: the resources leave the scope of the window, by a `rescope` of whoever accepts, and the customer is told. Refused: ' +
      'the reason is mailed to whoever objected (S9). What `rescope` is refused with leaves the objection open.',
    example: { answer: 'refused', reason: 'The old firmware is not safe any longer.' },
    resume: 'always',
    problems: [
      ...new Set(['already-done' as const, ...refusalsOf('rescope')]),
      ...(['temporal-unreachable', 'window-busy', 'window-stuck', 'no-answer-yet'] as const),
    ],
    success: { status: 200, description: 'It is answered' },
    params: z.strictObject({ id: rowIdInPath }),
    body: z.strictObject({
      by: onBehalfOf,
      answer: z.enum(OBJECTION_ANSWERS),
      reason: text(2_000)
        .optional()
        .describe(
          'why: mailed to the customer, and needed, when it is refused; in the notices of the change when it is accepted',
        ),
      override,
    }),
    answer: z.object({ id: rowId, answer: z.enum(OBJECTION_ANSWERS) }),
    async handle({ params: { id }, body: { by: _named, ...given }, caller, actor, door, now }) {
      if (given.override !== undefined) mayOverride(caller);
      await answerObjection(deps, {
        id,
        ...given,
        giver: { ...actor, ...optional({ door }) },
        viewer: viewerOf(caller),
        now,
      });
      return { body: { id, answer: given.answer } };
    },
  });

function taskAnswer(item: StaffTask): z.input<typeof task> {
  return {
    ...item,
    resources: item.resources && [...item.resources],
    createdAt: toIso(item.createdAt),
    doneAt: isoOrNull(item.doneAt),
  };
}
