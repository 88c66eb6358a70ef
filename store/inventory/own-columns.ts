import { sql, type RawBuilder } from 'kysely';
import type { CalendarMode } from '../../domain/channels/calendar';
import type { Database } from '../database/database';

/** What customers set by themselves in the inventory (P8). An import leaves these columns alone from then on. */

/** `own_columns` with these added. */
export function withOwn(...columns: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`array(select distinct unnest(own_columns || ${[...columns]}::text[]) order by 1)`;
}

/** `own_columns` without these: they are the provider's again. */
function withoutOwn(...columns: readonly string[]): RawBuilder<string[]> {
  return sql<
    string[]
  >`array(select one from unnest(own_columns) one where one <> all (${[...columns]}::text[]) order by 1)`;
}

/** What is left out stays as it is; null: as the organization. */
export interface ContactSettings {
  readonly locale?: string | null | undefined;
  /** IANA. */
  readonly timeZone?: string | null | undefined;
  readonly wantsOptional?: boolean | undefined;
}

/** What is left out stays as it is. */
export interface OrganizationSettings {
  readonly maintenanceEmail?: string | null | undefined;
  readonly locale?: string | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  readonly calendarMode?: CalendarMode | undefined;
}

/** Whose values stand from now on: the customer's, which imports leave alone, or the provider's. */
export type SetBy = 'customer' | 'provider';

const owned = (by: SetBy, columns: readonly string[]) =>
  by === 'customer' ? withOwn(...columns) : withoutOwn(...columns);

const given = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** A contact with what can be set of it. */
export interface SetContact {
  readonly id: string;
  readonly organizationId: string;
  readonly locale: string | null;
  readonly timeZone: string | null;
  readonly wantsOptional: boolean;
}

/** Sets these of a contact, of that organization where one is named; undefined where there is none. */
export async function setContact(
  db: Database,
  id: string,
  { locale, timeZone, wantsOptional }: ContactSettings,
  { by, organizationId }: { readonly by: SetBy; readonly organizationId: string | null },
): Promise<SetContact | undefined> {
  const set = given({ locale, time_zone: timeZone, wants_optional: wantsOptional });
  const row = await db
    .updateTable('contacts')
    .set({ ...set, own_columns: owned(by, Object.keys(set)) })
    .where('id', '=', id)
    .$if(organizationId !== null, (query) => query.where('organization_id', '=', organizationId ?? ''))
    .returning(['id', 'organization_id', 'locale', 'time_zone', 'wants_optional'])
    .executeTakeFirst();
  return (
    row && {
      ...{ id: row.id, organizationId: row.organization_id, locale: row.locale },
      ...{ timeZone: row.time_zone, wantsOptional: row.wants_optional },
    }
  );
}

export interface SetOrganization {
  readonly id: string;
  readonly maintenanceEmail: string | null;
  readonly locale: string;
  readonly timeZone: string;
  readonly calendarMode: CalendarMode;
}

/** Sets these of an organization; undefined where there is none. */
export async function setOrganization(
  db: Database,
  id: string,
  { maintenanceEmail, locale, timeZone, calendarMode }: OrganizationSettings,
  by: SetBy,
): Promise<SetOrganization | undefined> {
  const set = given({
    ...{ maintenance_email: maintenanceEmail, locale, time_zone: timeZone, calendar_mode: calendarMode },
  });
  const row = await db
    .updateTable('organizations')
    .set({ ...set, own_columns: owned(by, Object.keys(set)) })
    .where('id', '=', id)
    .returning(['id', 'maintenance_email', 'locale', 'time_zone', 'calendar_mode'])
    .executeTakeFirst();
  return (
    row && {
      ...{ id: row.id, maintenanceEmail: row.maintenance_email, locale: row.locale },
      ...{ timeZone: row.time_zone, calendarMode: row.calendar_mode },
    }
  );
}
