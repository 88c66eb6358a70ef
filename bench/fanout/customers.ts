import { sql } from 'kysely';
import type { Database } from '../../store/database';

/** Every organization has so many servers, 16 of them in the mail's table, and so many people, one of them told of public work. */
const RESOURCES = 16;
const PEOPLE = 5;

/**
 * Fills the inventory: `count` organizations in four time zones. A public window reaches one person each, a private one all
 * five. The first thousand organizations have a rack of their own.
 */
export async function fillCustomers(db: Database, count: number): Promise<void> {
  await sql`
    insert into locations (path, name) values ('eu-1/small', 'Small'), ('eu-1/large', 'Large');
  `.execute(db);
  const number = sql`lpad(i::text, 6, '0')`;
  await sql`
    insert into organizations (id, name, time_zone)
    select 'org-' || ${number}, 'Customer ' || i || ' Ltd',
      (array['Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Etc/UTC'])[1 + i % 4]
    from generate_series(1, ${count}::integer) i
  `.execute(db);
  await sql`insert into environments (id, organization_id, name) select id, id, 'production' from organizations`.execute(
    db,
  );
  await sql`
    insert into contacts (id, organization_id, name, email, roles)
    select o.id || '-' || p, o.id, 'Person ' || p || ' of ' || o.name, 'person-' || p || '@' || o.id || '.customer.example',
      case p when 1 then array['maintenance'] else array['billing'] end
    from organizations o, generate_series(1, ${PEOPLE}::integer) p
  `.execute(db);
  await sql`
    insert into resources (id, organization_id, environment_id, location, kind, name)
    select 'srv-' || o.id || '-' || r, o.id, o.id,
      case when o.id <= 'org-001000' then 'eu-1/small' else 'eu-1/large' end, 'server', 'web-' || r
    from organizations o, generate_series(1, ${RESOURCES}::integer) r
  `.execute(db);
  await sql`analyze`.execute(db);
}
