import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../database/database';
import { toJson } from '../../database/json';
import type { InventoryRow, InventoryTable } from './rows';

/**
 * Upserts by id, a batch of rows in one parameter. Rows are replaced: a field left out gets its default. A row that has not
 * changed is not written again, so that a nightly import of everything costs little.
 */

/** How many rows were new, changed and unchanged. */
export interface Written {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

type Writer<T extends InventoryTable> = (db: Database, rows: readonly InventoryRow<T>[]) => Promise<Written>;

/** The tables with one column for each field. */
type PlainTable = Exclude<InventoryTable, 'locations'>;

/** The columns of a table in the order of a row's fields. */
interface Columns {
  /** `id text, name text`: the row's fields and their types. This is SQL and never comes from outside. */
  readonly fields: string;
  /** The columns for these fields in the same order; the first `keys` of them identify the row. */
  readonly columns: readonly string[];
  readonly keys: number;
}

const COLUMNS: Record<PlainTable, Columns> = {
  organizations: {
    fields:
      'id text, name text, "timeZone" text, "maintenanceEmail" text, locale text, "maintenanceEveryDays" integer, ' +
      '"calendarMode" text, brand text',
    columns: [
      ...['id', 'name', 'time_zone', 'maintenance_email', 'locale', 'maintenance_every_days', 'calendar_mode'],
      'brand',
    ],
    keys: 1,
  },
  environments: {
    fields: 'id text, "organizationId" text, name text',
    columns: ['id', 'organization_id', 'name'],
    keys: 1,
  },
  contacts: {
    fields:
      'id text, "organizationId" text, name text, email text, roles text[], environments text[], ' +
      '"wantsOptional" boolean, locale text',
    columns: ['id', 'organization_id', 'name', 'email', 'roles', 'environments', 'wants_optional', 'locale'],
    keys: 1,
  },
  resources: {
    fields:
      'id text, "organizationId" text, "environmentId" text, location text, kind text, name text, labels jsonb, ' +
      '"redundancyGroup" text',
    columns: [...['id', 'organization_id', 'environment_id', 'location', 'kind', 'name', 'labels'], 'redundancy_group'],
    keys: 1,
  },
  staff: { fields: 'id text, name text, email text, role text', columns: ['id', 'name', 'email', 'role'], keys: 1 },
  staff_organizations: {
    fields: '"staffId" text, "organizationId" text',
    columns: ['staff_id', 'organization_id'],
    keys: 2,
  },
};

/** One writer for each table. */
export const WRITERS: { readonly [T in InventoryTable]: Writer<T> } = {
  locations: writeLocations,
  organizations: (db, rows) => writePlain(db, 'organizations', rows),
  environments: (db, rows) => writePlain(db, 'environments', rows),
  // an empty list of environments means all of them, like no list
  contacts: (db, rows) =>
    writePlain(
      db,
      'contacts',
      rows.map((row) => ({ ...row, environments: row.environments?.length ? row.environments : null })),
    ),
  resources: (db, rows) => writePlain(db, 'resources', rows),
  staff: (db, rows) => writePlain(db, 'staff', rows),
  staff_organizations: (db, rows) => writePlain(db, 'staff_organizations', rows),
};

async function writePlain(db: Database, table: PlainTable, rows: readonly unknown[]): Promise<Written> {
  const { fields, columns, keys } = COLUMNS[table];
  const names = sql.raw(columns.join(', '));
  const key = sql.raw(columns.slice(0, keys).join(', '));
  const changing = columns.slice(keys);
  const update =
    changing.length === 0
      ? sql`do nothing`
      : sql`do update set ${sql.raw(changing.map((column) => setting(table, column)).join(', '))}`;
  const same = columns.map((column, i) =>
    i < keys
      ? `there.${column} = given.${column}`
      : unlessOwn(table, `there.${column} is not distinct from given.${column}`, column),
  );
  const { rows: counted } = await sql<{ created: number; updated: number }>`
    with given as materialized (
      select * from jsonb_to_recordset(${toJson(rows)}::jsonb) as row(${sql.raw(fields)})
    ),
    wanted as (
      select * from given as given(${names})
      where not exists (select from ${sql.table(table)} there where ${sql.raw(same.join(' and '))})
    ),
    written as (
      insert into ${sql.table(table)} (${names})
      select ${names} from wanted
      on conflict (${key}) ${update}
      -- a row inserted just now has no deleting transaction
      returning xmax = 0 as is_new
    )
    select count(*) filter (where is_new) as created, count(*) filter (where not is_new) as updated from written
  `.execute(db);
  const { created, updated } = counted[0] ?? { created: 0, updated: 0 };
  return { created, updated, unchanged: rows.length - created - updated };
}

/** Tables of which customers set columns by themselves, in the portal or by a link in a mail; what they set stays as it is. */
const OWNED: readonly string[] = ['contacts', 'organizations'];

function setting(table: PlainTable, column: string): string {
  if (!OWNED.includes(table)) return `${column} = excluded.${column}`;
  return `${column} = case when '${column}' = any (${table}.own_columns) then ${table}.${column} else excluded.${column} end`;
}

function unlessOwn(table: PlainTable, condition: string, column: string): string {
  return OWNED.includes(table) ? `(${condition} or '${column}' = any (there.own_columns))` : condition;
}

/** Parents are created from the path and count as created. An existing name is kept when the row gives none. */
async function writeLocations(db: Database, rows: readonly InventoryRow<'locations'>[]): Promise<Written> {
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
  const { rows: written } = await sql<{ path: string; isNew: boolean }>`
    with given as materialized (
      select given.path, given.parent, coalesce(given.name, there.name, given.last) as name, there.name as kept
      from ${recordset(values, 'path text, parent text, name text, last text')} left join locations there using (path)
    )
    insert into locations (path, parent, name)
    select path, parent, name from given where name is distinct from kept
    on conflict (path) do update set name = excluded.name
    returning path, xmax = 0 as "isNew"
  `.execute(db);
  const named = new Set(rows.map(({ path }) => path));
  const created = written.filter(({ isNew }) => isNew).length;
  return {
    created,
    updated: written.length - created,
    unchanged: named.size - written.filter(({ path }) => named.has(path)).length,
  };
}

/** `eu-1/dc-1/rack-a12` → `eu-1`, `eu-1/dc-1`. */
function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

/** Rows as a table expression. `columns` is SQL and never comes from outside. */
function recordset(rows: readonly unknown[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${toJson(rows)}::jsonb) as given(${sql.raw(columns)})`;
}
