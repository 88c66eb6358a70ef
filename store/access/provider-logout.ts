import { sql } from 'kysely';
import { HOUR } from '../../domain/shared/time';
import type { Database } from '../database/database';
import { hashOf } from './token-secret';

/** Longer than a logout token is good for (ms): until then it is known again. */
const KNOWN_FOR = HOUR;

export interface EndedByProvider {
  readonly jti: string;
  /** The account; see subjectOf. */
  readonly subject: string | undefined;
  /** The provider's own session. */
  readonly providerSession: string | undefined;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Ends the sessions that the provider of identities has ended: that of its own session, or all of the account. Answers how many; undefined
 * for a token that has been taken before, which ends nothing that has begun since.
 */
export async function endByProvider(db: Database, ended: EndedByProvider): Promise<number | undefined> {
  const { jti, subject = null, providerSession = null, now } = ended;
  return db.transaction().execute(async (tx) => {
    await sql`delete from logout_tokens where taken_at < ${new Date(now - KNOWN_FOR)}`.execute(tx);
    const taken = await tx
      .insertInto('logout_tokens')
      .values({ jti_hash: hashOf(jti), taken_at: new Date(now) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('taken_at')
      .executeTakeFirst();
    if (!taken) return undefined;
    // of a session whose provider did not say which it is, the account decides
    const { rows } = await sql`
      delete from sessions
      where case when ${providerSession}::text is null or provider_session is null then subject = ${subject}
        else provider_session = ${providerSession} end
      returning id
    `.execute(tx);
    return rows.length;
  });
}
