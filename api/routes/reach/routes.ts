import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { text, who } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import { readableAddress } from '../../../domain/delivery/address-form';
import { TASK_KINDS } from '../../../store/database/tables/people';
import { listSuppressions, liftSuppression, liftSuppressions } from '../../../store/ledger/suppressions';
import { readUnplacedMail } from '../../../store/ledger/unplaced-mail';
import { finishTask, listTasks } from '../../../store/ledger/tasks';
import { invalid } from '../../http/problem';
import { route, type Caller, type Route } from '../../http/route';
import { at, count, isoOrNull, maybeAt, pageOf, paging, rowId, rowIdInPath, yesOrNo } from '../../http/schemas';

const suppression = z.object({
  address: z.string(),
  reason: z.string().describe('the words of the server that refused it for good'),
  since: at,
});

const task = z.object({
  id: rowId,
  reference: z.string().describe('of the window, or of the series; empty when it concerns neither'),
  kind: z
    .enum(TASK_KINDS)
    .describe(
      '`reach-otherwise`: mail does not reach this recipient; `nobody-to-tell`: an affected customer has nobody who can be mailed (N13), and the reason names the ways out; `objection`: this recipient has declined the invitation (S6); `tell-customer`: a customer on the list of a person of the staff (N12); `webhook-disabled`: an endpoint was switched off; `night-refused`: a night of a series has no window; `place-returned-mail`: a returned mail nobody could place, see `GET /v1/returned-mails/{id}`',
    ),
  organizationId: z.string().nullable().describe('null when it concerns no customer'),
  subject: z
    .string()
    .describe(
      'whom it is about: `contact:<id>`, `organization:<id>`, `webhook:<id>` or `returned-mail:<id>`; with `tell-customer`, who tells them: `staff:<id>`; of a series `night:<date>`',
    ),
  reason: z.string(),
  createdAt: at,
  doneAt: maybeAt,
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
});

const liftMany = z
  .strictObject({
    by: who,
    reason: text(2_000),
    domain: text(253).optional().describe('the host after the `@`'),
    reply: text(500).min(3).optional().describe("words of the server's reply, in any case"),
    window: text(100).optional().describe('the reference of the window whose mails were refused'),
  })
  .refine(({ domain, reply, window }) => domain !== undefined || reply !== undefined || window !== undefined, {
    message: 'must say which addresses: "domain", "reply" or "window"',
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
        return {
          body: {
            items: items.map((item) => ({ ...item, address: readableAddress(item.address), since: toIso(item.since) })),
            next,
          },
        };
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
      method: 'post',
      path: '/v1/suppressions/lift',
      id: 'liftSuppressions',
      tag: 'reach',
      summary: 'Send to many addresses again',
      description:
        'Undoes a wave that was no fault of the addresses, such as a relay that refused everybody: takes off the list what fits all ' +
        'of `domain`, `reply` and `window`; one of them must be given. Who and why stays on record for each (T2). `retryFailed` ' +
        'then sends what they missed.',
      example: { reply: 'relay not permitted', reason: 'The relay had lost its configuration.' },
      problems: [],
      success: { status: 200, description: 'The addresses that are off the list now; none when nothing fitted' },
      implied: ['by'],
      body: liftMany,
      answer: z.object({ addresses: z.array(z.string()), liftedAt: at }),
      async handle({ body, now }) {
        const { by, reason, ...selection } = body;
        const addresses = await liftSuppressions(db, selection, { by, reason, at: new Date(now) });
        return { body: { addresses: addresses.map(readableAddress), liftedAt: toIso(now) } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/returned-mails/{id}',
      id: 'readReturnedMail',
      tag: 'reach',
      summary: 'Read a returned mail nobody could place',
      description: 'The task `place-returned-mail` names it. The beginning of the raw mail is kept, for 90 days.',
      problems: [],
      success: { status: 200, description: 'The mail' },
      params: z.strictObject({ id: rowIdInPath }),
      answer: z.object({ id: rowId, reason: z.string(), receivedAt: at, size: count, raw: z.string() }),
      async handle({ params }) {
        const mail = await readUnplacedMail(db, params.id);
        if (!mail)
          throw new KnownError(
            'not-found',
            `There is no returned mail ${String(params.id)}; they are kept for 90 days.`,
          );
        return { body: { ...mail, receivedAt: toIso(mail.receivedAt), raw: mail.raw.toString('utf8') } };
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
        'of their customers that mail does not reach; support for those of nobody that have no address.',
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
