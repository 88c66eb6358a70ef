import { KnownError } from '../../domain/shared/errors';
import type { Database } from '../../store/database/database';
import { bearerOf } from '../../store/access/bearer';
import { noteTokenUse } from '../../store/access/token-use';
import { findToken, type TokenHolder } from '../../store/access/tokens';
import type { Caller } from './route';

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
  const token = bearerOf(header);
  const holder = token === undefined ? undefined : await findToken(db, token);
  if (!holder) {
    throw new KnownError(
      'wrong-token',
      'The token is unknown, expired or revoked. Ask an administrator for another one.',
    );
  }
  // nobody waits for it, and a request does not fail over it
  if (holder.isUseToNote) void noteTokenUse(db, holder).catch(() => undefined);
  return callerOf(holder);
}

function callerOf({
  id: tokenId,
  isUseToNote: _noted,
  isService,
  issuedBy,
  name: _name,
  ...holder
}: TokenHolder): Caller {
  const isOfStaff = holder.staffId !== null;
  return {
    ...holder,
    via: 'token',
    tokenId,
    issuedBy: isOfStaff ? null : issuedBy,
    // made on the machine, or before tokens had issuers, it names whom it names
    isOnePerson: isOfStaff || (!isService && issuedBy === null),
  };
}
