import { sql, type Transaction } from 'kysely';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { TASK_REASONS } from '../../domain/notices/untold';
import type { Tables } from '../database/tables';
import { ENDED_BY_MAIL, isStillUntold } from './untold';

/**
 * What follows from the notice's deliveries as they stand (N13). Repeating it changes nothing.
 *
 * - Whoever was not reached is a task for a person. It ends when a person ticks it off, or when the notice, or a later one,
 *   was accepted for them; a failure after that opens it again.
 * - Nothing is sent any more to an address that is gone for good. One refusal with a listed code (domain/delivery/reply-class)
 *   says so; words without such a code, and reports about mail that had been accepted, which anybody may write, are believed
 *   when another mail to the same address came to the same. What was before the address was last taken off the list does not count.
 */
export async function recordFailures(trx: Transaction<Tables>, noticeId: number): Promise<void> {
  await sql`
    with failed as (
      select d.*, n.window_reference from deliveries d join notices n on n.id = d.notice_id
      where d.notice_id = ${noticeId} and d.state = 'failed'
    ),
    gone as (
      select lower(f.address) as address, min(f.reply) as reply, min(f.window_reference) as window_reference
      from failed f
        left join lateral (
          select max(l.lifted_at) as at from suppression_lifts l where l.address = lower(f.address)
        ) lifted on true
      where f.refused_about = 'recipient-gone' and f.updated_at > coalesce(lifted.at, '-infinity')
        and (
          f.refused_listed and f.returned_at is null
          or exists (
            select from deliveries o
            where lower(o.address) = lower(f.address) and o.refused_about = 'recipient-gone' and o.state = 'failed'
              and o.id <> f.id and o.updated_at > coalesce(lifted.at, '-infinity')
          )
        )
      group by 1
    ),
    listed as (
      insert into suppressions (address, reason, window_reference)
      select address, reply, window_reference from gone
      on conflict do nothing
    )
    insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
    select window_reference, 'reach-otherwise', organization_id, recipient, reply from failed
    -- nobody owes it to a subscriber of the page to reach them otherwise
    where organization_id <> ${PAGE_ORGANIZATION}
    on conflict (window_reference, kind, organization_id, subject) do update
      set reason = excluded.reason, created_at = now(), done_at = null, done_by = null, note = null
      where staff_tasks.done_at < (
        select max(f.updated_at) from failed f
        where f.organization_id = excluded.organization_id and f.recipient = excluded.subject
      )
  `.execute(trx);
  await endReached(trx, noticeId);
}

/**
 * Tasks about recipients whom this notice has reached, and no later one has failed to reach; and about customers of whom it has
 * reached anybody, where no later one found nobody to tell.
 */
async function endReached(trx: Transaction<Tables>, noticeId: number): Promise<void> {
  await sql`
    update staff_tasks t
    set done_at = now(), done_by = ${ENDED_BY_MAIL}, note = 'their mail server has accepted ' || n.slug || ' since'
    from notices n join deliveries d on d.notice_id = n.id
    where n.id = ${noticeId} and d.state = 'accepted'
      and t.window_reference = n.window_reference and t.organization_id = d.organization_id and t.done_at is null
      and case t.kind
        when 'reach-otherwise' then t.subject = d.recipient and not exists (
          select from notices later join deliveries o on o.notice_id = later.id
          where later.window_reference = n.window_reference and later.sequence > n.sequence
            and o.organization_id = d.organization_id and o.recipient = d.recipient and o.state in ('failed', 'suppressed')
        )
        when 'nobody-to-tell' then not exists (
          select from notices later join notice_untold u on u.notice_id = later.id
          where later.window_reference = n.window_reference and later.sequence > n.sequence
            and u.organization_id = d.organization_id and u.reason = any (${TASK_REASONS}) and ${isStillUntold()}
        )
        else false
      end
  `.execute(trx);
}
