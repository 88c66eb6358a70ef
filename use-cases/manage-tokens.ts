import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import { toIso } from '../domain/shared/time';
import { createToken, revokeToken, type NewToken } from '../store/access/tokens';
import type { Database } from '../store/database/database';

/**
 * Makes a token for the API (T3) and returns it with its id, this once. `now` and `expiresAt`: UTC ms. Throws KnownError
 * `invalid-body` for an end that has passed, and for a role, organization or person that do not go together.
 */
export async function issueToken(db: Database, wanted: NewToken, now: number): Promise<{ id: string; token: string }> {
  const { expiresAt } = wanted;
  if (expiresAt !== undefined && expiresAt <= now) {
    throw invalid([{ field: 'expiresAt', message: `${toIso(expiresAt)} has passed; it is ${toIso(now)}` }]);
  }
  return createToken(db, wanted);
}

/** Ends a token at once; a second time changes nothing. Throws KnownError `not-found`. `id` is a UUID. */
export async function endToken(db: Database, id: string): Promise<void> {
  if (await revokeToken(db, id)) return;
  throw new KnownError('not-found', `There is no token ${id}. GET /v1/tokens lists them.`);
}
