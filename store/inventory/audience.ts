import { sql, type RawBuilder } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import type { UntoldCustomers, UntoldReason } from '../../domain/notices/untold';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import { UNTOLD_COLUMNS, untoldOrganizations } from './untold';

/**
 * Resolves a scope to the people to tell (N5, N6, N7). It does so in SQL, so that a hundred thousand recipients never pass
 * through this process. domain/planning/scope.ts defines what a scope means; this file is its only implementation.
 */

/**
 * How much is affected, and the customers for whom nobody can be told (N13); `recipients` is 0 when nobody could be told at
 * all.
 */
export interface AudienceSize extends UntoldCustomers {
  readonly organizations: number;
  readonly recipients: number;
  readonly resources: number;
}

/**
 * A common table expression (without a leading `with`): `affected`, the resources of a scope, each once. Explicit resources are
 * always included, excepted ones never; locations, kinds and labels narrow each other; a location includes everything below it. Only the fields the
 * scope uses become conditions, and resources named by id are a query of their own: one condition for all cases would make the
 * planner read the whole table every time. With `owners`, only resources of these organizations.
 */
export function affectedResources(scope: Scope, owners?: readonly string[]): RawBuilder<unknown> {
  return sql`affected as materialized (${resourcesOf(scope, COLUMNS, owners)})`;
}

const COLUMNS = sql`r.id, r.organization_id, r.environment_id, r.location, r.kind, r.name, r.redundancy_group`;

/** The same as a query of those columns of `r`. */
function resourcesOf(scope: Scope, columns: RawBuilder<unknown>, owners?: readonly string[]): RawBuilder<unknown> {
  const conditions = conditionsOf(scope);
  const ids = sql`${scope.resources}::text[]`;
  const branches = [
    ...(scope.all ? [sql`true`] : []),
    ...(scope.resources.length > 0 ? [sql`r.id = any (${ids})`] : []),
    ...(conditions.length > 0 ? [sql`${sql.join(conditions, sql` and `)} and r.id <> all (${ids})`] : []),
  ];
  const { except = [] } = scope;
  const isLeft = except.length === 0 ? sql`` : sql`and r.id <> all (${except}::text[])`;
  const isTheirs = owners === undefined ? sql`` : sql`and r.organization_id = any (${owners}::text[])`;
  const selected = branches.map(
    (branch) => sql`select ${columns} from resources r where ${branch} ${isLeft} ${isTheirs}`,
  );
  return sql.join(selected, sql` union all `);
}

function conditionsOf({ locations, kinds, labels }: Scope): RawBuilder<unknown>[] {
  const wanted = Object.entries(labels).map(([key, value]) => toJson({ [key]: value }));
  return [
    ...(locations.length > 0 ? [isIn(widest(locations))] : []),
    ...(kinds.length > 0 ? [sql`r.kind = any (${kinds}::text[])`] : []),
    ...(wanted.length > 0 ? [sql`r.labels @> any (${wanted}::jsonb[])`] : []),
  ];
}

/** The locations without those that lie inside another one of the list. */
function widest(locations: readonly string[]): string[] {
  const named = new Set(locations);
  return [...named].filter((path) => {
    const parts = path.split('/');
    return !parts.some((_, i) => i > 0 && named.has(parts.slice(0, i).join('/')));
  });
}

/** The location itself, or one that begins with it and a slash. "0" is the character after "/", whatever the collation. */
function isIn(places: readonly string[]): RawBuilder<unknown> {
  const below = places.map((path) => sql`r.location ~>=~ ${`${path}/`} and r.location ~<~ ${`${path}0`}`);
  return sql`(r.location = any (${places}::text[]) or ${sql.join(below, sql` or `)})`;
}

/**
 * Continues `affectedResources` with `touched` (organization_id, environments) and `candidates` (organization_id, recipient,
 * address, name). Candidates are the central maintenance address and contacts with role `maintenance` or `ops-alert` (N6). For
 * a private window they are contacts of every role, because no page shows the window (N7). A contact bound to environments is a
 * candidate only for work in one of them. When that leaves an organization with nobody, all its contacts are candidates, so
 * that no organization is left out silently.
 */
export function resolvedCandidates(isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    ${touchedPeople(isPrivate)},
    candidates as (
      select organization_id, recipient, address, name
      from (select *, bool_or(wanted) over (partition by organization_id) as anybody from reachable) r
      where wanted or not anybody
    )`;
}

/** The beginning of it: whose resources they are, and everybody there is with whether they are `wanted`. */
function touchedPeople(isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    touched as materialized (
      select organization_id, array_agg(environment_id) as environments
      from (select distinct organization_id, environment_id from affected) places
      group by organization_id
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
    )`;
}

