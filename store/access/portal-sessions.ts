import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { PortalDoor } from '../../domain/audit/events';
import type { CalendarMode } from '../../domain/channels/calendar';
import type { Database, Transacting } from '../database/database';
import { hashOf, newSecret } from './token-secret';

/**
 * Sessions of customers' contacts (T9), apart from those of staff so that neither secret is ever looked up as the other. A session is of
 * a contact: what it may see and do is what the inventory says of the contact now, and it ends with the contact. Instants are UTC ms.
 */

/** A contact, and the organization it is of. */
export interface PortalContact {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly roles: readonly string[];
  /** null: all of the organization's. */
  readonly environments: readonly string[] | null;
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly locale: string;
    readonly calendarMode: CalendarMode;
    readonly maintenanceEmail: string | null;
  };
  /** Its own wishes; null: as its organization. */
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly wantsOptional: boolean;
}

/** A session that is good now. */
export interface PortalSession {
  readonly id: string;
  readonly contact: PortalContact;
  readonly door: PortalDoor;
  readonly endsAt: number;
}

export interface PortalSessionSummary {
  readonly id: string;
  readonly browser: string | null;
  readonly createdAt: number;
  /** To the minute. */
  readonly seenAt: number;
}

/** The last page is noted at most this often (ms). */
const NOTED_EVERY = 60_000;
/** As many of those that have ended go with each new one. */
const SWEPT = 1_000;
const MOST_SHOWN = 100;

interface ContactRow {
  readonly contact_id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: string[];
  readonly environments: string[] | null;
  readonly wants_optional: boolean;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly organization_time_zone: string;
  readonly organization_locale: string;
  readonly calendar_mode: CalendarMode;
  readonly maintenance_email: string | null;
}

const CONTACT = sql`
  c.id as contact_id, c.name, c.email, c.roles, c.environments, c.wants_optional, c.locale,
  c.time_zone, o.id as organization_id, o.name as organization_name, o.time_zone as organization_time_zone,
  o.locale as organization_locale, o.calendar_mode, o.maintenance_email`;

/** Organizations of that brand; all where it is undefined. */
const ofBrand = (brand: string | undefined): RawBuilder<boolean> =>
  sql<boolean>`(${brand === undefined}::boolean or coalesce(o.brand, '') = ${brand ?? ''}::text)`;

function contactOf(row: ContactRow): PortalContact {
  return {
    ...{ id: row.contact_id, name: row.name, address: row.email, roles: row.roles, environments: row.environments },
    organization: {
      ...{ id: row.organization_id, name: row.organization_name, timeZone: row.organization_time_zone },
      ...{ locale: row.organization_locale, calendarMode: row.calendar_mode, maintenanceEmail: row.maintenance_email },
    },
    ...{ locale: row.locale, timeZone: row.time_zone, wantsOptional: row.wants_optional },
  };
}

/** As whom somebody with this address can act: contacts of that brand's organizations, by organization; at most a hundred. */
export async function contactsAt(
  db: Database,
  address: string,
  brand: string | undefined,
): Promise<readonly PortalContact[]> {
  const { rows } = await sql<ContactRow>`
    select ${CONTACT} from contacts c join organizations o on o.id = c.organization_id
    where lower(c.email) = ${address.toLowerCase()} and ${ofBrand(brand)}
    order by o.name, o.id, c.id limit ${MOST_SHOWN}
  `.execute(db);
  return rows.map(contactOf);
}

/** A contact who has just proved their address. Instants are UTC ms. */
interface NewPortalSession {
  readonly contactId: string;
  readonly door: PortalDoor;
  /** What the browser says of itself, for the list of one's sessions. */
  readonly browser: string | null;
  readonly now: number;
  readonly endsAt: number;
}

