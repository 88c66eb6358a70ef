import { sql, type RawBuilder } from 'kysely';

/** Whether a scope stored as JSON includes the resource; it means the same as `affectedResources`. */
export function matches(scope: RawBuilder<unknown>, r: RawBuilder<unknown>): RawBuilder<boolean> {
  const list = (name: string) => sql`(${scope}->${sql.lit(name)})`;
  return sql<boolean>`(${isNotExcepted(scope, r)} and (
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
  ))`;
}

/** Whether a scope stored as JSON does not leave the resource out, which it can though it names it by id. */
export function isNotExcepted(scope: RawBuilder<unknown>, r: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`not coalesce(jsonb_exists(${scope}->'except', ${r}.id), false)`;
}

/**
 * The locations named by a scope stored as JSON, and '' when it includes resources in any location. Every resource that
 * `matches` accepts is in one of these locations or is named by its id.
 */
export function placesOf(scope: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_array_elements_text(${scope}->'locations' || case
    when (${scope}->>'all')::boolean or (${scope}->'locations' = '[]' and (${scope}->'kinds' <> '[]' or ${scope}->'labels' <> '{}'))
    then '[""]'::jsonb else '[]' end)`;
}
