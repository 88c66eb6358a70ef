import { createHash, timingSafeEqual } from 'node:crypto';
import { KnownError } from '../../domain/shared/errors';
import type { Database } from '../../store/database/database';
import { noteTokenUse } from '../../store/access/token-use';
import { findToken, type TokenHolder } from '../../store/access/tokens';
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

/** Whether the header carries this very token; the time it takes says nothing about how much of it was right. */
export function isBearer(header: string | undefined, token: string): boolean {
  const sent = BEARER.exec(header ?? '')?.[1];
  return sent !== undefined && isSameSecret(sent, token);
}

/** Whether two secrets are the same, in a time that says nothing about how much of them is. */
export function isSameSecret(sent: string, secret: string): boolean {
  return timingSafeEqual(sha256(sent), sha256(secret));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
