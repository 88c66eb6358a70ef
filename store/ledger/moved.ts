import { sql, type RawBuilder } from 'kysely';
import type { NoticeRow } from './audience';

/** Customers who move their resources from one window to another hear one word, in the window that these join (S8). */

/** Common table expression `moved_organizations` (organization_id): the customers of what was moved here with the notice's own step. */
export function movedOrganizations({ reference, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`moved_organizations as materialized (
    select distinct a.organization_id from affected a
    where a.id in (
      select id from (
        select event from timeline t
        where t.window_reference = ${reference} and t.type = 'moved-in' and t.sequence < ${sequence}
        order by t.sequence desc limit 1
      ) last cross join lateral jsonb_array_elements_text(last.event->'resources') r(id)
    )
  )`;
}

/**
 * Condition, after `touched`: everything that the customer was last told of here is in another window by their own move. Such a
 * customer was told by that window.
 */
export function hasMovedAway(
  { reference, sequence }: Pick<NoticeRow, 'reference' | 'sequence'>,
  organization: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(
    ${organization} not in (select organization_id from touched)
    and exists (select from moves m where m.from_reference = ${reference} and m.organization_id = ${organization} and ${isInEffect('m')})
    and not exists (
      select from (
        select s.resources from notice_organizations s join notices e on e.id = s.notice_id
        where e.window_reference = ${reference} and e.sequence < ${sequence} and s.organization_id = ${organization}
        order by e.sequence desc limit 1
      ) last cross join lateral jsonb_array_elements(last.resources) r(resource)
      where not ${isMovedAway(sql`${reference}`, sql`r.resource->>'id'`)}
    )
  )`;
}

/** Condition: the customer has moved the resource out of the window, and it has not come back since. Both are expressions. */
function isMovedAway(reference: RawBuilder<unknown>, resource: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from moves m
    where m.from_reference = ${reference} and m.resource_id = ${resource} and ${isInEffect('m')}
      and not exists (
        select from moves b
        where b.to_reference = ${reference} and b.resource_id = m.resource_id and b.number > m.number and ${isInEffect('b')}
      )
  )`;
}

/** The resources that a customer was last told of in a window, without those it has moved away since. Expressions; the list is jsonb. */
export function withoutMoved<T>(
  list: RawBuilder<T>,
  reference: RawBuilder<unknown>,
  organization: string,
): RawBuilder<T> {
  return sql<T>`case when exists (select from moves m where m.from_reference = ${reference} and m.organization_id = ${organization}) then (
    select coalesce(jsonb_agg(item order by place), '[]')
    from jsonb_array_elements(${list}) with ordinality last(item, place)
    where not ${isMovedAway(reference, sql`item->>'id'`)}
  ) else ${list} end`;
}

function isInEffect(move: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${move}.state`)} in ('joined', 'done', 'moved-on')`;
}
