import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { text, who } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import { TASK_KINDS } from '../../../store/database/tables/people';
import { listSuppressions, liftSuppression } from '../../../store/ledger/suppressions';
import { finishTask, listTasks } from '../../../store/ledger/tasks';
import { invalid } from '../../http/problem';
import { route, type Caller, type Route } from '../../http/route';
import { at, isoOrNull, maybeAt, pageOf, paging, rowId, rowIdInPath, yesOrNo } from '../../http/schemas';

const suppression = z.object({
  address: z.string(),
  reason: z.string().describe('the words of the server that refused it for good'),
  since: at,
});

const task = z.object({
  id: rowId,
  reference: z.string().describe('of the window, or of the series'),
  kind: z
    .enum(TASK_KINDS)
    .describe(
      '`reach-otherwise`: mail does not reach this recipient; `objection`: this recipient has declined the invitation (S6); `tell-customer`: a customer on the list of a person of the staff (N12); `webhook-disabled`: an endpoint was switched off; `night-refused`: a night of a series has no window',
    ),
  organizationId: z.string().nullable().describe('null when it concerns no customer'),
  subject: z
    .string()
    .describe(
      'whom it is about: `contact:<id>`, `organization:<id>` or `webhook:<id>`; with `tell-customer`, who tells them: `staff:<id>`; of a series `night:<date>`',
    ),
  reason: z.string(),
  createdAt: at,
  doneAt: maybeAt,
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
});

/** `/v1/suppressions` and `/v1/tasks`: whom mail does not reach, and what people do about it. */
export function reachRoutes({ db }: { db: Database }): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/suppressions',
      id: 'listSuppressions',
      tag: 'reach',
      summary: 'Addresses that bounced for good',
      description:
        'Nothing is sent to them. Deliveries to them are in state `suppressed`, and a task asks somebody to call.',
      problems: [],
      success: { status: 200, description: 'A page of addresses' },
      query: z.strictObject(paging),
      answer: pageOf(suppression),
      async handle({ query }) {
        const { items, next } = await listSuppressions(db, query);
        return { body: { items: items.map((item) => ({ ...item, since: toIso(item.since) })), next } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/suppressions/{address}/lift',
      id: 'liftSuppression',
      tag: 'reach',
      summary: 'Send to an address again',
      description:
        'For a mailbox that is back; who and why stays on record (T2). `retryFailed` then sends what it missed.',
      example: { reason: 'Their administrator has made the mailbox again.' },
      problems: [],
      success: { status: 200, description: 'The address is off the list' },
      params: z.strictObject({ address: z.string().min(3).max(320) }),
      implied: ['by'],
      body: z.strictObject({ by: who, reason: text(2_000) }),
      answer: z.object({ address: z.string(), liftedAt: at }),
      async handle({ params, body, now }) {
        const { by, reason } = body;
        if (await liftSuppression(db, params.address, { by, reason, at: new Date(now) })) {
          return { body: { address: params.address.toLowerCase(), liftedAt: toIso(now) } };
        }
        throw new KnownError('not-found', 'This address is not on the list. GET /v1/suppressions shows who is.');
      },
    }),

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
      }),
      answer: pageOf(task),
      async handle({ query, caller }) {
        const staffId = query.mine ? ownStaffId(caller) : query.staff;
        const { items, next } = await listTasks(
          db,
          { reference: query.reference, open: query.open, staffId },
          { cursor: query.cursor, limit: query.limit },
        );
        return {
          body: {
            items: items.map((item) => ({
              ...item,
              createdAt: toIso(item.createdAt),
              doneAt: isoOrNull(item.doneAt),
            })),
            next,
          },
        };
      },
    }),

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
      implied: ['by'],
      body: z.strictObject({ by: who, note: text(2_000).optional() }),
      answer: z.object({ id: rowId }),
      async handle({ params, body, now }) {
        const done = { by: body.by, note: body.note ?? null, at: new Date(now) };
        if (await finishTask(db, params.id, done)) return { body: { id: params.id } };
        throw new KnownError('not-found', `There is no task ${String(params.id)}. GET /v1/tasks lists them.`);
      },
    }),
  ];
}

/** Throws KnownError `invalid-body` for a token that belongs to no person. */
function ownStaffId({ staffId }: Caller): string {
  if (staffId !== null) return staffId;
  const message =
    'needs a token that belongs to a person (POST /v1/tokens with staffId); with this one, name the person with "staff"';
  throw invalid([{ field: 'mine', message }], 'query');
}
