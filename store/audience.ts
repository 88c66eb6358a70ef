import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '../domain/scope';
import type { Database } from './database';
import { toJson } from './json';

/**
 * From a scope to the people to tell (N5, N6, N7), in SQL so that a hundred thousand recipients never pass through this
 * process. domain/scope.ts says what a scope means; this is the one place that carries it out.
 */

/** How many are touched; `recipients` is 0 when nobody could be told. */
export interface AudienceSize {
  readonly organizations: number;
  readonly recipients: number;
  readonly resources: number;
}

/**
 * Common table expressions (no leading `with`) that resolve a scope, a jsonb expression, to `affected` (rows of resources).
 * Explicit resources are always in; locations, kinds and labels narrow each other; a location stands for all below it.
 */
export function affectedResources(scope: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    target as materialized (
      select (scope->>'all')::boolean as everything,
        array(select jsonb_array_elements_text(scope->'resources')) as ids,
        array(select jsonb_array_elements_text(scope->'locations')) as locations,
        array(select jsonb_array_elements_text(scope->'kinds')) as kinds,
        scope->'labels' as labels
      from (select ${scope} as scope) given
    ),
    places as materialized (
      select l.path from locations l, target t
      where exists (select from unnest(t.locations) as p(path) where l.path = p.path or starts_with(l.path, p.path || '/'))
    ),
    affected as materialized (
      select r.* from resources r, target t
      where t.everything
        or r.id = any (t.ids)
        or (
          (cardinality(t.locations) > 0 or cardinality(t.kinds) > 0 or t.labels <> '{}')
          and (cardinality(t.locations) = 0 or r.location in (select path from places))
          and (cardinality(t.kinds) = 0 or r.kind = any (t.kinds))
          and (t.labels = '{}' or exists (
            select from jsonb_each_text(t.labels) as wanted where r.labels->>wanted.key = wanted.value
          ))
        )
    )`;
}

/**
 * Continues `affectedResources` with `touched` (organization_id, environments) and `candidates` (organization_id, recipient,
 * address, name). Told are the central maintenance address and contacts with role `maintenance` or `ops-alert` (N6); in a
 * private window contacts of every role, because no page tells them (N7). A contact bound to environments hears only of
 * work in one of them. An organization where that leaves nobody falls back to all its contacts: none is silently untold.
 */
export function resolvedCandidates(isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    touched as materialized (
      select organization_id, array_agg(distinct environment_id) as environments from affected group by organization_id
    ),
    reachable as (
      select o.id as organization_id, 'organization:' || o.id as recipient, o.maintenance_email as address, o.name,
        true as wanted
      from touched t join organizations o on o.id = t.organization_id
      where o.maintenance_email is not null
      union all
      select c.organization_id, 'contact:' || c.id, c.email, c.name,
        (${isPrivate} or c.roles && array['maintenance', 'ops-alert'])
          and (c.environments is null or c.environments && t.environments)
      from touched t join contacts c on c.organization_id = t.organization_id
    ),
    candidates as (
      select organization_id, recipient, address, name
      from (select *, bool_or(wanted) over (partition by organization_id) as anybody from reachable) r
      where wanted or not anybody
    )`;
}

/**
 * `recipients` from rows like `candidates`: within an organization each address once, whatever its case. A contact wins over
 * the organization's own address, because a person can be thanked, asked and removed by name.
 */
export function distinctRecipients(from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    recipients as materialized (
      select distinct on (organization_id, lower(address)) organization_id, recipient, address, name
      from (${from}) c
      order by organization_id, lower(address), recipient like 'organization:%', recipient
    )`;
}

/** The scope as a jsonb expression. */
export function scopeValue(scope: Scope): RawBuilder<unknown> {
  return sql`${toJson(scope)}::jsonb`;
}

/** How many organizations, people and resources a window with this scope would touch now. */
export async function countAudience(db: Database, scope: Scope, isPrivate: boolean): Promise<AudienceSize> {
  const { rows } = await sql<AudienceSize>`
    with ${affectedResources(scopeValue(scope))},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    ${distinctRecipients(sql`select * from candidates`)}
    select (select count(*) from touched) as organizations,
      (select count(*) from recipients) as recipients,
      (select count(*) from affected) as resources
  `.execute(db);
  return rows[0] ?? { organizations: 0, recipients: 0, resources: 0 };
}

/**
 * What the scope names and the inventory does not have: resource ids, locations, kinds, label keys, in the scope's order.
 * `field` is the place in a body that holds the scope as `scope`: `scope.locations.0`, `scope.labels.tier`.
 */
export async function unknownInScope(db: Database, scope: Scope): Promise<{ field: string; value: string }[]> {
  const { rows } = await sql<{ field: string; value: string }>`
    with named as (
      select 1 as list, 'resources' as field, value, place from unnest(${scope.resources}::text[]) with ordinality n(value, place)
      union all
      select 2, 'locations', value, place from unnest(${scope.locations}::text[]) with ordinality n(value, place)
      union all
      select 3, 'kinds', value, place from unnest(${scope.kinds}::text[]) with ordinality n(value, place)
      union all
      select 4, 'labels', value, place from unnest(${Object.keys(scope.labels)}::text[]) with ordinality n(value, place)
    )
    select 'scope.' || field || '.' || case when field = 'labels' then value else (place - 1)::text end as field, value
    from named
    where case field
      when 'resources' then not exists (select from resources where id = value)
      when 'locations' then not exists (select from locations where path = value)
      when 'kinds' then not exists (select from resources where kind = value)
      else not exists (select from resources where jsonb_exists(labels, value))
    end
    order by list, place
  `.execute(db);
  return rows;
}
