import { sql, type RawBuilder } from 'kysely';
import { nightsOf, takesOneAtATime, type Conflict, type ConflictKind } from '../../domain/planning/conflicts';
import { brokenPlaceRules } from '../../domain/planning/place-hours';
import type { PlaceRule } from '../../domain/planning/place-rule';
import type { Scope } from '../../domain/planning/scope';
import type { WindowSpec } from '../../domain/window/types';
import { affectedResources } from '../inventory/audience';
import type { Transacting } from '../database/database';
import { NEAR_DAYS, nearOrganizations } from './near';
import { matches } from './scope-match';
import { range } from './slots';

/** The maximum number of names listed for each conflict. */
const NAMES = 3;

interface Row {
  readonly kind: ConflictKind;
  readonly other: string;
  readonly count: number;
  readonly names: string[];
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isBlocking: boolean;
  readonly freeAt: Date;
}

/** The plan to check; `now` (UTC ms) decides which reservations have expired. */
export interface Looked {
  readonly reference: string;
  readonly spec: WindowSpec;
  readonly now: number;
  /** The rules of places that the window was opened with (P6). */
  readonly places?: readonly PlaceRule[] | undefined;
}

/**
 * The conflicts of a window's plan (L9): the same resource at the same time, other members of a redundancy group (in another
 * window or in this one), an organization twice within its period, blackouts, and rules of places. Work without impact conflicts
 * with blackouts only.
 */
export async function findConflicts(trx: Transacting, plan: Looked): Promise<Conflict[]> {
  // the planner overestimates JSON by far, and would spend longer on JIT compilation than on the query
  await sql`select set_config('jit', 'off', true)`.execute(trx);
  const { rows } = await conflictsQuery(plan).execute(trx);
  const collisions = rows.map(({ startsAt, endsAt, freeAt, names, ...row }) => ({
    ...row,
    freeAt: freeAt.getTime(),
    names: names.filter((name) => typeof name === 'string'),
    during: { startsAt: startsAt.getTime(), endsAt: endsAt.getTime() },
  }));
  return [...collisions, ...(await brokenInPlaces(trx, plan))];
}

/** The rules of places that the plan breaks where it touches something. */
async function brokenInPlaces(trx: Transacting, { reference, spec, places = [] }: Looked): Promise<Conflict[]> {
  const broken = spec.impact.level === 'no-impact' ? [] : brokenPlaceRules(places, nightsOf(spec));
  const isNamed = broken.some(({ rule: { location } }) => location !== undefined);
  const touched = isNamed ? await touchedPlaces(trx, spec.scope) : new Set();
  return broken
    .filter(({ rule: { location } }) => location === undefined || touched.has(location))
    .map(({ kind, rule, text, night, freeAt }) => ({
      ...{ kind, other: reference, count: 1, names: [text], during: night },
      ...{ isBlocking: rule.refuses, freeAt },
    }));
}

/** The places in which something of the scope is, those around it included. */
async function touchedPlaces(trx: Transacting, scope: Scope): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ location: string }>`
    with ${affectedResources(scope)} select distinct location from affected
  `.execute(trx);
  return new Set(rows.flatMap(({ location }) => withThoseAround(location)));
}

/** `eu-1/dc-1` → `eu-1`, `eu-1/dc-1`. */
function withThoseAround(location: string): string[] {
  const parts = location.split('/');
  return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

/** The query behind findConflicts, also for `explain` in tests. */
export function conflictsQuery(plan: Looked): RawBuilder<Row> {
  const { reference, spec } = plan;
  return sql<Row>`
    with ${collisions(plan)},
    found as (
      select 'resource' as kind, o.window_reference as other, o.during, r.name, true as is_blocking, upper(o.during) as free_at
      from at_once o join hit r on ${matches(sql`o.scope`, sql`r`)}
      union
      select 'redundancy', o.window_reference, o.during, p.redundancy_group, true, upper(o.during)
      from at_once o join partners p on ${matches(sql`o.scope`, sql`p`)}
      union
      select 'redundancy', ${reference}, m.during, g.redundancy_group, ${!takesOneAtATime(spec)}::boolean, upper(m.during)
      from grouped g cross join (select during from mine order by lower(during) limit 1) m
      where ${cutsOff(spec)}::boolean and g.members > 1
      union
      select 'organization', window_reference, during, name, is_promised, free_at from near
      union
      select 'blackout', b.id, b.during, g.name, true, upper(b.during)
      from blackouts b join mine m on m.during && b.during left join organizations g on g.id = b.organization_id
      where b.organization_id is null or b.organization_id in (select organization_id from touched)
    )
    select kind, other, count(name)::integer as count, (array_agg(name order by name))[1:${sql.lit(NAMES)}] as names,
      lower(during) as "startsAt", upper(during) as "endsAt", is_blocking as "isBlocking", max(free_at) as "freeAt"
    from found group by kind, other, during, is_blocking
    order by is_blocking desc, kind, lower(during), other
    limit 50
  `;
}

/** More than one member of a redundancy group taken by one window matters where customers would see it. */
export function cutsOff({ impact: { level } }: WindowSpec): boolean {
  return level === 'outage' || level === 'degraded';
}

/**
 * Common table expressions for what a plan collides with: `affected`, `mine` (nights), `touched`, `near`, `at_once` (plans of the
 * same time), `grouped` (redundancy groups), `hit` (resources) and `partners` (members of the groups that the plan leaves).
 */
export function collisions({ reference, spec, now }: Looked): RawBuilder<unknown> {
  const nights = nightsOf(spec);
  const mine = sql.join(nights.map((night) => sql`(${range(night)})`));
  const hurts = spec.impact.level !== 'no-impact';
  return sql`
    ${affectedResources(spec.scope)},
    mine as (select during from (values ${mine}) as nights(during)),
    touched as materialized (select distinct organization_id from affected),
    ${others(reference, now)},
    ${nearOrganizations(hurts)},
    at_once as (
      select o.* from others o where ${hurts}::boolean and o.impact <> 'no-impact' and exists (select from mine m where m.during && o.during)
    ),
    grouped as (
      select redundancy_group, count(*) as members from affected where redundancy_group is not null group by redundancy_group
    ),
    hit as materialized (
      select r.* from affected a join resources r on r.id = a.id
    ),
    partners as materialized (
      select r.* from resources r join grouped g on g.redundancy_group = r.redundancy_group
      where not exists (select from affected a where a.id = r.id)
    )`;
}

/** Nights of other windows close enough to matter; the longest period promised decides how far to search. */
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
