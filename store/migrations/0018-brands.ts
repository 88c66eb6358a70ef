import { sql, type Kysely } from 'kysely';

/**
 * Brands of organizations (P7). Whom a window is for, by brand, decides whose page shows it; '' is the default brand. Nothing of what is
 * there changes: everything is of the default brand.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organizations add column brand text;

    create table window_brands (
      window_reference text not null references windows(reference) on delete cascade,
      brand text not null,
      primary key (window_reference, brand)
    );

    -- where each brand has resources, as pages show places; refreshed after imports where there are brands
    create materialized view brand_places as
      select distinct coalesce(o.brand, '') as brand,
        array_to_string((string_to_array(r.location, '/'))[1:2], '/') as path
      from resources r join organizations o on o.id = r.organization_id;
    create unique index brand_places_key on brand_places (brand, path);

    -- whose page they follow; address_key then begins with the brand and a blank
    alter table page_subscribers add column brand text not null default '';
    create index page_subscribers_by_address on page_subscribers (lower(address));
  `.execute(db);
}
