import { sql, type RawBuilder } from 'kysely';
import type { NoticeRow } from './audience';

/**
 * Common table expression `failed_organizations` (organization_id): the customers with an affected resource whose work has failed
 * (S2), unless an earlier notice of the same kind tells them of that very attempt.
 */
export function failedOrganizations({ reference, kind, sequence }: NoticeRow): RawBuilder<unknown> {
  const earlier = sql`select from notices e where e.window_reference = ${reference} and e.kind = ${kind} and e.sequence < ${sequence}`;
  const asked = sql`jsonb_build_array(
    jsonb_build_object('id', w.resource_id, 'work', jsonb_build_object('state', w.state, 'attempt', w.attempt))
  )`;
  return sql`failed_organizations as materialized (
    select distinct w.organization_id from work w join affected a on a.id = w.resource_id and a.organization_id = w.organization_id
    where w.window_reference = ${reference} and w.state = 'failed'
      and not exists (${earlier} and exists (
        select from notice_organizations s
        where s.notice_id = e.id and s.organization_id = w.organization_id and s.resources @> ${asked} and exists (
          select from deliveries d where d.notice_id = e.id and d.organization_id = w.organization_id and d.state <> 'superseded'
        )
      ))
  )`;
}
