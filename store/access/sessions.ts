import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Grant } from '../../domain/access/grant';
import { DAY } from '../../domain/shared/time';
import type { Database, Transacting } from '../database/database';
import { toJson } from '../database/json';
import type { Door } from '../database/tables/people';
import { hashOf, newSecret } from './token-secret';

/** Sessions of people who signed in (T9). The database keeps the hash of a session's secret; whoever reads it cannot use one. */

/** Somebody who has just proved who they are. Instants are UTC ms. */
export interface NewSession {
  readonly person: string;
  /** As pages call them. */
  readonly name: string;
  readonly staffId: string | null;
  /** The account at the provider of identities; see subjectOf. */
  readonly subject: string;
  /** The provider's own session, where it names it. */
  readonly providerSession: string | null;
  /** At least one. */
  readonly grants: readonly Grant[];
  readonly door: Door;
  /** What the browser says of itself, for the list of one's sessions. */
  readonly browser: string | null;
  readonly now: number;
  readonly endsAt: number;
}

/** A session that is good now. */
export interface Session {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly staffId: string | null;
  readonly grants: readonly Grant[];
  /** What the person acts with now. */
  readonly grant: Grant;
  readonly door: Door;
  /** UTC ms. */
  readonly endsAt: number;
}

/** A session as its owner sees it. Instants are UTC ms. */
export interface SessionSummary {
  readonly id: string;
  readonly door: Door;
  readonly browser: string | null;
  readonly createdAt: number;
  /** To the minute. */
  readonly seenAt: number;
  readonly endsAt: number;
}

/** The last page is noted at most this often (seconds). */
const NOTED_EVERY = 60;
/** One that has ended opens nothing, and is remembered so long (ms): a form that was made in it goes back to its person. */
const REMEMBERED = DAY;
/** As many of those that have ended go with each new one. */
const SWEPT = 1_000;

/** Begins a session, and deletes some that have ended. Answers its secret, which nothing else knows. */
export async function beginSession(
  db: Database | Transacting,
  begun: NewSession,
): Promise<{ id: string; secret: string }> {
  const secret = newSecret();
  const id = randomUUID();
  const { person, name, staffId, subject, providerSession, grants, door, browser, now, endsAt } = begun;
  await sql`
    delete from sessions where id in (
      select id from sessions where ends_at < ${new Date(now - REMEMBERED)} order by ends_at limit ${SWEPT} for update skip locked
    )
  `.execute(db);
  await db
    .insertInto('sessions')
    .values({
      ...{ id, person, name, subject, door, browser },
      provider_session: providerSession,
      secret_hash: hashOf(secret),
      staff_id: staffId,
      grants: toJson(grants),
      created_at: new Date(now),
      seen_at: new Date(now),
      ends_at: new Date(endsAt),
    })
    .execute();
  return { id, secret };
}

/** The session of this secret, unless it has ended or lain idle for `idleMs`. Notes that it was seen. */
export async function findSession(
  db: Database,
  secret: string,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select(['id', 'person', 'name', 'staff_id', 'grants', 'chosen', 'door', 'ends_at', 'seen_at'])
    .where('secret_hash', '=', hashOf(secret))
    .where('ends_at', '>', new Date(now))
    .where('seen_at', '>', new Date(now - idleMs))
    .executeTakeFirst();
  const grant = row?.grants[row.chosen];
  if (!row || !grant) return undefined;
  if (now - row.seen_at.getTime() >= NOTED_EVERY * 1_000) await noteSeen(db, row.id, now);
  const { id, person, name, staff_id: staffId, grants, door, ends_at: endsAt } = row;
  return { id, person, name, staffId, grants, grant, door, endsAt: endsAt.getTime() };
}

async function noteSeen(db: Database, id: string, now: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: new Date(now) })
    .where('id', '=', id)
    .where('seen_at', '<', new Date(now))
    .execute();
}

/**
 * Has the person act with another of their grants. The session gets a new secret, as with every change of what it may do; the old one
 * opens nothing any more. Undefined where there is no such grant.
 */
export async function chooseGrant(db: Database, id: string, chosen: number): Promise<string | undefined> {
  const secret = newSecret();
  const changed = await db
    .updateTable('sessions')
    .set({ chosen, secret_hash: hashOf(secret) })
    .where('id', '=', id)
    .where(sql<boolean>`${chosen} between 0 and jsonb_array_length(grants) - 1`)
    .returning('id')
    .executeTakeFirst();
  return changed && secret;
}

/** The person's sessions that have not ended, the newest first. */
export async function sessionsOf(
  db: Database,
  person: string,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Promise<SessionSummary[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'door', 'browser', 'created_at', 'seen_at', 'ends_at'])
    .where('person', '=', person)
    .where('ends_at', '>', new Date(now))
    .where('seen_at', '>', new Date(now - idleMs))
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
  return rows.map(({ id, door, browser, ...at }) => ({
    ...{ id, door, browser },
    createdAt: at.created_at.getTime(),
    seenAt: at.seen_at.getTime(),
    endsAt: at.ends_at.getTime(),
  }));
}

/** Ends sessions of the person: the one of this id, or all but `except`. Answers how many. */
export async function endSessions(
  db: Database,
  person: string,
  which: { readonly id: string } | { readonly except: string | undefined },
): Promise<number> {
  const of = db.deleteFrom('sessions').where('person', '=', person);
  const { numDeletedRows } = await (
    'id' in which
      ? of.where('id', '=', which.id)
      : of.$if(which.except !== undefined, (query) => query.where('id', '!=', which.except ?? ''))
  ).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
