import { sql, type RawBuilder } from 'kysely';
import { isNotExcepted, matches, placesOf } from './scope-match';

/** Two windows of one organization within this many days are reported, where no period was promised. */
export const NEAR_DAYS = 7;
/**
 * Above this number of affected organizations only promised periods are checked, because some organization has a window every
 * week.
 */
const MANY = 1_000;

/**
 * Continues `touched`, `mine` and `others` with `near` (window_reference, during, name, is_promised, organization_id, and from
 * when on it is near no more, free_at): organizations that
 * another window affects within their period (L9). A scope is compared with resources only where it names a location they are
 * in, found by equality, because hundreds of nights lie within a month and nearly all are elsewhere.
 */
export function nearOrganizations(hurts: boolean): RawBuilder<unknown> {
  return sql`
    looked as materialized (
      select g.id, g.name, g.maintenance_every_days is not null as is_promised,
        make_interval(days => coalesce(g.maintenance_every_days, ${NEAR_DAYS})) as far
      from touched t join organizations g on g.id = t.organization_id
      where ${hurts}::boolean and (g.maintenance_every_days is not null or (select count(*) from touched) <= ${MANY})
    ),
    theirs as materialized (
      select r.id, r.organization_id, r.location, r.kind, r.labels
      from resources r join looked g on g.id = r.organization_id
    ),
    their_places as materialized (
      select organization_id, location, array_to_string(parts[:n], '/') as place
      from (select distinct organization_id, location, string_to_array(location, '/') as parts from theirs) t
        cross join lateral unnest(parts) with ordinality as part(name, n)
      union all
      select id, null, '' from looked
    ),
    hurting as materialized (
      select * from others where impact <> 'no-impact'
    ),
    met as (
      select o.window_reference, o.during, s.organization_id
      from hurting o cross join lateral ${placesOf(sql`o.scope`)} p(place) join their_places s on s.place = p.place
      where exists (
        select from theirs r
        where r.organization_id = s.organization_id and (s.location is null or r.location = s.location)
          and ${matches(sql`o.scope`, sql`r`)}
      )
      union
      select o.window_reference, o.during, r.organization_id
      from hurting o cross join lateral jsonb_array_elements_text(o.scope->'resources') i(id) join theirs r on r.id = i.id
      where ${isNotExcepted(sql`o.scope`, sql`r`)}
    ),
    near as (
      select m.window_reference, m.during, g.name, g.is_promised, g.id as organization_id, upper(m.during) + g.far as free_at
      from met m join looked g on g.id = m.organization_id
      where exists (
        select from mine where m.during && tstzrange(lower(mine.during) - g.far, upper(mine.during) + g.far)
      )
    )`;
}
