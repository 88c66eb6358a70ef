import {
  isWithin,
  organizationsBeyond,
  ROLES_WITHIN,
  SIGN_IN_ROLES,
  type Grant,
  type SignInRole,
} from '../domain/access/grant';
import type { Acting, Occasion } from '../domain/audit/doors';
import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import type { Role } from '../domain/shared/roles';
import { someOf } from '../domain/shared/some-of';
import { DAY, toIso } from '../domain/shared/time';
import { checkOrganizations } from '../store/access/create-token';
import { makeOwnToken, MOST_OWN_TOKENS, type Maker, type OwnTokenRefusal } from '../store/access/own-tokens';
import { listTokensOf, revokeTokenOf, type TokenSummary } from '../store/access/tokens';
import { endOnRecord, issued } from '../store/access/token-record';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';

/** Who asks for tokens of their own (T9). */
export interface OwnTokenAsker extends Maker {
  readonly person: string;
  readonly role: Role;
  readonly organizations: readonly string[] | null;
  /** Whether what they show says which person uses it. */
  readonly isOnePerson: boolean;
  /** UTC ms; of a session, its end. */
  readonly expiresAt: number | null;
}

/** A token somebody wants for themselves; what is left out is as they have it. */
export interface WantedOwnToken {
  readonly name: string;
  readonly role?: SignInRole | undefined;
  readonly organizations?: readonly string[] | undefined;
  /** UTC ms. */
  readonly expiresAt?: number | undefined;
}

/** As many as a list shows: what administrators issued to the person besides their own. */
const MOST_LISTED = 2 * MOST_OWN_TOKENS;

/**
 * Makes a token for whoever asks: of the role and the organizations that are theirs, or of less, with an end at most `days` ahead. One
 * made with another token ends with it. Throws KnownError `invalid-body` for more than they have, `not-permitted` for a program, and for
 * somebody who has as many as anybody may have.
 */
export async function makeTokenForMyself(
  db: Database,
  asker: OwnTokenAsker,
  wanted: WantedOwnToken,
  { days, now, acting }: { readonly days: number; readonly now: number; readonly acting: Acting },
) {
  const own = grantOf(asker);
  const grant = { role: wanted.role ?? own.role, organizations: wanted.organizations ?? own.organizations };
  await checkGrant(db, own, wanted, grant);
  const expiresAt = endOf(asker, wanted, { days, now });
  const { via, id, person } = asker;
  const token = { ...grant, name: wanted.name, expiresAt, origin: 'own' } as const;
  const made = await onRecord(
    db,
    { acting, at: now },
    (tx) => makeOwnToken(tx, { via, id }, token, now),
    (one) => (typeof one === 'string' ? undefined : issued(one.id)),
  );
  if (typeof made === 'string') throw refused(made);
  return { ...made, ...grant, name: wanted.name, person, expiresAt };
}

/** The tokens of whoever asks that are good now, the newest first. Throws KnownError `not-permitted` for a program. */
export function listMyTokens(db: Database, asker: OwnTokenAsker): Promise<TokenSummary[]> {
  grantOf(asker);
  return listTokensOf(db, asker.person, MOST_LISTED);
}

/** Ends a token of whoever asks, at once. Throws KnownError `not-found` for one that is not theirs. `id` is a UUID. */
export async function endMyToken(db: Database, asker: OwnTokenAsker, id: string, occasion: Occasion): Promise<void> {
  grantOf(asker);
  if (await endOnRecord(db, occasion, (tx) => revokeTokenOf(tx, asker.person, id))) return;
  throw new KnownError('not-found', `You have no token ${id}. GET /v1/me/tokens lists yours.`);
}

/** What the asker may do. Throws KnownError `not-permitted` where nobody knows which person asks (L8). */
function grantOf({ isOnePerson, role, organizations }: OwnTokenAsker): Grant {
  const own = SIGN_IN_ROLES.find((one) => one === role);
  if (own !== undefined && isOnePerson) return { role: own, organizations };
  throw new KnownError(
    'not-permitted',
    "Tokens of one's own are for people, and this token does not say which person uses it. Sign in to the console, or with `forewarn sign-in`.",
  );
}

async function checkGrant(db: Database, own: Grant, wanted: WantedOwnToken, grant: Grant): Promise<void> {
  if (!ROLES_WITHIN[own.role].includes(grant.role)) {
    const may = someOf(ROLES_WITHIN[own.role]);
    throw invalid([
      { field: 'role', message: `is more than you have: you act as ${own.role}, and can hand on ${may}` },
    ]);
  }
  if (wanted.organizations === undefined) return;
  if (grant.role === 'admin') {
    const message = 'limits engineers, operators and approvers, not an administrator: leave it out';
    throw invalid([{ field: 'organizations', message }]);
  }
  const beyond = organizationsBeyond(grant, own);
  if (beyond.length > 0) {
    const message = `has "${String(beyond[0])}", and you act for ${someOf(own.organizations ?? [])} alone`;
    throw invalid([{ field: 'organizations', message }]);
  }
  // those of a session are what the rules say, whether or not the inventory has them yet
  await checkOrganizations(db, wanted.organizations);
  if (!isWithin(grant, own)) throw new RangeError('a token within its role and organizations is within the grant');
}

function endOf(
  asker: OwnTokenAsker,
  { expiresAt }: WantedOwnToken,
  { days, now }: { days: number; now: number },
): number {
  const usual = now + days * DAY;
  const ends = asker.via === 'token' ? asker.expiresAt : null;
  const latest = ends === null ? usual : Math.min(ends, usual);
  if (expiresAt === undefined) return latest;
  if (expiresAt <= now) {
    throw invalid([{ field: 'expiresAt', message: `${toIso(expiresAt)} has passed; it is ${toIso(now)}` }]);
  }
  if (expiresAt <= latest) return expiresAt;
  const why =
    ends !== null && ends < usual ? 'the end of the token with which you make it' : `${String(days)} days ahead`;
  const message = `${toIso(expiresAt)} is too far ahead: the latest is ${toIso(latest)}, ${why}`;
  throw invalid([{ field: 'expiresAt', message }]);
}

/** Why no token was made. */
function refused(why: OwnTokenRefusal): KnownError {
  if (why === 'gone') {
    return new KnownError('not-permitted', 'The session or token with which you ask has just ended. Sign in again.');
  }
  return new KnownError(
    'not-permitted',
    `You have ${String(MOST_OWN_TOKENS)} tokens of your own, the most anybody may have. End one that you do not need.`,
  );
}
