import { sql, type Kysely } from 'kysely';

/** Redundancy groups, contacts' preferences, the provider's staff and their customers, and what large inventories look up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- resources that stand in for each other: never two of one group in one window (L9)
    alter table resources add column redundancy_group text;
    create index resources_by_redundancy_group on resources (redundancy_group) where redundancy_group is not null;

    alter table contacts
      -- false: no notice that nobody has to have, as domain/notices/notice.ts says which
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

    -- what goes with an environment or a location when it is removed has to be found
    create index resources_by_environment on resources (environment_id);
    create index locations_by_parent on locations (parent);
  `.execute(db);
}
