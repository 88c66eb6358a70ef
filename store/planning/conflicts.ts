import { sql, type RawBuilder } from 'kysely';
import { nightsOf, type Conflict, type ConflictKind } from '../../domain/planning';
import type { WindowSpec } from '../../domain/window/types';
import { affectedResources } from '../audience';
import type { Transacting } from '../database';
import { range } from './slots';

/** Names told of each conflict. */
const NAMES = 3;
/** Two windows of one organization nearer than this are worth knowing, where nothing was promised. */
const NEAR_DAYS = 7;
/** Above so many touched organizations only promises are looked at: somebody has a window every week. */
const MANY = 1_000;

interface Row {
  readonly kind: ConflictKind;
  readonly other: string;
  readonly count: number;
  readonly names: string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isBlocking: boolean;
}

/**
 * What the plan of a window collides with (L9): the same resource at the same time, the other members of a redundancy group
 * (in another window or in this one), an organization twice within its period, and blackouts. Work without impact collides
 * with blackouts only. `now` (UTC ms) tells whose nights are still held.
 */
export async function findConflicts(
  trx: Transacting,
  { reference, spec, now }: { reference: string; spec: WindowSpec; now: number },
): Promise<Conflict[]> {
  const nights = nightsOf(spec);
  const mine = sql.join(nights.map((night) => sql`(${range(night)})`));
  const hurts = spec.impact.level !== 'no-impact';
  const { rows } = await sql<Row>`
    with ${affectedResources(spec.scope)},
    mine as (select during from (values ${mine}) as nights(during)),
    touched as materialized (select distinct organization_id from affected),
    ${others(reference, now)},
    at_once as (
      select o.* from others o where ${hurts}::boolean and o.impact <> 'no-impact' and exists (select from mine m where m.during && o.during)
    ),
    grouped as (
      select redundancy_group, count(*) as members from affected where redundancy_group is not null group by redundancy_group
    ),
    partners as (
      select r.* from resources r join grouped g on g.redundancy_group = r.redundancy_group
      where r.id not in (select id from affected)
    ),
    found as (
      select 'resource' as kind, o.window_reference as other, o.during, r.name, true as is_blocking
      from at_once o join affected a on true join resources r on r.id = a.id
      where ${matches(sql`o.scope`, sql`r`)}
      union
      select 'redundancy', o.window_reference, o.during, p.redundancy_group, true
      from at_once o join partners p on ${matches(sql`o.scope`, sql`p`)}
      union
      select 'redundancy', ${reference}, m.during, g.redundancy_group, true
      from grouped g cross join (select during from mine order by lower(during) limit 1) m
      where ${spec.impact.level === 'outage' || spec.impact.level === 'degraded'}::boolean and g.members > 1
      union
      select 'organization', o.window_reference, o.during, g.name, g.maintenance_every_days is not null
      from touched t
        join organizations g on g.id = t.organization_id
        join others o on ${hurts}::boolean and o.impact <> 'no-impact' and exists (
          select from mine m where o.during && tstzrange(
            lower(m.during) - make_interval(days => coalesce(g.maintenance_every_days, ${NEAR_DAYS})),
            upper(m.during) + make_interval(days => coalesce(g.maintenance_every_days, ${NEAR_DAYS})))
        )
      where (g.maintenance_every_days is not null or (select count(*) from touched) <= ${MANY})
        and exists (select from resources r where r.organization_id = g.id and ${matches(sql`o.scope`, sql`r`)})
      union
      select 'blackout', b.id, b.during, g.name, true
      from blackouts b join mine m on m.during && b.during left join organizations g on g.id = b.organization_id
      where b.organization_id is null or b.organization_id in (select organization_id from touched)
    )
    select kind, other, count(name)::integer as count, (array_agg(name order by name))[1:${sql.lit(NAMES)}] as names,
      lower(during) as "startsAt", upper(during) as "endsAt", is_blocking as "isBlocking"
    from found group by kind, other, during, is_blocking
    order by is_blocking desc, kind, lower(during), other
    limit 50
  `.execute(trx);
  return rows.map(({ startsAt, endsAt, names, ...row }) => ({
    ...row,
    names: names.filter((name) => typeof name === 'string'),
    during: { startsAt: startsAt.getTime(), endsAt: endsAt.getTime() },
  }));
}

/** Nights of other windows near enough to matter to anybody; the longest period promised decides how far to look. */
function others(reference: string, now: number): RawBuilder<unknown> {
  return sql`
    reach as (
      select make_interval(days => greatest(${NEAR_DAYS}, coalesce(max(maintenance_every_days), 0))) as far
      from organizations where maintenance_every_days is not null
    ),
    others as materialized (
      select s.window_reference, s.during, s.scope, s.impact
      from window_slots s join mine m on s.during && tstzrange(
        lower(m.during) - coalesce((select far from reach), make_interval(days => ${NEAR_DAYS})),
        upper(m.during) + coalesce((select far from reach), make_interval(days => ${NEAR_DAYS})))
      where s.window_reference <> ${reference} and (s.held_until is null or s.held_until > ${new Date(now)})
    )`;
}

/** Whether a scope kept as JSON takes in the resource; the same meaning as `affectedResources` gives it. */
function matches(scope: RawBuilder<unknown>, r: RawBuilder<unknown>): RawBuilder<boolean> {
  const list = (name: string) => sql`(${scope}->${sql.lit(name)})`;
  return sql<boolean>`(
    (${scope}->>'all')::boolean
    or jsonb_exists(${list('resources')}, ${r}.id)
    or (
      (${list('locations')} <> '[]' or ${list('kinds')} <> '[]' or ${list('labels')} <> '{}')
      and (${list('locations')} = '[]' or exists (
        select from jsonb_array_elements_text(${list('locations')}) l(path)
        where ${r}.location = l.path or starts_with(${r}.location, l.path || '/')
      ))
      and (${list('kinds')} = '[]' or jsonb_exists(${list('kinds')}, ${r}.kind))
      and (${list('labels')} = '{}' or exists (
        select from jsonb_each_text(${list('labels')}) k(key, value) where ${r}.labels->>k.key = k.value
      ))
    )
  )`;
}
