import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { Database } from '../database/database';

/** How often people may ask to follow the page by mail, counted in the database because several API processes serve the page (T8). */

export interface AskLimit {
  readonly most: number;
  readonly everyMs: number;
}

/** What is counted, and how many requests of each in which time. The form must not be a way to pester anybody. */
export const ASK_LIMITS = {
  /** An address of the network: one household or office. */
  client: { most: 10, everyMs: 10 * MINUTE },
  /** All readers together. */
  page: { most: 1_000, everyMs: HOUR },
  /** Forms of links in mails to staff, by an address of the network. */
  act: { most: 60, everyMs: 10 * MINUTE },
  /** Ways to the provider of identities and back, two for each sign-in, by an address of the network: a whole office begins its day. */
  'sign-in': { most: 600, everyMs: 10 * MINUTE },
  /** Logout tokens of the provider of identities, from an address of the network: a whole company ends its day. */
  logout: { most: 6_000, everyMs: 10 * MINUTE },
  /** Machines that ask to be signed in (RFC 8628), by an address of the network. */
  device: { most: 60, everyMs: 10 * MINUTE },
  /** Codes of machines that a person typed and that are not there. */
  'device-code': { most: 10, everyMs: 10 * MINUTE },
  /** Forms of customers who sign in by a link, two for each of them, by an address of the network: a whole office begins its day. */
  portal: { most: 120, everyMs: 10 * MINUTE },
  /** Links for signing in to one mailbox; see mailboxOf. */
  'portal-mailbox': { most: 6, everyMs: HOUR },
  /** Mails to one domain: somebody who owns many names of it, or guesses them. */
  domain: { most: 100, everyMs: HOUR },
  /** Mails to one mailbox, however its address is spelled; see mailboxOf. */
  mailbox: { most: 5, everyMs: DAY },
} as const satisfies Readonly<Record<string, AskLimit>>;

export type AskKind = keyof typeof ASK_LIMITS;

/** Counts one more. Undefined when it may go on; else how long until the next one may (ms), and nothing was counted. */
export async function countAsk(db: Database, kind: AskKind, key: string, now: number): Promise<number | undefined> {
  const { most, everyMs } = ASK_LIMITS[kind];
  const over = new Date(now - everyMs);
  const { rows } = await sql`
    insert into subscribe_counts as c (kind, key_hash, asks, since) values (${kind}, ${hashOf(key)}, 1, ${new Date(now)})
    on conflict (kind, key_hash) do update
      set asks = case when c.since > ${over} then c.asks + 1 else 1 end,
        since = case when c.since > ${over} then c.since else excluded.since end
      where c.since <= ${over} or c.asks < ${most}
    returning 1
  `.execute(db);
  if (rows.length > 0) return undefined;
  const row = await db
    .selectFrom('subscribe_counts')
    .select('since')
    .where('kind', '=', kind)
    .where('key_hash', '=', hashOf(key))
    .executeTakeFirst();
  return Math.max(1, (row?.since.getTime() ?? now) + everyMs - now);
}

/** Takes one back that came to nothing. */
export async function uncountAsk(db: Database, kind: AskKind, key: string): Promise<void> {
  await sql`
    update subscribe_counts set asks = greatest(asks - 1, 0) where kind = ${kind} and key_hash = ${hashOf(key)}
  `.execute(db);
}

/** Counts are forgotten when they do not matter any more. */
export async function forgetOldCounts(db: Database, now: number): Promise<void> {
  const longest = Math.max(...Object.values(ASK_LIMITS).map(({ everyMs }) => everyMs));
  await sql`delete from subscribe_counts where since <= ${new Date(now - longest)}`.execute(db);
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
