import { z } from 'zod';
import { RETENTION, RETENTION_KINDS, type RetentionPeriods } from '../../../domain/retention/retention';
import { toIso } from '../../../domain/shared/time';
import type { AddressHashes } from '../../../store/erasure/address-hash';
import { listErasures } from '../../../store/erasure/record';
import { retentionStanding } from '../../../store/retention/runs';
import { erasePerson, type Whom } from '../../../use-cases/erase-person';
import { route, type Route } from '../../http/route';
import { at, count, isoOrNull, maybeAt, onBehalfOf, pageOf, paging, rowId } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

export interface KeepingDependencies extends Dependencies {
  /** Undefined without FOREWARN_SECRETS_KEY. */
  readonly hashes: AddressHashes | undefined;
  readonly periods: RetentionPeriods;
}

/** What is kept how long, and people erased on request (T6). */
export function keepingRoutes(deps: KeepingDependencies): Route[] {
  return [erase(deps), listAll(deps), readRetention(deps)];
}

const hash = z.string().describe('what stands in place of the address everywhere: the same for the same mailbox');
const counts = z.record(z.string(), count).describe('rows changed or removed, by table of the database');

const erasureBody = z
  .strictObject({
    by: onBehalfOf,
    contact: z.string().min(1).max(200).optional().describe('the id of a contact, with every address it had'),
    address: z.string().min(3).max(320).optional().describe('a mail address, of whomever it is'),
  })
  .refine(({ contact, address }) => (contact === undefined) !== (address === undefined), {
    message: 'must say whom: either "contact" or "address"',
  });

const erase = ({ db, hashes }: KeepingDependencies) =>
  route({
    method: 'post',
    path: '/v1/erasures',
    id: 'erasePerson',
    tag: 'retention',
    summary: 'Erase a person',
    description:
      'Removes a contact, or whoever has an address, from the inventory, and replaces address and name everywhere by a keyed hash: ' +
      'the proof still says that somebody was told, when, and what their mail server answered. What waits for them is not sent; an ' +
      'address on the suppression list stays on it by its hash. The next import brings back whoever is still in its file.',
    example: { contact: 'acme-ops' },
    problems: ['not-found', 'erasure-off', 'address-shared', 'address-in-use'],
    success: { status: 200, description: 'They are erased; with no figures when nothing was left to erase' },
    resume: 'always',
    body: erasureBody,
    answer: z.object({
      hashes: z.array(hash),
      counts,
      inHistories: z
        .array(z.string())
        .describe(
          'windows whose histories in Temporal name the address until its retention has removed them; at most 100',
        ),
    }),
    async handle({ body: { contact, address }, acting, now }) {
      const whom: Whom = contact === undefined ? { address: address ?? '' } : { contact };
      const report = await erasePerson({ db, hashes, clock: () => now }, whom, acting);
      return { body: { ...report, hashes: [...report.hashes], inHistories: [...report.inHistories] } };
    },
  });

const listAll = ({ db }: KeepingDependencies) =>
  route({
    method: 'get',
    path: '/v1/erasures',
    id: 'listErasures',
    tag: 'retention',
    summary: 'Erasures on record',
    description: 'Who asked for each, when, and what it changed; whom it was about by keyed hash alone. Oldest first.',
    problems: [],
    success: { status: 200, description: 'A page of erasures' },
    query: z.strictObject(paging),
    answer: pageOf(
      z.object({
        ...{ id: rowId, hashes: z.array(hash), by: z.string(), begunAt: at },
        finishedAt: maybeAt.describe('null: it did not come to its end; the same request again goes on'),
        counts,
      }),
    ),
    async handle({ query }) {
      const { items, next } = await listErasures(db, query);
      return {
        body: {
          items: items.map((item) => ({
            ...{ ...item, hashes: [...item.hashes] },
            ...{ begunAt: toIso(item.begunAt), finishedAt: isoOrNull(item.finishedAt) },
          })),
          next,
        },
      };
    },
  });

const readRetention = ({ db, hashes, periods }: KeepingDependencies) =>
  route({
    method: 'get',
    path: '/v1/retention',
    id: 'readRetention',
    tag: 'retention',
    summary: 'How long what names people is kept',
    description: 'By kind: the days, what is due at this moment, and what the last daily run removed.',
    problems: [],
    success: { status: 200, description: 'Every kind' },
    answer: z.object({
      items: z.array(
        z.object({
          kind: z.enum(RETENTION_KINDS as [(typeof RETENTION_KINDS)[number]]),
          what: z.string(),
          days: count.nullable().describe('null: for ever'),
          due: count.describe('rows that are over their time, and go with the next run'),
          ranAt: maybeAt.describe('when the last run saw to it; null: never yet'),
          removed: count.describe('rows the last run removed or made anonymous'),
          removedInAll: z.int().min(0),
        }),
      ),
    }),
    async handle({ now }) {
      const standing = await retentionStanding({ db, hashes }, periods, now);
      return {
        body: {
          items: standing.map((item) => ({ ...item, what: RETENTION[item.kind].what, ranAt: isoOrNull(item.ranAt) })),
        },
      };
    },
  });
