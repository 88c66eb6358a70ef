import { sql } from 'kysely';
import type { Database } from '../../store/database/database';

/** The inventory of a large provider, made by SQL in seconds; of the form of bench/inventory-data.ts. */

export const ORGANIZATIONS = 10_000;
export const CONTACTS = 100_000;
export const RESOURCES = 500_000;
export const RACKS = 5_000;
/** One customer with 20,000 resources in a fifth of the racks; the others share the rest, about ten customers a rack. */
export const LARGE = 'org-00000';
const OF_LARGE = { racks: 1_000, ofEach: 20, contacts: 2_000 } as const;
const STAFF = 200;
/** Of a rack by its number: two regions with four datacenters each. */
const RACK = sql`case when r % 2 = 0 then 'eu-1' else 'us-1' end || '/dc-' || 1 + r / 2 % 4 || '/rack-' || lpad((r / 8)::text, 3, '0')`;

export const rackOf = (n: number): string =>
  `${n % 2 === 0 ? 'eu-1' : 'us-1'}/dc-${String(1 + (Math.floor(n / 2) % 4))}/rack-${String(Math.floor(n / 8)).padStart(3, '0')}`;

export async function fillInventory(db: Database): Promise<void> {
  await fillPlaces(db);
  await sql`
    insert into organizations (id, name, time_zone, maintenance_email, maintenance_every_days)
    select 'org-' || lpad(n::text, 5, '0'), 'Customer ' || n || ', Inc.',
      (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + n % 3], 'maintenance@org-' || lpad(n::text, 5, '0') || '.example',
      case when n % 10 = 1 then 30 end
    from generate_series(0, ${ORGANIZATIONS - 1}::integer) n
  `.execute(db);
  await sql`
    insert into environments (id, organization_id, name)
    select id || '-' || name, id, initcap(name) from (select id from organizations) o cross join (values ('production'), ('staging')) e(name)
  `.execute(db);
  await sql`
    insert into contacts (id, organization_id, name, email, roles, environments, wants_optional)
    select 'contact-' || n, org, 'Person ' || n, 'person' || n || '@' || org || '.example',
      case n % 4 when 0 then '{maintenance}' when 1 then '{ops-alert}' when 2 then '{billing}' else '{maintenance,billing}' end::text[],
      case when n % 5 = 0 then array[org || '-production'] end, n % 7 > 0
    from (
      select n, 'org-' || lpad((case when n < ${OF_LARGE.contacts} then 0 else n % ${ORGANIZATIONS}::integer end)::text, 5, '0') as org
      from generate_series(0, ${CONTACTS - 1}::integer) n
    ) c
  `.execute(db);
  await fillResources(db);
  await sql`
    insert into staff (id, name, email, role)
    select 'staff-' || n, 'Colleague ' || n, 'staff' || n || '@provider.example',
      case when n % 2 = 0 then 'account-representative' else 'customer-engineer' end
    from generate_series(0, ${STAFF - 1}::integer) n
  `.execute(db);
  await sql`
    insert into staff_organizations (staff_id, organization_id)
    select 'staff-' || (n * 2 + role) % ${STAFF}::integer, 'org-' || lpad(n::text, 5, '0')
    from generate_series(0, ${ORGANIZATIONS - 1}::integer) n cross join generate_series(0, 1) role
  `.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function fillPlaces(db: Database): Promise<void> {
  await sql`insert into locations (path, parent, name) values ('eu-1', null, 'Europe'), ('us-1', null, 'United States')`.execute(
    db,
  );
  await sql`
    insert into locations (path, parent, name)
    select r.path || '/dc-' || n, r.path, 'Datacenter ' || n from locations r cross join generate_series(1, 4) n
  `.execute(db);
  await sql`
    insert into locations (path, parent, name)
    select path, regexp_replace(path, '/[^/]+$', ''), 'Rack ' || r
    from (select r, ${RACK} as path from generate_series(0, ${RACKS - 1}::integer) r) racks
  `.execute(db);
}

async function fillResources(db: Database): Promise<void> {
  await sql`
    insert into resources (id, organization_id, environment_id, location, kind, name, labels, redundancy_group)
    select 'srv-' || n, org, org || case when n % 4 = 0 then '-staging' else '-production' end, ${RACK},
      case when n % 10000 = 1 then 'mainframe' else (array['server', 'server', 'server', 'database', 'app'])[1 + n % 5] end, 'host-' || n,
      jsonb_build_object('tier', (array['web', 'data', 'batch'])[1 + n % 3], 'os', 'linux'), case when n % 10 < 2 then 'pair-' || n / 10 end
    from (
      select n, n % ${RACKS}::integer as r, 'org-' || lpad((case when n % ${RACKS}::integer < ${OF_LARGE.racks} and n / ${RACKS}::integer < ${OF_LARGE.ofEach} then 0
        else 1 + (n % ${RACKS}::integer * 7 + n / ${RACKS}::integer % 10 * 991) % ${ORGANIZATIONS - 1}::integer end)::text, 5, '0') as org
      from generate_series(0, ${RESOURCES - 1}::integer) n
    ) s
  `.execute(db);
}
