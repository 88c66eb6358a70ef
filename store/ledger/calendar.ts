import { sql, type RawBuilder } from 'kysely';
import type { NoticeRow } from './audience';
import { withoutWork } from './told-work';

/**
 * Continues the common table expressions of the audience with `calendar_revisions`: told_organizations with the SEQUENCE of
 * each organization's calendar event and the instant of its last change. When the notice says the same as the previous one
 * about the same resources, the event is repeated unchanged (RFC 5546 §2.1.4). Otherwise its SEQUENCE becomes this notice's
 * sequence in the window, which only increases. It also increases while an earlier notice is not prepared yet, because that one
 * may have changed something.
 */
export function calendarRevisions({ id, reference, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`
    calendar_now as (
      select n.sequence, n.begun_at, n.calendar_key,
        exists (
          select from notices e
          where e.window_reference = ${reference} and e.sequence < ${sequence} and e.calendar_key is not null
            and e.prepared_at is null and e.state = 'under-way'
        ) as is_hasty
      from notices n where n.id = ${id}
    ),
    calendar_before as (
      select distinct on (s.organization_id) s.organization_id, s.resources, s.calendar_sequence, s.calendar_revised_at,
        e.calendar_key
      from notices e join notice_organizations s on s.notice_id = e.id
      where e.window_reference = ${reference} and e.sequence < ${sequence} and e.calendar_key is not null
      order by s.organization_id, e.sequence desc
    ),
    calendar_revisions as (
      select o.organization_id, o.organization, o.resources,
        case when same.yes then b.calendar_sequence else now.sequence end as sequence,
        case when same.yes then coalesce(b.calendar_revised_at, now.begun_at) else now.begun_at end as revised_at
      from told_organizations o
        cross join calendar_now now
        left join calendar_before b on b.organization_id = o.organization_id
        cross join lateral (
          select coalesce(not now.is_hasty and b.calendar_key = now.calendar_key
            and ${withoutWork(reference, sql`b.resources`)} = ${withoutWork(reference, sql`o.resources`)}, false) as yes
        ) same
    )`;
}
