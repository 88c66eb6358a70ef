import { sql } from 'kysely';
import type { OpenWork, ResourceEventType } from '../../domain/work/resource-event';
import type { WorkBy, WorkState } from '../../domain/work/states';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { isOver } from './conditions';
import { follows, isSameWork } from './same-work';

/** What the platform reports of a resource (S3). Instants are UTC ms. */
export interface ReportedEvent {
  readonly resourceId: string;
  /** The platform's own, the same in every repetition: A–Z, a–z, 0–9 and `._:-`. */
  readonly id: string;
  readonly type: ResourceEventType;
  readonly at: number;
  /** Who reports, on record (T5). */
  readonly who: string;
  readonly now: number;
}

/** What `who` of the work begins with; ids hold no blanks, so that no other event has the same. */
const recordedAs = ({ id }: Pick<ReportedEvent, 'id'>) => `event ${id} `;

/** Jobs `j` that an executor was asked for on the resource of row `m`, and may have been at work at `at`; not those of `m` itself. */
const otherJobAt = (m: string, at: number) => {
  const when = sql`${new Date(at)}::timestamptz`;
  const row = sql.raw(m);
  return sql<boolean>`(
    j.resource_id = ${row}.resource_id and j.key is distinct from ${row}.job_key and j.begun_at <= ${when}
    and (j.state in ('running', 'unknown') or j.ended_at >= ${when})
  )`;
};

/**
 * Completes what the event covers, in one statement: the work on the resource that is due, failed or unknown, in windows that are
 * announced and not over; and the same work of other windows. A repetition changes nothing. `whyNotCompleted` in domain/work has
 * the same rules with their words.
 */
export async function completeByEvent(db: Database, event: ReportedEvent): Promise<void> {
  const at = sql`${new Date(event.at)}::timestamptz`;
  const who = oneLine(`${recordedAs(event)}(${event.type}) of ${event.who}`, 200);
  await sql`
    with open as materialized (
      select w.* from work w
      where w.resource_id = ${event.resourceId} and ${follows('w')}
      order by w.window_reference
      for update of w
    ),
    mine as materialized (
      select o.* from open o join windows on windows.reference = o.window_reference left join work_jobs own on own.key = o.job_key
      where windows.announced_at <= ${at} and not ${isOver}
        and case o.state
          when 'unknown' then coalesce(own.begun_at, o.since) <= ${at}
          else o.state in ('due', 'failed') and o.since <= ${at}
        end
        and not exists (select from work_jobs j where ${otherJobAt('o', event.at)})
    ),
    closed as (
      update work_jobs j set holds_group = false, state = 'done' from mine m
      where j.key = m.job_key and j.state in ('failed', 'unknown')
    )
    update work w set state = 'done', by = 'platform', who = ${who}, cause = null, since = ${new Date(event.now)}::timestamptz
    from mine m where ${isSameWork('w', 'm')} and ${follows('w')}
  `.execute(db);
}

/** Whether the inventory has it. */
export async function isResource(db: Database, id: string): Promise<boolean> {
  return (await db.selectFrom('resources').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

/** The windows whose work on the resource the event has completed, at this or an earlier report. */
export async function completedByEvent(db: Database, event: ReportedEvent): Promise<string[]> {
  const { rows } = await sql<{ window_reference: string }>`
    select w.window_reference from work w
    where w.resource_id = ${event.resourceId} and w.state = 'done' and w.by = 'platform' and starts_with(w.who, ${recordedAs(event)})
    order by w.window_reference
  `.execute(db);
  return rows.map(({ window_reference }) => window_reference);
}

/** The work on a resource that is not at its end, of windows that are not over, as it has to do with something at `at` (UTC ms). */
export async function openWorkOn(db: Database, resourceId: string, at: number): Promise<OpenWork[]> {
  const { rows } = await sql<{
    window_reference: string;
    state: WorkState;
    by: WorkBy | null;
    since: Date;
    announced_at: Date | null;
    begun_at: Date | null;
    other: string | null;
  }>`
    select w.window_reference, w.state, w.by, w.since, windows.announced_at, own.begun_at,
      (select min(j.window_reference) from work_jobs j where ${otherJobAt('w', at)}) as other
    from work w join windows on windows.reference = w.window_reference left join work_jobs own on own.key = w.job_key
    where w.resource_id = ${resourceId} and ${follows('w')} and not ${isOver}
    order by w.window_reference
  `.execute(db);
  return rows.map((row) => ({
    reference: row.window_reference,
    state: row.state,
    by: row.by ?? undefined,
    since: row.since.getTime(),
    announcedAt: row.announced_at?.getTime(),
    begunAt: row.begun_at?.getTime(),
    duringWorkOf: row.other ?? undefined,
  }));
}
