import type { Acting, Occasion } from '../domain/audit/doors';
import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import type { Access, Role } from '../domain/shared/roles';
import { DAY, toIso } from '../domain/shared/time';
import { findPerson, type Person } from '../store/access/persons';
import { createToken } from '../store/access/create-token';
import { hasTokens, revokeToken, revokeTokensOf } from '../store/access/tokens';
import { endOnRecord, issued } from '../store/access/token-record';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';

/** How long a token is valid when nobody says otherwise (days). */
export const TOKEN_DAYS = 365;

/** A token as somebody asks for it. */
export interface WantedToken {
  readonly name: string;
  readonly role: Role;
  readonly organizationId?: string | undefined;
  /** Whose it is: one of `staffId`, `person` (an id of the staff, a mail address, a name) and `service` (a program); else of its name. */
  readonly staffId?: string | undefined;
  readonly person?: string | undefined;
  readonly service?: string | undefined;
  readonly organizations?: readonly string[] | undefined;
  readonly environments?: readonly string[] | undefined;
  /** Of a customer's token: what it may do about maintenance; `read` when left out. */
  readonly access?: Access | undefined;
  /** Why a service's token lasts longer than usual. */
  readonly reason?: string | undefined;
  /** UTC ms. */
  readonly expiresAt?: number | undefined;
}

export interface TokenRules {
  /** How long a token is valid unless it says otherwise, and how long at most unless it is of a service (days). */
  readonly days: number;
  /** UTC ms. */
  readonly now: number;
  /** Who issues it; on the server itself nobody has a token yet. */
  readonly acting: Acting;
}

/** A token that was issued; `token` is shown this once. */
export interface IssuedToken extends Person {
  readonly id: string;
  readonly token: string;
  /** UTC ms. */
  readonly expiresAt: number;
}

/**
 * Issues a token for the API (T3, T5). A name or mail address of the staff makes it that person's, so that one person is one,
 * whatever the token is called. Throws KnownError `invalid-body` for an end that has passed or is too far ahead, and for a role, an
 * organization, limits or a person that do not go together.
 */
export async function issueToken(
  db: Database,
  wanted: WantedToken,
  { days, now, acting }: TokenRules,
): Promise<IssuedToken> {
  const { name, role, organizationId, organizations, environments, access, reason } = wanted;
  const expiresAt = expiryOf(wanted, { days, now });
  const holder = await holderOf(db, wanted);
  const token = {
    ...{ name, role, organizationId, organizations, environments, access, reason, expiresAt },
    ...{ ...holder, isService: wanted.service !== undefined },
    issuedBy: acting.door === 'cli' ? undefined : acting.by,
  };
  const made = await onRecord(
    db,
    { acting, at: now },
    (tx) => createToken(tx, token),
    ({ id }) => issued(id),
  );
  return { ...made, ...holder, expiresAt };
}

function expiryOf(
  { expiresAt, service, reason }: WantedToken,
  { days, now }: Pick<TokenRules, 'days' | 'now'>,
): number {
  const usual = now + days * DAY;
  if (expiresAt === undefined) return usual;
  if (expiresAt <= now) {
    throw invalid([{ field: 'expiresAt', message: `${toIso(expiresAt)} has passed; it is ${toIso(now)}` }]);
  }
  if (expiresAt <= usual) return expiresAt;
  const limit = `${toIso(expiresAt)} is more than ${String(days)} days ahead, and the latest is ${toIso(usual)}`;
  if (service === undefined) {
    throw invalid([{ field: 'expiresAt', message: `${limit}; only the token of a "service" may last longer` }]);
  }
  if (reason === undefined) {
    throw invalid([{ field: 'reason', message: `is required: ${limit} unless a reason is given` }]);
  }
  return expiresAt;
}

/** Whose the token is: exactly one person, or one service. */
async function holderOf(db: Database, { name, role, staffId, person, service }: WantedToken): Promise<Person> {
  const given = Object.entries({ staffId, person, service }).filter(([, value]) => value !== undefined);
  const [first, second] = given;
  if (first && second) {
    throw invalid([{ field: second[0], message: `does not go with ${first[0]}: a token belongs to one of them` }]);
  }
  if (staffId !== undefined) return { person: staffId, staffId };
  const named = service ?? person ?? name;
  // customers are no staff, whatever they are called
  if (role === 'customer' || role === 'inbound') return { person: named, staffId: null };
  const found = await findPerson(db, named);
  if (service !== undefined && found.staffId !== null) {
    throw invalid([{ field: 'service', message: `"${service}" is a person of the staff: give staffId instead` }]);
  }
  return found;
}

/** Revokes a token at once; a second time changes nothing. Throws KnownError `not-found`. `id` is a UUID. */
export async function endToken(db: Database, id: string, occasion: Occasion): Promise<void> {
  if (await endOnRecord(db, occasion, (tx) => revokeToken(tx, id))) return;
  throw new KnownError('not-found', `There is no token ${id}. GET /v1/tokens lists them.`);
}

/**
 * Ends every token of a person who leaves (T5), at once; those of a service by its name. Answers who it was and the ids of the tokens
 * that were good until now: none the second time. Throws KnownError `not-found` for somebody who never had one.
 */
export async function endTokensOf(
  db: Database,
  name: string,
  occasion: Occasion,
): Promise<{ person: string; ids: readonly string[] }> {
  const { person } = await findPerson(db, name);
  // a customer's person or a service has the name it was given
  for (const known of new Set([person, name])) {
    if (!(await hasTokens(db, known))) continue;
    return { person: known, ids: await endOnRecord(db, occasion, (tx) => revokeTokensOf(tx, known)) };
  }
  throw new KnownError(
    'not-found',
    `Nobody has or had a token as ${name}. GET /v1/tokens says who they belong to, in "person".`,
  );
}
