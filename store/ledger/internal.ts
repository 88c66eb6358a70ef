import { sql, type RawBuilder } from 'kysely';
import { MOST_UNTOLD } from '../../domain/notices/untold';
import { untoldInShort } from '../inventory/untold';
import type { InternalAudience } from '../../domain/notices/notice-row';

/**
 * Notices to the provider's own people (P1, P3, L6, L8), as common table expressions after those of the audience:
 * `staff_recipients`, like recipients, and `staff_lists`, like told_organizations. There the "organization" is the person. The
 * first "resource" is the extent: how many customers are affected, and out of how many. After it come the customers for whom
 * nobody can be told (N13). `window` holds SQL for the point of contact and the impact.
 */
export function internalPeople(
  { roles, pointOfContact, authors }: InternalAudience,
  window: {
    readonly pointOfContact: RawBuilder<unknown>;
    readonly impact: RawBuilder<unknown>;
    /** A jsonb array of the authors meant, as they go on record; null for nobody. */
    readonly authors: RawBuilder<unknown>;
    /** SQL for the addresses, in small letters, of those whom another notice of the same step tells. */
    readonly toldOtherwise?: RawBuilder<unknown>;
  },
): RawBuilder<unknown> {
  return sql`
    internal_people as (
      select 'staff:' || id as person, name, email from staff where role = any (${[...roles]}::text[])
        ${window.toldOtherwise ? sql`and lower(email) not in (${window.toldOtherwise})` : sql``}
      union all
      select 'contact-point', '', ${window.pointOfContact} where ${pointOfContact}::boolean
      union all
      -- a person of the staff is on record by id; somebody else by address, if they have one
      select 'staff:' || id, name, email from staff
      where ${authors !== undefined}::boolean and (id = any (${namesIn(window.authors)}) or lower(email) = any (${namesIn(window.authors)}))
    ),
    staff_recipients as (
      -- somebody with two roles, or who is the point of contact, is told once
      select distinct on (lower(email)) person as organization_id, person as recipient, email as address, name
      from internal_people order by lower(email), person desc
    ),
    named as (
      select jsonb_build_object('id', o.id, 'name', o.name, 'kind', 'customer', 'environment', ${untoldInShort()},
        'location', '', 'impact', ${window.impact}) as one
      from untold u join organizations o on o.id = u.organization_id
      order by o.name, o.id limit ${MOST_UNTOLD}
    ),
    breadth as (
      select jsonb_build_array(jsonb_build_object('id', customers, 'name', customers, 'kind', 'customer', 'environment', '',
        'location', resources || case resources when 1 then ' resource' else ' resources' end,
        'impact', ${window.impact})) || coalesce((select jsonb_agg(named.one order by named.one->>'name') from named), '[]') as list
      from (
        select (select count(*) from touched) || ' of ' || (select count(*) from organizations) || ' customers' as customers,
          (select count(*) from affected) as resources
      ) as counts
    ),
    staff_lists as (
      select r.organization_id,
        jsonb_build_object('id', r.organization_id, 'name', coalesce(nullif(r.name, ''), 'the point of contact'), 'timeZone', 'Etc/UTC',
          'locale', 'en') as organization,
        b.list as resources
      from staff_recipients r cross join breadth b
    )`;
}

/**
 * For `toldOtherwise` of a brief (P5): whoever reads of the step in the list of their customers, if it began one. The list and the
 * brief may be prepared in either order.
 */
export function listedPeople(noticeId: number): RawBuilder<unknown> {
  return sql`
    select lower(s.email) from staff s join staff_organizations so on so.staff_id = s.id
    where so.organization_id in (select organization_id from touched union all select organization_id from earlier_snapshots)
      and exists (
        select from notices brief
          join notices list on list.window_reference = brief.window_reference and list.begun_at = brief.begun_at
        where brief.id = ${noticeId} and brief.kind <> 'brief' and list.kind = 'staff-list'
      )`;
}

function namesIn(names: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array(select jsonb_array_elements_text(coalesce(${names}, '[]'::jsonb)))`;
}