/** Begins a session, and deletes some that have ended. Answers its secret, which nothing else knows. */
export async function beginPortalSession(
  db: Database | Transacting,
  begun: NewPortalSession,
): Promise<{ id: string; secret: string }> {
  const [id, secret] = [randomUUID(), newSecret()];
  const { contactId, door, browser, now, endsAt } = begun;
  await sql`
    delete from portal_sessions where id in (
      select id from portal_sessions where ends_at < ${new Date(now)} order by ends_at limit ${SWEPT} for update skip locked
    )
  `.execute(db);
  await db
    .insertInto('portal_sessions')
    .values({
      ...{ id, secret_hash: hashOf(secret), contact_id: contactId, door, browser },
      ...{ created_at: new Date(now), seen_at: new Date(now), ends_at: new Date(endsAt) },
    })
    .execute();
  return { id, secret };
}

/** How long sessions last, and of whose page they are. */
export interface PortalSessionRules {
  readonly now: number;
  /** Ends after so long without a page (ms). */
  readonly idleMs: number;
  /** Only of its organizations; of all where it is undefined. */
  readonly brand: string | undefined;
}

/** The session of this secret, unless it has ended or lain idle. Notes that it was seen. */
export async function findPortalSession(
  db: Database,
  secret: string,
  { now, idleMs, brand }: PortalSessionRules,
): Promise<PortalSession | undefined> {
  const { rows } = await sql<ContactRow & { id: string; door: PortalDoor; ends_at: Date; seen_at: Date }>`
    select s.id, s.door, s.ends_at, s.seen_at, ${CONTACT}
    from portal_sessions s join contacts c on c.id = s.contact_id join organizations o on o.id = c.organization_id
    where s.secret_hash = ${hashOf(secret)} and s.ends_at > ${new Date(now)} and s.seen_at > ${new Date(now - idleMs)}
      and ${ofBrand(brand)}
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  if (now - row.seen_at.getTime() >= NOTED_EVERY) {
    await db
      .updateTable('portal_sessions')
      .set({ seen_at: new Date(now) })
      .where('id', '=', row.id)
      .where('seen_at', '<', new Date(now))
      .execute();
  }
  return { id: row.id, contact: contactOf(row), door: row.door, endsAt: row.ends_at.getTime() };
}

/** Contacts with the same address as that one: the same person to us. */
const samePerson = (contactId: string) => sql`
  select other.id from contacts c join contacts other on lower(other.email) = lower(c.email) where c.id = ${contactId}`;

/**
 * Has the person act as another contact of the same address. The session gets a new secret, as with every change of what it may do.
 * Undefined for a contact that is not theirs.
 */
export async function chooseContact(db: Database, id: string, contactId: string): Promise<string | undefined> {
  const secret = newSecret();
  const { rows } = await sql`
    update portal_sessions s set contact_id = ${contactId}, secret_hash = ${hashOf(secret)}
    where s.id = ${id}::uuid and exists (
      select from contacts mine join contacts other on lower(other.email) = lower(mine.email)
      where mine.id = s.contact_id and other.id = ${contactId}
    )
    returning s.id
  `.execute(db);
  return rows.length > 0 ? secret : undefined;
}

/** The person's sessions that have not ended, the newest first. */
export async function portalSessionsOf(
  db: Database,
  contactId: string,
  { now, idleMs }: Pick<PortalSessionRules, 'now' | 'idleMs'>,
): Promise<PortalSessionSummary[]> {
  const { rows } = await sql<{ id: string; browser: string | null; created_at: Date; seen_at: Date }>`
    select id, browser, created_at, seen_at from portal_sessions
    where contact_id in (${samePerson(contactId)}) and ends_at > ${new Date(now)} and seen_at > ${new Date(now - idleMs)}
    order by created_at desc limit ${MOST_SHOWN}
  `.execute(db);
  return rows.map(({ id, browser, created_at, seen_at }) => ({
    ...{ id, browser, createdAt: created_at.getTime(), seenAt: seen_at.getTime() },
  }));
}

/** Ends a session of the person; it may be gone already. */
export async function endPortalSession(db: Database, contactId: string, id: string): Promise<void> {
  await sql`
    delete from portal_sessions where id = ${id}::uuid and contact_id in (${samePerson(contactId)})
  `.execute(db);
}
