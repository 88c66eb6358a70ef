import { sql, type RawBuilder } from 'kysely';

/** Whether a person of the staff, table `s`, is the owner of a measure, table `m`: by id, address or name. */
export const OWNS: RawBuilder<boolean> = sql<boolean>`(
  s.id = m.owner or lower(s.email) = lower(m.owner) or lower(s.name) = lower(m.owner)
)`;

/** Above this number it would be a mass mailing. */
const MOST_PEOPLE = 10;

/**
 * A lateral query of measure `m`: the `recipient` of each mail about it. Its owner; where nobody by that name has an address, as of a
 * team, the window's point of contact. Once it is late whoever is escalated to, too. Each address once.
 */
export function peopleToTell(isLate: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with contact as (
      select 'contact-point' as recipient, view->'spec'->>'pointOfContact' as address from windows where reference = m.window_reference
    ),
    owners as (
      select 'staff:' || s.id as recipient, s.email as address from staff s where ${OWNS}
      union all
      select 'owner', m.owner where m.owner like '%_@_%'
    ),
    people as (
      select recipient, address, 1 as rank from owners
      union all
      select recipient, address, 2 from contact where ${isLate} or not exists (select from owners)
      union all
      select 'staff:' || s.id, s.email, 3 from staff s where s.role = 'escalation' and ${isLate}
    ),
    once as (
      select distinct on (lower(address)) recipient, rank from people order by lower(address), rank, recipient desc
    )
    select recipient from once order by rank, recipient limit ${MOST_PEOPLE}
  )`;
}
