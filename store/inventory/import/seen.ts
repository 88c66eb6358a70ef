import { sql } from 'kysely';
import type { Database } from '../../database/database';
import type { InventoryTable } from './rows';

/**
 * The keys an import has seen, kept in the database until its transaction ends. A file may have more rows than fit in memory,
 * and finding the missing rows is a query anyway.
 */

/** Call it once in the transaction that imports. */
export async function openSeen(db: Database): Promise<void> {
  await sql`create temporary table import_seen (key text primary key, line integer not null) on commit drop`.execute(
    db,
  );
}

/** Records the keys. Returns, by line, those that were recorded before, each with the line that has it first. */
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
    -- rows inserted by this same statement are not visible in the table yet
    select given.line, coalesce(noted.line, earlier.line) as first
    from given left join noted using (key) left join import_seen earlier using (key)
    where given.line is distinct from noted.line
  `.execute(db);
  return new Map(repeated.map(({ line, first }) => [line, first]));
}

/** The rows of a table that the import did not contain: removed, or why not. */
export type Removal = { readonly deleted: number } | { readonly refused: string };

/**
 * Removes the rows whose keys were not seen, with everything that belongs only to them. When one of them is a location in use,
 * no location is removed and the answer names it.
 */
export async function removeUnseen(db: Database, table: InventoryTable): Promise<Removal> {
  await sql`analyze import_seen`.execute(db);
  switch (table) {
    case 'locations':
      return removeLocations(db);
    case 'staff_organizations':
      return removed(
        await sql`
          delete from staff_organizations t
          where not exists (select from import_seen s where s.key = t.staff_id || ' ' || t.organization_id)
        `.execute(db),
      );
    default:
      return removed(
        await sql`
          delete from ${sql.table(table)} t where not exists (select from import_seen s where s.key = t.id)
        `.execute(db),
      );
  }
}

function removed({ numAffectedRows }: { numAffectedRows?: bigint | undefined }): Removal {
  return { deleted: Number(numAffectedRows ?? 0n) };
}

async function removeLocations(db: Database): Promise<Removal> {
  // a parent stays as long as a location below it does
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
  const { rows } = await sql<{ count: number; path: string | null }>`
    select count(*) as count, min(path) as path from import_gone g
    where exists (select from resources r where r.location = g.path)
  `.execute(db);
  const [used] = rows;
  if (used && used.count > 0) {
    const many = used.count === 1 ? 'one location is' : `${String(used.count)} locations are`;
    return { refused: `${many} still in use by resources, such as ${used.path ?? '?'}: import resources first` };
  }
  return removed(await sql`delete from locations l using import_gone g where l.path = g.path`.execute(db));
}
