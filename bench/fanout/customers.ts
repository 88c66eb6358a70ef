import { sql } from 'kysely';
import type { Database } from '../../store/database/database';

/** The number of servers of each organization, all listed in the mail, and of people, one of whom is told about public work. */
const RESOURCES = 16;
export const PEOPLE = 5;

/**
 * Fills the inventory with the largest number of organizations in `sizes`, in four time zones. Each of `sizes` is a number of
 * organizations a notice can be sent to, with the scope `firstOrganizations`. A public window reaches one person in each, a
 * private one all five.
 */
export async function fillCustomers(db: Database, sizes: readonly number[]): Promise<void> {
  const steps = stepsOf(sizes);
  await sql`insert into locations (path, name) select unnest(${steps.map(locationOf)}::text[]), 'Hall'`.execute(db);
  const number = sql`lpad(i::text, 6, '0')`;
  await sql`
    insert into organizations (id, name, time_zone)
    select 'org-' || ${number}, 'Customer ' || i || ' Ltd',
      (array['Europe/Paris', 'America/New_York', 'Asia/Tokyo', 'Etc/UTC'])[1 + i % 4]
    from generate_series(1, ${steps.at(-1) ?? 0}::integer) i
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
      (select 'eu-1/to-' || min(step) from unnest(${steps}::integer[]) step where step >= substr(o.id, 5)::integer),
      'server', 'web-' || r
    from organizations o, generate_series(1, ${RESOURCES}::integer) r
  `.execute(db);
  await sql`vacuum analyze`.execute(db);
}

/** The scope that affects the first `size` organizations. */
export function firstOrganizations(sizes: readonly number[], size: number): { locations: string[] } {
  const steps = stepsOf(sizes);
  return {
    locations: steps.filter((step) => step <= size).map(locationOf),
  };
}

function stepsOf(sizes: readonly number[]): number[] {
  return [...new Set(sizes)].sort((a, b) => a - b);
}

function locationOf(step: number): string {
  return `eu-1/to-${String(step)}`;
}
