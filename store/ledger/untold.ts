import { sql, type RawBuilder } from 'kysely';
import { TASK_REASONS, UNTOLD_REASONS, untoldTask } from '../../domain/notices/untold';
import type { NoticeRow } from './audience';

/**
 * For a notice to customers, common table expressions that end with a comma: records the organizations it is meant for but
 * cannot reach (N13), with one task for each window and organization, for the staff responsible for that customer (see isTaskOf
 * in tasks.ts). There is none where this notice holds suppressed deliveries for them, because each of those is a task. A new
 * revision or another reason opens a completed task again, as with staff lists (N12). So does losing a customer that mail had
 * reached meanwhile.
 */
export function writeUntold(notice: NoticeRow): RawBuilder<unknown> {
  return sql`
    untold_written as (
      insert into notice_untold (notice_id, organization_id, organization, resources, reason)
      select ${notice.id}::bigint, u.organization_id, s.organization, s.resources, u.reason
      from untold u join snapshots s on s.organization_id = u.organization_id
    ),
    untold_tasks as (
      insert into staff_tasks as known (window_reference, kind, organization_id, subject, reason)
      select ${notice.reference}::text, 'nobody-to-tell', u.organization_id, 'organization:' || u.organization_id,
        o.name || ': ' || case u.reason ${wordsByReason(notice)} end
      from untold u join organizations o on o.id = u.organization_id
      where u.reason = any (${TASK_REASONS})
        and not exists (select from deliveries_written d where d.organization_id = u.organization_id)
      on conflict (window_reference, kind, organization_id, subject) do update
        set reason = excluded.reason, created_at = case when known.done_at is null then known.created_at else now() end,
          done_at = null, done_by = null, note = null
        where known.reason <> excluded.reason or known.done_by = ${ENDED_BY_MAIL}
    ),`;
}

/** `done_by` of a task that an accepted mail has ended. */
export const ENDED_BY_MAIL = 'forewarn';

function wordsByReason({ reference, revision }: NoticeRow): RawBuilder<unknown> {
  const cases = UNTOLD_REASONS.map(
    (reason) => sql`when ${reason} then ${untoldTask(reason, reference, revision)}::text`,
  );
  return sql.join(cases, sql` `);
}

/**
 * A condition on the row `u` of notice_untold: the notice has no deliveries for that organization except suppressed ones. A
 * delivery that was sent again on request counts.
 */
export function isStillUntold(): RawBuilder<boolean> {
  return sql<boolean>`not exists (
    select from deliveries x
    where x.notice_id = u.notice_id and x.organization_id = u.organization_id and x.state <> 'suppressed'
  )`;
}

/** How many organizations nobody can be told for, and how many asked not to be mailed, of the notice with this id. */
export function untoldCounts(noticeId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select count(*) filter (where u.reason = any (${TASK_REASONS})) as untold,
      count(*) filter (where u.reason <> all (${TASK_REASONS})) as "optedOut"
    from notice_untold u where u.notice_id = ${noticeId} and ${isStillUntold()}`;
}
