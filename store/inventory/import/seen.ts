import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../database/database';
import type { InventoryTable } from './rows';

/**
 * The keys an import has seen, kept in the database for the length of its transaction: a file may have more rows than
 * anybody wants to hold in memory, and what is missing from it is a question for the database anyway.
 */

/** Call it once in the transaction that imports. */
export async function openSeen(db: Database): Promise<void> {
  await sql`create temporary table import_seen (key text primary key, line integer not null) on commit drop`.execute(
    db,
  );
}

/** Notes the keys; answers by line those that were noted before, with the line that has them first. */
export async function noteSeen(
  db: Database,
  rows: readonly { readonly key: string; readonly line: number }[],
): Promise<ReadonlyMap<number, number>> {
  const keys = rows.map(({ key }) => key);
  const lines = rows.map(({ line }) => line);
  const { rows: repeated } = await sql<{ line: number; first: number }>`
    with given as materialized (select * from unnest(${keys}::text[], ${lines}::integer[]) as row(key, line)),
    noted as (
      insert into import_seen select key, min(line) from given group by key
      on conflict do nothing
      returning key, line
    )
    -- what this very statement inserts is not yet to be read from the table
    select given.line, coalesce(noted.line, earlier.line) as first
    from given left join noted using (key) left join import_seen earlier using (key)
    where given.line is distinct from noted.line
  `.execute(db);
  return new Map(repeated.map(({ line, first }) => [line, first]));
}

/** What a table has beyond the rows seen: removed, or why not. */
export type Removal = { readonly deleted: number } | { readonly refused: string };

export interface RemovalLimits {
  /** Rows this import has made, which tell nothing of how many there were. */
  readonly created: number;
  /** Remove however many there are. */
  readonly force: boolean;
}

/** More than this share of the rows there were, and more than so many, are more likely a wrong file than what is gone (T8). */
const LARGE_SHARE = 0.2;
const FEW = 10;

/**
 * Removes the rows whose keys were not seen, with everything that belongs to them alone. None is removed when they are too
 * large a part of the table (unless forced), nor when one of them is a location in use: the answer says why, with the figures.
 */
export async function removeUnseen(db: Database, table: InventoryTable, limits: RemovalLimits): Promise<Removal> {
  await sql`analyze import_seen`.execute(db);
  if (table === 'locations') await noteGoneLocations(db);
  const isGone = GONE[table] ?? sql<boolean>`not exists (select from import_seen s where s.key = t.id)`;
  const refused = (await tooMany(db, table, isGone, limits)) ?? (table === 'locations' ? await inUse(db) : undefined);
  if (refused !== undefined) return { refused };
  const { numAffectedRows } = await sql`delete from ${sql.table(table)} t where ${isGone}`.execute(db);
  return { deleted: Number(numAffectedRows ?? 0n) };
}

/** How a row that is missing is known, where its key is not its id. */
const GONE: Partial<Record<InventoryTable, RawBuilder<boolean>>> = {
  locations: sql`exists (select from import_gone g where g.path = t.path)`,
  staff_organizations: sql`not exists (
    select from import_seen s where s.key = t.staff_id || ' ' || t.organization_id
  )`,
};

async function tooMany(
  db: Database,
  table: InventoryTable,
  isGone: RawBuilder<boolean>,
  { created, force }: RemovalLimits,
): Promise<string | undefined> {
  if (force) return undefined;
  const { rows } = await sql<{ total: number; gone: number }>`
    select count(*) as total, count(*) filter (where ${isGone}) as gone from ${sql.table(table)} t
  `.execute(db);
  const { total = 0, gone = 0 } = rows[0] ?? {};
  const before = total - created;
  if (gone <= FEW || gone <= before * LARGE_SHARE) return undefined;
  const share = Math.floor((gone / before) * 100);
  const what = table.replace('_', ' ');
  return (
    `${String(gone)} of ${String(before)} ${what} (${String(share)} %) are not in the file, and more than ` +
    `${String(LARGE_SHARE * 100)} % and ${String(FEW)} rows are removed only with force=true (forewarn import --force): ` +
    'look first whether the file is whole'
  );
}

/** A parent is there as long as something below it is. */
async function noteGoneLocations(db: Database): Promise<void> {
  await sql`
    create temporary table import_gone on commit drop as
    select l.path from locations l
    where not exists (
      select from (
        select distinct array_to_string((string_to_array(s.key, '/'))[1:part], '/') as path
        from import_seen s, generate_series(1, cardinality(string_to_array(s.key, '/'))) part
      ) kept
      where kept.path = l.path
    )
  `.execute(db);
}

async function inUse(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ count: number; path: string | null }>`
    select count(*) as count, min(path) as path from import_gone g
    where exists (select from resources r where r.location = g.path)
  `.execute(db);
  const [used] = rows;
  if (!used || used.count === 0) return undefined;
  const many = used.count === 1 ? 'one location is' : `${String(used.count)} locations are`;
  return `${many} still in use by resources, such as ${used.path ?? '?'}: import resources first`;
}
