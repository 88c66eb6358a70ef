import { sql, type RawBuilder } from 'kysely';
import type { NoticeKind } from '../../domain/notice';
import { INTERNAL_AUDIENCES } from '../../domain/staff-roles';

/**
 * Notices to the provider's own people (P1, P3, L6, L8), as common table expressions after those of the audience:
 * `staff_recipients`, like recipients, and `staff_lists`, like told_organizations, where the "organization" is the person and
 * the only "resource" is the breadth: how many customers, and how many of all.
 */
export function internalPeople({ reference, kind }: { reference: string; kind: NoticeKind }): RawBuilder<unknown> {
  const { roles, pointOfContact } = INTERNAL_AUDIENCES[kind] ?? { roles: [], pointOfContact: false };
  return sql`
    internal_people as (
      select 'staff:' || id as person, name, email from staff where role = any (${[...roles]}::text[])
      union all
      select 'contact-point', '', view->'spec'->>'pointOfContact' from windows
      where reference = ${reference} and ${pointOfContact}::boolean
    ),
    staff_recipients as (
      -- somebody with two roles, or who is the point of contact, is told once
      select distinct on (lower(email)) person as organization_id, person as recipient, email as address, name
      from internal_people order by lower(email), person desc
    ),
    breadth as (
      select jsonb_build_array(jsonb_build_object('id', 'breadth', 'kind', 'customer', 'environment', 'affected',
        'name', (select count(*) from touched) || ' of ' || (select count(*) from organizations) || ' customers',
        'location', (select count(*) from affected) || ' resources',
        'impact', (select view->'spec'->'impact'->>'level' from windows where reference = ${reference}))) as list
    ),
    staff_lists as (
      select r.organization_id,
        jsonb_build_object('id', r.organization_id, 'name', coalesce(nullif(r.name, ''), 'the point of contact'), 'timeZone', 'Etc/UTC',
          'locale', 'en') as organization,
        b.list as resources
      from staff_recipients r cross join breadth b
    )`;
}
