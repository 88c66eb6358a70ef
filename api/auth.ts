import { KnownError } from '../domain/errors';
import type { Database } from '../store/database';
import { findToken } from '../store/tokens';
import type { Caller } from './route';

/** A Bearer token as RFC 6750 spells it; the scheme's case does not matter. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * Who sends this Authorization header. Throws KnownError `missing-token`, or `wrong-token` alike for one that is unknown,
 * expired or revoked.
 */
export async function authenticate(db: Database, header: string | undefined): Promise<Caller> {
  if (header === undefined || header.trim() === '') {
    throw new KnownError(
      'missing-token',
      'Send the header "Authorization: Bearer <token>". An administrator issues tokens.',
    );
  }
  const token = BEARER.exec(header)?.[1];
  const holder = token === undefined ? undefined : await findToken(db, token);
  if (!holder) {
    throw new KnownError(
      'wrong-token',
      'The token is unknown, expired or revoked. Ask an administrator for another one.',
    );
  }
  return { tokenId: holder.id, name: holder.name, role: holder.role, organizationId: holder.organizationId };
}
