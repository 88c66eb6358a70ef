import { sql, type Kysely } from 'kysely';

/** Redundancy groups, contacts' preferences, the provider's staff and their customers, and indexes for large inventories. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- resources that can replace each other: never two of one group in one window (L9)
    alter table resources add column redundancy_group text;
    create index resources_by_redundancy_group on resources (redundancy_group) where redundancy_group is not null;

    alter table contacts
      -- false: no optional notices; domain/notices/notices.ts lists them
      add column wants_optional boolean not null default true,
      -- null: the organization's
      add column locale text;

    create table staff (
      id text primary key,
      name text not null,
      email text not null,
      -- account-representative, customer-engineer
      role text not null
    );
    create table staff_organizations (
      staff_id text not null references staff(id) on delete cascade,
      organization_id text not null references organizations(id) on delete cascade,
      primary key (staff_id, organization_id)
    );
    create index staff_organizations_by_organization on staff_organizations (organization_id);

    -- to find the rows that are removed with an environment or a location
    create index resources_by_environment on resources (environment_id);
    create index locations_by_parent on locations (parent);
  `.execute(db);
}
