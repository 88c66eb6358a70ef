import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { DEVICE_CODE_FOR, POLLED_EVERY, writeUserCode } from '../../domain/access/device-code';
import type { Grant } from '../../domain/access/grant';
import { HOUR, SECOND } from '../../domain/shared/time';
import { noteInAudit } from '../audit/record';
import type { Database, Transacting } from '../database/database';
import { toJson } from '../database/json';
import { makeOwnToken } from './own-tokens';
import { issued } from './token-record';
import { hashOf, newSecret } from './token-secret';

/** Machines on which somebody is about to sign in by a code (T9, RFC 8628). The database keeps hashes of both codes alone. */

/** A machine that asks. Instants are UTC ms. */
export interface AskingMachine {
  readonly id: string;
  /** As it calls itself. */
  readonly machine: string;
  /** The address it asked from. */
  readonly network: string;
  readonly askedAt: number;
  readonly endsAt: number;
}

/** As many of those that have ended go with each new one, an hour later: until then its machine hears that it was too late. */
const SWEPT = 1_000;
const KEPT_FOR = HOUR;
/** What two requests may differ in their way through the network (ms). */
const JITTER = SECOND;
/** However often a machine asks too soon (s). */
const SLOWEST = 300;

/** Notes that a machine asks, and deletes some that are over. Answers its codes, which nothing else knows. */
export async function beginDeviceSignIn(
  db: Database,
  { machine, network, now }: { readonly machine: string; readonly network: string; readonly now: number },
): Promise<{ deviceCode: string; userCode: string }> {
  await sql`
    delete from device_sign_ins where id in (
      select id from device_sign_ins where ends_at < ${new Date(now - KEPT_FOR)}
      order by ends_at limit ${SWEPT} for update skip locked
    )
  `.execute(db);
  for (;;) {
    const [deviceCode, userCode] = [newSecret(), writeUserCode(randomInt)];
    const made = await db
      .insertInto('device_sign_ins')
      .values({
        ...{ id: randomUUID(), machine, network, every_seconds: POLLED_EVERY },
        ...{ device_hash: hashOf(deviceCode), user_hash: hashOf(userCode) },
        ...{ created_at: new Date(now), ends_at: new Date(now + DEVICE_CODE_FOR) },
      })
      // somebody else has this code now
      .onConflict((conflict) => conflict.column('user_hash').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made) return { deviceCode, userCode };
  }
}

/** The machine that shows this code, while nobody has answered it. */
export async function findAskingMachine(
  db: Database,
  userCode: string,
  now: number,
): Promise<AskingMachine | undefined> {
  const row = await db
    .selectFrom('device_sign_ins')
    .select(['id', 'machine', 'network', 'created_at', 'ends_at'])
    .where('user_hash', '=', hashOf(userCode))
    .where('answer', 'is', null)
    .where('ends_at', '>', new Date(now))
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, machine, network, created_at: askedAt, ends_at: endsAt } = row;
  return { id, machine, network, askedAt: askedAt.getTime(), endsAt: endsAt.getTime() };
}

/**
 * Answers the machine that shows this code, once: by a session, which approves it as `allowed`, or declines. False when it has been
 * answered, or is over, or the session is.
 */
export async function answerMachine(
  db: Database,
  userCode: string,
  answer: { readonly session: string; readonly allowed: Grant | undefined },
  now: number,
): Promise<boolean> {
  const { session, allowed } = answer;
  return db.transaction().execute(async (tx) => {
    // first, as whatever ends a session does
    const { rows } =
      await sql`select from sessions where id = ${session} and ends_at > ${new Date(now)} for share`.execute(tx);
    if (rows.length === 0) return false;
    const { numUpdatedRows } = await tx
      .updateTable('device_sign_ins')
      .set({
        answer: allowed ? 'approved' : 'declined',
        session_id: session,
        allowed: allowed ? toJson(allowed) : null,
      })
      .where('user_hash', '=', hashOf(userCode))
      .where('answer', 'is', null)
      .where('ends_at', '>', new Date(now))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  });
}

/** `unknown`: there is no such code, or no longer: it has led to a token, or the session that approved it has ended. */
export type Polled =
  | { readonly state: 'pending' | 'slow-down' | 'expired' | 'declined' | 'unknown' | 'too-many' }
  | { readonly state: 'signed-in'; readonly token: string; readonly expiresAt: number };

/**
 * What has become of a machine's code. Approved, it leads to one token of the person who approved it, however often it is asked at the
 * same time: with it, the code is gone. `tokenEndsAt` is UTC ms.
 */
export async function pollMachine(
  db: Database,
  deviceCode: string,
  { now, tokenEndsAt }: { readonly now: number; readonly tokenEndsAt: number },
): Promise<Polled> {
  const device = hashOf(deviceCode);
  const row = await db
    .selectFrom('device_sign_ins')
    .select(['id', 'machine', 'answer', 'session_id', 'allowed', 'ends_at'])
    .where('device_hash', '=', device)
    .executeTakeFirst();
  if (!row) return { state: 'unknown' };
  if (row.ends_at.getTime() <= now) return { state: 'expired' };
  const { id, machine, answer, session_id: session, allowed } = row;
  if (answer === null) return (await isTooSoon(db, id, now)) ? { state: 'slow-down' } : { state: 'pending' };
  if (answer === 'declined' || session === null || allowed === null) return { state: 'declined' };
  try {
    return await db.transaction().execute(async (tx) => {
      const wanted = { ...allowed, name: machine, expiresAt: tokenEndsAt, origin: 'device' as const };
      const made = await makeOwnToken(tx, { via: 'session', id: session }, wanted, now);
      if (made === 'too-many') return { state: 'too-many' };
      if (made === 'gone') return { state: 'unknown' };
      // where it was approved, and by what
      const acting = { by: made.person, door: 'console', credential: `session:${session}` } as const;
      await noteInAudit(tx, { acting, at: now }, issued(made.id));
      await takeCode(tx, id);
      return { state: 'signed-in', token: made.token, expiresAt: tokenEndsAt };
    });
  } catch (error) {
    if (error instanceof CodeTaken) return { state: 'unknown' };
    throw error;
  }
}

/** Another request has led to the token; its own is rolled back. */
class CodeTaken extends Error {}

async function takeCode(tx: Transacting, id: string): Promise<void> {
  const { numDeletedRows } = await tx.deleteFrom('device_sign_ins').where('id', '=', id).executeTakeFirstOrThrow();
  if (numDeletedRows === 0n) throw new CodeTaken();
}

/** Notes that a machine has asked, and whether it was sooner than it may (RFC 8628, 3.5): then it may less often from now on. */
async function isTooSoon(db: Database, id: string, now: number): Promise<boolean> {
  const { rows } = await sql<{ isTooSoon: boolean }>`
    with before as (
      select id, coalesce(polled_at > ${new Date(now + JITTER)}::timestamptz - make_interval(secs => every_seconds), false) as too_soon
      from device_sign_ins where id = ${id} for update
    )
    update device_sign_ins d
    set polled_at = ${new Date(now)},
      every_seconds = case when before.too_soon then least(d.every_seconds + ${POLLED_EVERY}::integer, ${SLOWEST}::integer) else d.every_seconds end
    from before where d.id = before.id
    returning before.too_soon as "isTooSoon"
  `.execute(db);
  return rows[0]?.isTooSoon ?? false;
}
