import { sql, type RawBuilder } from 'kysely';

/**
 * What has become of the work on resources (S2), kept with the list of resources that a notice names, because a notice says the
 * same on every attempt and in the proof (T1). The list is an expression of jsonb: an array of objects with `id`.
 */

/** Condition: the window has a work list. */
function hasWork(reference: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from work_plans p where p.window_reference = ${reference})`;
}

/**
 * The list with the `work` on each resource as it is now: nothing of what left the scope, and nothing in lists for staff, whose
 * rows are customers and whose "organization" is a person.
 */
export function withWork(reference: string, organization: RawBuilder<unknown>, list: RawBuilder<unknown>) {
  return sql`case when ${hasWork(reference)} and jsonb_array_length(${list}) > 0 then (
    select jsonb_agg(
      e.r - 'work' || case when w.resource_id is null then '{}' else jsonb_build_object('work', jsonb_build_object(
        'state', w.state, 'by', w.by, 'since', round(extract(epoch from w.since) * 1000), 'attempt', w.attempt
      )) end
      order by e.place
    )
    from jsonb_array_elements(${list}) with ordinality e (r, place)
      left join work w on w.window_reference = ${reference} and w.resource_id = e.r->>'id' and w.organization_id = ${organization}
        and w.cause is distinct from 'out-of-scope'
  ) else ${list} end`;
}

/** The list without it, to compare what the resources are. */
export function withoutWork(reference: string, list: RawBuilder<unknown>) {
  return sql`case when ${hasWork(reference)} then (
    select coalesce(jsonb_agg(e.r - 'work' order by e.place), '[]') from jsonb_array_elements(${list}) with ordinality e (r, place)
  ) else ${list} end`;
}
