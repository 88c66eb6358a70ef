import { z } from 'zod';
import { readableAddress } from '../../../domain/delivery/address-form';
import { text } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import { listSuppressions } from '../../../store/ledger/suppressions';
import { liftMany, liftOne } from '../../../use-cases/lift-suppressions';
import { route, type Route } from '../../http/route';
import { at, onBehalfOf, pageOf, paging } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

/** `/v1/suppressions`: the addresses nothing is sent to. */
export function suppressionRoutes(deps: Dependencies): Route[] {
  return [readSuppressions(deps), liftSuppression(deps), liftSuppressions(deps)];
}

const suppression = z.object({
  address: z.string(),
  reason: z.string().describe('the words of the server that refused it for good'),
  since: at,
});

const liftBody = z
  .strictObject({
    by: onBehalfOf,
    reason: text(2_000),
    domain: text(253).optional().describe('the host after the `@`'),
    reply: text(500).min(3).optional().describe("words of the server's reply, in any case"),
    window: text(100).optional().describe('the reference of the window whose mails were refused'),
  })
  .refine(({ domain, reply, window }) => domain !== undefined || reply !== undefined || window !== undefined, {
    message: 'must say which addresses: "domain", "reply" or "window"',
  });

const readSuppressions = ({ db }: Dependencies) =>
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
    query: z.strictObject({
      ...paging,
      q: z.string().min(1).max(200).optional().describe("part of the address, or of the server's words"),
    }),
    answer: pageOf(suppression),
    async handle({ query: { q, ...page } }) {
      const { items, next } = await listSuppressions(db, page, { q });
      return {
        body: {
          items: items.map((item) => ({ ...item, address: readableAddress(item.address), since: toIso(item.since) })),
          next,
        },
      };
    },
  });

const liftSuppression = ({ db }: Dependencies) =>
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
    body: z.strictObject({ by: onBehalfOf, reason: text(2_000) }),
    answer: z.object({ address: z.string(), liftedAt: at }),
    async handle({ params, body: { reason }, acting, now }) {
      const lift = { acting, reason, at: now };
      return { body: { address: await liftOne(db, params.address, lift), liftedAt: toIso(now) } };
    },
  });

const liftSuppressions = ({ db }: Dependencies) =>
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
    body: liftBody,
    answer: z.object({ addresses: z.array(z.string()), liftedAt: at }),
    async handle({ body: { by: _named, reason, ...selection }, acting, now }) {
      const lift = { acting, reason, at: now };
      return { body: { addresses: await liftMany(db, selection, lift), liftedAt: toIso(now) } };
    },
  });
