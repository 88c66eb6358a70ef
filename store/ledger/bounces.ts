import { sql, type Transaction } from 'kysely';
import { TASK_REASONS } from '../../domain/notices/untold';
import type { Tables } from '../database/tables';
import { ENDED_BY_MAIL, isStillUntold } from './untold';
import { isNoPage } from './page-organizations';

/**
 * Follows up on the notice's deliveries (N13). Repeating it changes nothing.
 *
 * - A recipient who was not reached becomes a task for a person. The task ends when somebody completes it, or when this notice
 *   or a later one was accepted for that recipient; a later failure opens it again.
 * - An address that no longer exists is suppressed. One refusal with a listed code (domain/delivery/reply-class) is enough. A
 *   refusal without such a code, or a report about mail that had been accepted, which anybody could forge, counts only when
 *   another mail to the same address had the same result. Refusals from before the suppression was last lifted do not count.
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
    -- nobody has to reach a subscriber of the page in another way
    where ${isNoPage(sql`organization_id`)}
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
 * Ends tasks about recipients whom this notice has reached, unless a later notice failed for them; and tasks about customers of
 * whom it has reached anybody, unless a later notice found nobody to tell.
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
