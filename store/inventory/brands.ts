import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import type { Database } from '../database/database';
import { affectedResources } from './audience';
import type { InventoryTable } from './import/rows';

/** Brands in the inventory (P7). The name of the default one is empty where a text is needed, and null in organizations. */

/** Tables that say where which brand has resources. */
const DECIDING: readonly InventoryTable[] = ['organizations', 'resources'];

/**
 * Looks anew where each brand has resources, after a change of that table. Nothing to do without brands. Readers go on meanwhile;
 * whatever keeps it from being done, the next import does it.
 */
export async function refreshPlaces(db: Database, table: InventoryTable): Promise<void> {
  if (!DECIDING.includes(table)) return;
  const { rows } = await sql<{ hasBrands: boolean }>`
    select exists (select from organizations where brand is not null)
      or exists (select from brand_places where brand <> '') as "hasBrands"
  `.execute(db);
  if (!rows[0]?.hasBrands) return;
  await sql`refresh materialized view concurrently brand_places`.execute(db).catch(() => undefined);
}

/**
 * `path` and `brand` are written with their tables: brand_places has both names, too. Whether the place with that path, a region or a datacenter, is shown on the brand's page: it has resources there. What nobody has
 * resources at is on the default brand's.
 */
export function isPlaceOf(path: RawBuilder<unknown>, brand: RawBuilder<unknown>): RawBuilder<boolean> {
  const here = (condition: RawBuilder<unknown>) => sql`exists (
    select from brand_places b where ${condition} and (b.path = ${path} or starts_with(b.path, ${path} || '/'))
  )`;
  return sql<boolean>`(${here(sql`b.brand = ${brand}`)} or (${brand} = '' and not ${here(sql`b.brand <> ''`)}))`;
}

/** Whether the window is for customers of the brand: it touched some when it was announced or later. One that touches nobody is the default brand's. */
export function isWindowOf(reference: RawBuilder<unknown>, brand: RawBuilder<unknown>): RawBuilder<boolean> {
  const rows = (condition: RawBuilder<unknown>) =>
    sql`exists (select from window_brands b where b.window_reference = ${reference} and ${condition})`;
  return sql<boolean>`(${rows(sql`b.brand = ${brand}`)} or (${brand} = '' and not ${rows(sql`b.brand <> ''`)}))`;
}

/** The brand of the organization; null for the default one, and for an organization that is not there. */
export async function brandOfOrganization(db: Database, id: string): Promise<string | null> {
  const row = await db.selectFrom('organizations').select('brand').where('id', '=', id).executeTakeFirst();
  return row?.brand ?? null;
}

/** The brands that organizations have and `known` does not name, with how many have each. */
export async function unknownBrands(
  db: Database,
  known: readonly string[],
): Promise<{ readonly brand: string; readonly organizations: number }[]> {
  const { rows } = await sql<{ brand: string; organizations: number }>`
    select brand, count(*) as organizations from organizations
    where brand is not null and brand <> all (${[...known]}::text[])
    group by brand order by brand
  `.execute(db);
  return rows;
}

/** The brands whose customers have resources in the scope now. */
export async function brandsInScope(db: Database, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ brand: string }>`
    with ${affectedResources(scope)}
    select distinct coalesce(o.brand, '') as brand
    from affected a join organizations o on o.id = a.organization_id order by brand
  `.execute(db);
  return rows.map(({ brand }) => brand);
}
