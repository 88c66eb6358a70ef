import type { PortalDoor } from '../domain/audit/events';
import { addressOf, readClaims } from '../domain/access/claims';
import { DAY, HOUR } from '../domain/shared/time';
import { beginPortalSession, contactsAt } from '../store/access/portal-sessions';
import { noteInAudit } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { oneLine } from '../store/database/json';

/** How long a session of the portal lasts: without a page, and in any case (ms). */
export const PORTAL_SESSION = { idle: 12 * HOUR, longest: 7 * DAY } as const;

const LONGEST_BROWSER = 300;

/** Somebody who signed in; `contacts`: as how many they can act. */
export interface EnteredPortal {
  readonly secret: string;
  readonly contacts: number;
}

/** Whoever comes, and to whose page. */
interface Coming {
  /** Whose organizations the page is for, by the brand's name; all when undefined (P7). */
  readonly shows: string | undefined;
  /** What the browser says of itself. */
  readonly browser: string | undefined;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Begins a session for whoever has proved that this address is theirs, as the first of its contacts (T9), and puts on record by which door
 * (T2). Undefined for an address that is no contact's of these organizations.
 */
export async function enterPortal(
  db: Database,
  { address, door, shows, browser, now }: Coming & { readonly address: string; readonly door: PortalDoor },
): Promise<EnteredPortal | undefined> {
  const contacts = await contactsAt(db, address, shows);
  const [first] = contacts;
  if (!first) return undefined;
  return db.transaction().execute(async (tx) => {
    const { id, secret } = await beginPortalSession(tx, {
      ...{ contactId: first.id, door, now, endsAt: now + PORTAL_SESSION.longest },
      browser: browser === undefined ? null : oneLine(browser, LONGEST_BROWSER),
    });
    const acting = { by: `contact:${first.id}`, door: 'portal', credential: `session:${id}` } as const;
    const about = { subject: first.id, organizationId: first.organization.id };
    await noteInAudit(tx, { acting, at: now }, { type: 'contact-signed-in', ...about, detail: { by: door } });
    return { secret, contacts: contacts.length };
  });
}

/** `unverified`: the provider does not say of any address that it is theirs; `no-contact`: the address is no contact's here. */
type OpenIdEntry =
  EnteredPortal | { readonly fault: 'unverified' } | { readonly fault: 'no-contact'; readonly address: string };

/** The same for whoever a provider of OpenID Connect vouches for: by the address that it has verified, and by nothing else. */
export async function enterByClaims(db: Database, raw: unknown, coming: Coming): Promise<OpenIdEntry> {
  const claims = readClaims(raw);
  const address = claims && addressOf(claims);
  if (address === undefined) return { fault: 'unverified' };
  return (await enterPortal(db, { ...coming, address, door: 'openid' })) ?? { fault: 'no-contact', address };
}
