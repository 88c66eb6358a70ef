import { sql } from 'kysely';
import { areSameGrants, isWithin, type Grant, type SignInRole } from '../../domain/access/grant';
import type { Occasion } from '../../domain/audit/doors';
import type { Database, Transacting } from '../database/database';
import { inTransaction } from '../database/transaction';
import { insertToken } from './create-token';
import { personOfToken } from './persons';
import { endOnRecord } from './token-record';
import { endTokens } from './tokens';

/** Tokens that people make for themselves (T9): each rests on a session or on another token of theirs, and never exceeds their rights. */

/** With what a person makes a token: the session of somebody who signed in, or a token of theirs. */
export interface Maker {
  readonly via: 'session' | 'token';
  readonly id: string;
}

export interface OwnToken extends Grant {
  readonly name: string;
  /** UTC ms. */
  readonly expiresAt: number;
  readonly origin: 'own' | 'device';
}

/** `gone`: what it was to be made with has ended; `too-many`: the person has as many as anybody may have. */
export type OwnTokenRefusal = 'gone' | 'too-many';

/** As many good ones a person may have made: more is a program that forgets them. */
export const MOST_OWN_TOKENS = 50;

/**
 * Makes a token of the person whose session or token it is made with. Whatever ends that at the same moment waits and finds the token, or
 * comes first and nothing is made. `now` is UTC ms.
 */
export async function makeOwnToken(
  db: Database | Transacting,
  maker: Maker,
  token: OwnToken,
  now: number,
): Promise<{ id: string; token: string; person: string } | OwnTokenRefusal> {
  const make = async (tx: Transacting) => {
    const whose = await holdMaker(tx, maker, now);
    if (!whose) return 'gone';
    if ((await countOwn(tx, whose.person)) >= MOST_OWN_TOKENS) return 'too-many';
    const { person, staffId, subject } = whose;
    const { origin, organizations, ...rest } = token;
    const made = { origin, subject, madeWith: maker.via === 'token' ? maker.id : null };
    const wanted = { ...rest, ...(organizations && { organizations }), person, staffId };
    return { ...(await insertToken(tx, wanted, made)), person };
  };
  return inTransaction(db, make);
}

interface Whose {
  readonly person: string;
  readonly staffId: string | null;
  readonly subject: string | null;
}

/** Whose the session or token is, while it is kept from ending until the transaction does; undefined when it has ended. */
async function holdMaker(tx: Transacting, { via, id }: Maker, now: number): Promise<Whose | undefined> {
  const held =
    via === 'session'
      ? sql<Whose>`
          select person, staff_id as "staffId", subject from sessions where id = ${id} and ends_at > ${new Date(now)} for share
        `
      : sql<Whose>`
          select ${personOfToken} as person, staff_id as "staffId", subject from api_tokens
          where id = ${id} and revoked_at is null and coalesce(expires_at > now(), true) for share
        `;
  return (await held.execute(tx)).rows[0];
}

async function countOwn(tx: Transacting, person: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from api_tokens
    where ${personOfToken} = ${person} and origin <> 'issued' and revoked_at is null and expires_at > now()
  `.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Somebody who has just signed in: under which account, as whom they go on record now, and what they may do now. */
interface SeenAgain {
  readonly subject: string;
  readonly person: string;
  readonly staffId: string | null;
  readonly grants: readonly Grant[];
}

/**
 * What an account made before keeps to what it may do now: sessions with other rights end, and tokens beyond the rights of today. The
 * other tokens are of whoever the account is on record as today, so that they end when this person leaves the staff. `occasion`: the sign-in.
 */
export async function keepWithinGrants(
  tx: Transacting,
  { subject, person, staffId, grants }: SeenAgain,
  occasion: Occasion,
): Promise<void> {
  const sessions = await tx
    .selectFrom('sessions')
    .select(['id', 'grants'])
    .where('subject', '=', subject)
    .orderBy('id')
    .forUpdate()
    .execute();
  const changed = sessions.filter((session) => !areSameGrants(session.grants, grants)).map(({ id }) => id);
  if (changed.length > 0) await tx.deleteFrom('sessions').where('id', 'in', changed).execute();

  const tokens = await tx
    .selectFrom('api_tokens')
    .select(['id', 'role', 'organizations'])
    .where('subject', '=', subject)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  const beyond = tokens.filter(({ role, organizations }) => {
    const own = { role: role as SignInRole, organizations };
    return !grants.some((grant) => isWithin(own, grant));
  });
  const isBeyond = sql`id = any (${beyond.map(({ id }) => id)}::uuid[])`;
  if (beyond.length > 0) await endOnRecord(tx, occasion, () => endTokens(tx, isBeyond));
  await sql`
    update api_tokens set person = ${person}, staff_id = ${staffId}
    where subject = ${subject} and revoked_at is null and (person, staff_id) is distinct from (${person}, ${staffId}::text)
  `.execute(tx);
}
