import { z } from 'zod';
import { KnownError } from '../../domain/errors';
import { text, who } from '../../domain/fields';
import { toIso } from '../../domain/time';
import type { Database } from '../../store/database';
import { listSuppressions, removeSuppression } from '../../store/suppressions';
import { finishTask, listTasks } from '../../store/tasks';
import { route, type Route } from '../route';
import { at, isoOrNull, maybeAt, pageOf, paging } from '../schemas/common';

const suppression = z.object({
  address: z.string(),
  reason: z.string().describe('the words of the server that refused it for good'),
  since: at,
});

const task = z.object({
  id: z.int(),
  reference: z.string().describe('of the window, or of the series'),
  kind: z
    .string()
    .describe('`reach-otherwise`: mail does not reach this recipient; `night-refused`: a night has no window'),
  organizationId: z.string().nullable().describe('null when it concerns no customer'),
  subject: z.string().describe('whom it is about: `contact:<id>` or `organization:<id>`; of a series `night:<date>`'),
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
      method: 'delete',
      path: '/v1/suppressions/{address}',
      id: 'removeSuppression',
      tag: 'reach',
      summary: 'Send to an address again',
      description: 'For a mailbox that is back. `retryFailed` then sends what it missed.',
      problems: [],
      success: { status: 204, description: 'The address is off the list' },
      params: z.strictObject({ address: z.string().min(3).max(320) }),
      async handle({ params }) {
        if (await removeSuppression(db, params.address)) return { body: undefined };
        throw new KnownError('not-found', 'This address is not on the list. GET /v1/suppressions shows who is.');
      },
    }),

    route({
      method: 'get',
      path: '/v1/tasks',
      id: 'listTasks',
      tag: 'reach',
      summary: 'What people must do by hand',
      description: 'Oldest first; `open=true` leaves out what is done.',
      problems: [],
      success: { status: 200, description: 'A page of tasks' },
      query: z.strictObject({
        ...paging,
        reference: z.string().max(100).optional(),
        open: z.enum(['true', 'false']).optional(),
      }),
      answer: pageOf(task),
      async handle({ query }) {
        const { items, next } = await listTasks(
          db,
          { reference: query.reference, open: query.open === 'true' },
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
      params: z.strictObject({
        id: z.coerce
          .number()
          .int()
          .min(1)
          .max(2 ** 53 - 1),
      }),
      implied: ['by'],
      body: z.strictObject({ by: who, note: text(2_000).optional() }),
      answer: z.object({ id: z.int() }),
      async handle({ params, body, now }) {
        const done = { by: body.by, note: body.note ?? null, at: new Date(now) };
        if (await finishTask(db, params.id, done)) return { body: { id: params.id } };
        throw new KnownError('not-found', `There is no task ${String(params.id)}. GET /v1/tasks lists them.`);
      },
    }),
  ];
}
