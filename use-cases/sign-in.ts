import { addressOf, grantsOf, readClaims, subjectOf, type Claims } from '../domain/access/claims';
import type { SignInRules } from '../domain/access/sign-in-rules';
import { keepWithinGrants } from '../store/access/own-tokens';
import { beginSession } from '../store/access/sessions';
import { findPerson } from '../store/access/persons';
import type { Database } from '../store/database/database';
import { oneLine } from '../store/database/json';

/** Somebody who came back from the provider of identities. */
export interface Arrival {
  /** What the provider says of them. */
  readonly claims: unknown;
  /** The host of the provider, which stands behind who it says they are. */
  readonly provider: string;
  /** What their browser says of itself. */
  readonly browser: string | undefined;
  /** UTC ms. */
  readonly now: number;
}

/** `unknown`: the provider says nothing usable; `no-role`: they have nothing to do here. */
export type SignedIn =
  | { readonly secret: string; readonly endsAt: number }
  | { readonly fault: 'unknown' }
  | { readonly fault: 'no-role'; readonly name: string };

const LONGEST_NAME = 200;
const LONGEST_BROWSER = 300;

/**
 * Begins a session for whoever the provider of identities vouches for (T9): a person of the staff by the address that the provider has
 * verified, else the address itself, else the subject it knows them by (T5). What they may do comes from its claims (T3); sessions and
 * tokens of this account that go beyond it end, also when nothing is left to do here.
 */
export async function signIn(db: Database, rules: SignInRules, arrival: Arrival): Promise<SignedIn> {
  const claims = readClaims(arrival.claims);
  if (!claims) return { fault: 'unknown' };
  const name = nameOf(claims);
  const grants = grantsOf(claims, rules);
  const { person, staffId } = await personOf(db, claims, arrival.provider);
  const subject = subjectOf(claims, arrival.provider);
  const endsAt = arrival.now + rules.longest;
  const secret = await db.transaction().execute(async (tx) => {
    const occasion = { acting: { by: person, door: 'console' }, at: arrival.now } as const;
    await keepWithinGrants(tx, { subject, person, staffId, grants }, occasion);
    if (grants.length === 0) return undefined;
    const begun = await beginSession(tx, {
      ...{ person, name, staffId, subject, grants, endsAt, now: arrival.now, door: 'openid' },
      providerSession: claims.sid ?? null,
      browser: arrival.browser === undefined ? null : oneLine(arrival.browser, LONGEST_BROWSER),
    });
    return begun.secret;
  });
  return secret === undefined ? { fault: 'no-role', name } : { secret, endsAt };
}

async function personOf(db: Database, claims: Claims, provider: string) {
  const address = addressOf(claims);
  if (address !== undefined) return findPerson(db, address);
  return { person: oneLine(`${claims.sub} at ${provider}`, LONGEST_NAME), staffId: null };
}

/** As a page calls them; what they go on record as is another thing. */
function nameOf({ name, preferred_username: username, email, sub }: Claims): string {
  const given = [name, username, email, sub].map((one) => oneLine(one ?? '', LONGEST_NAME));
  return given.find((one) => one !== '') ?? 'nobody';
}
