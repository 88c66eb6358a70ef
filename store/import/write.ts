import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database';
import { toJson } from '../json';
import type { InventoryRow } from './rows';

/** Upserts by id, a whole table's rows as one parameter. Rows are replaced: a field left out gets its default. */

/** How many rows were new and how many were there. */
export interface Written {
  readonly created: number;
  readonly updated: number;
}

/** Parents are made from the path; a name is kept where the row gives none. */
export async function writeLocations(db: Database, rows: readonly InventoryRow<'locations'>[]): Promise<Written> {
  const names = new Map<string, string | undefined>();
  for (const { path, name } of rows) {
    for (const parent of parentsOf(path)) if (!names.has(parent)) names.set(parent, undefined);
    names.set(path, name);
  }
  const values = [...names].map(([path, name]) => ({
    path,
    name,
    parent: parentsOf(path).at(-1),
    last: path.split('/').at(-1),
  }));
  return written(
    db,
    sql`
      insert into locations (path, parent, name)
      select path, given.parent, coalesce(given.name, there.name, given.last)
      from ${recordset(values, 'path text, parent text, name text, last text')} left join locations there using (path)
      on conflict (path) do update set name = excluded.name`,
  );
}

/** `eu-1/dc-1/rack-a12` → `eu-1`, `eu-1/dc-1`. */
function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

export function writeOrganizations(db: Database, rows: readonly InventoryRow<'organizations'>[]): Promise<Written> {
  return written(
    db,
    sql`
      insert into organizations (id, name, time_zone, maintenance_email, locale)
      select id, name, "timeZone", "maintenanceEmail", locale
      from ${recordset(rows, 'id text, name text, "timeZone" text, "maintenanceEmail" text, locale text')}
      on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone,
        maintenance_email = excluded.maintenance_email, locale = excluded.locale`,
  );
}

export function writeEnvironments(db: Database, rows: readonly InventoryRow<'environments'>[]): Promise<Written> {
  return written(
    db,
    sql`
      insert into environments (id, organization_id, name)
      select id, "organizationId", name from ${recordset(rows, 'id text, "organizationId" text, name text')}
      on conflict (id) do update set organization_id = excluded.organization_id, name = excluded.name`,
  );
}

export function writeContacts(db: Database, rows: readonly InventoryRow<'contacts'>[]): Promise<Written> {
  // an empty list of environments means the same as none given: all of them
  const values = rows.map((row) => ({ ...row, environments: row.environments?.length ? row.environments : null }));
  return written(
    db,
    sql`
      insert into contacts (id, organization_id, name, email, roles, environments)
      select id, "organizationId", name, email, roles, environments
      from ${recordset(values, 'id text, "organizationId" text, name text, email text, roles text[], environments text[]')}
      on conflict (id) do update set organization_id = excluded.organization_id, name = excluded.name,
        email = excluded.email, roles = excluded.roles, environments = excluded.environments`,
  );
}

export function writeResources(db: Database, rows: readonly InventoryRow<'resources'>[]): Promise<Written> {
  const columns =
    'id text, "organizationId" text, "environmentId" text, location text, kind text, name text, labels jsonb';
  return written(
    db,
    sql`
      insert into resources (id, organization_id, environment_id, location, kind, name, labels)
      select id, "organizationId", "environmentId", location, kind, name, labels from ${recordset(rows, columns)}
      on conflict (id) do update set organization_id = excluded.organization_id,
        environment_id = excluded.environment_id, location = excluded.location, kind = excluded.kind,
        name = excluded.name, labels = excluded.labels`,
  );
}

/** Rows as a table expression; `columns` is ours, never from outside. */
function recordset(rows: readonly unknown[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${toJson(rows)}::jsonb) as given(${sql.raw(columns)})`;
}

/** Runs an upsert and counts; a row inserted just now has no deleting transaction (`xmax`). */
async function written(db: Database, upsert: RawBuilder<unknown>): Promise<Written> {
  const { rows } = await sql<Written>`
    with written as (${upsert} returning xmax = 0 as is_new)
    select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as updated from written
  `.execute(db);
  return rows[0] ?? { created: 0, updated: 0 };
}