/**
 * `winners` and the subset `recipients`, from rows like `candidates`: each address once within an organization, ignoring case.
 * A contact takes precedence over the organization's own address, because a person can be addressed and removed individually.
 * `wanted` is a condition that is applied after that choice, so that somebody who opted out does not get the notice through the
 * other entry.
 */
export function distinctRecipients(
  from: RawBuilder<unknown>,
  wanted: RawBuilder<unknown> = sql`true`,
): RawBuilder<unknown> {
  return sql`
    winners as materialized (
      select one.*, ${wanted} as wanted from (
        select distinct on (organization_id, lower(address)) organization_id, recipient, address, name
        from (${from}) c
        order by organization_id, lower(address), recipient like 'organization:%', recipient
      ) one
    ),
    recipients as not materialized (
      select organization_id, recipient, address, name from winners where wanted
    )`;
}

/**
 * Common table expressions (without a leading `with`) to count an audience: `people` (organization_id, address: in lower case), each candidate of
 * each organization once, and `touched` and `untold` as above. Resources are counted as they are read and people by their addresses, which takes
 * a third of the time of listing them: a scope can be everything.
 */
export function countedPeople(scope: Scope, isPrivate: boolean): RawBuilder<unknown> {
  return sql`
    affected as materialized (
      select organization_id, environment_id, count(*) as resources
      from (${resourcesOf(scope, sql`r.organization_id, r.environment_id`)}) r group by 1, 2
    ),
    ${touchedPeople(sql`${isPrivate}::boolean`)},
    addresses as materialized (
      select organization_id, lower(address) as address, bool_or(wanted) as wanted from reachable group by 1, 2
    ),
    reached as (select organization_id, bool_or(wanted) as anybody from addresses group by 1),
    people as materialized (
      select a.organization_id, a.address from addresses a join reached r on r.organization_id = a.organization_id
      where a.wanted or not r.anybody
    ),
    ${untoldOrganizations({ people: sql`select organization_id, address, true as wanted from people` })}`;
}

/** How many organizations, people and resources a window with this scope would affect now. */
export async function countAudience(db: Database, scope: Scope, isPrivate: boolean): Promise<AudienceSize> {
  const { rows } = await sql<AudienceSize>`
    with ${countedPeople(scope, isPrivate)}
    select (select count(*) from touched) as organizations,
      (select count(*) from people) as recipients,
      (select coalesce(sum(resources), 0)::bigint from affected) as resources,
      ${UNTOLD_COLUMNS}
  `.execute(db);
  return rows[0] ?? { organizations: 0, recipients: 0, resources: 0, untoldCount: 0, untold: [] };
}

/** Why nobody can be told for that organization (N13); undefined when somebody can, or it has nothing in the scope. */
export async function untoldReason(
  db: Database,
  scope: Scope,
  isPrivate: boolean,
  organizationId: string,
): Promise<UntoldReason | undefined> {
  const { rows } = await sql<{ reason: UntoldReason }>`
    with ${affectedResources(scope)},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    ${untoldOrganizations()}
    select reason from untold where organization_id = ${organizationId}
  `.execute(db);
  return rows[0]?.reason;
}

/**
 * What the scope names but the inventory does not have: resource ids, locations, kinds, label keys, in the order of the scope.
 * `field` is the path in a request body that holds the scope as `scope`: `scope.locations.0`, `scope.labels.tier`.
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
      union all
      select 5, 'except', value, place from unnest(${scope.except ?? []}::text[]) with ordinality n(value, place)
    )
    select 'scope.' || field || '.' || case when field = 'labels' then value else (place - 1)::text end as field, value
    from named
    where case field
      when 'resources' then not exists (select from resources where id = value)
      when 'except' then not exists (select from resources where id = value)
      when 'locations' then not exists (select from locations where path = value)
      when 'kinds' then not exists (select from resources where kind = value)
      -- no index finds a key alone: the whole table is read only when no resource has the key with the given value
      else not exists (
          select from resources where labels @> jsonb_build_object(value, ${toJson(scope.labels)}::jsonb->value)
        )
        and not exists (select from resources where jsonb_exists(labels, value))
    end
    order by list, place
  `.execute(db);
  return rows;
}

/** Whether the scope takes in resources of other organizations than these. */
export async function affectsOthers(db: Database, scope: Scope, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ hasOthers: boolean }>`
    with ${affectedResources(scope)}
    select exists (select from affected where organization_id <> all (${ids}::text[])) as "hasOthers"
  `.execute(db);
  return rows[0]?.hasOthers ?? false;
}
