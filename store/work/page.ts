import { sql } from 'kysely';
import type { ClaimedWork, WorkCounts, WorkPage } from '../../activities/ports/work';
import type { WorkItem } from '../../domain/work/item';
import { WORK_STATE_NAMES, type SkipCause, type WorkBy, type WorkState } from '../../domain/work/states';
import type { Database } from '../database/database';
import { toClaimed, type ClaimedRow } from './claimed';

/** What the runner reads of a window's work (S2). */

export interface ItemRow {
  readonly window_reference: string;
  readonly resource_id: string;
  readonly kind: string;
  readonly environment: string | null;
  readonly redundancy_group: string | null;
  readonly work_key: string | null;
  readonly state: WorkState;
  readonly by: WorkBy | null;
  readonly who: string | null;
  readonly cause: SkipCause | null;
  readonly attempt: number;
  readonly since: Date;
}

/** So many times as many rows as a batch are looked through for one of each redundancy group. */
const NEAR = 20;

/**
 * What the next batch is decided from: everything the window has taken, at most `limit` that are due, in the order of the work,
 * one of each redundancy group and none of a group that something holds; and when nothing else is due, one that is held with what
 * holds it, so that the reason can be told.
 */
export async function workPage(db: Database, reference: string, limit: number): Promise<WorkPage> {
  const { rows } = await sql<ItemRow>`
    with near as materialized (
      select w.* from work w
      where w.window_reference = ${reference} and w.state = 'due' and (w.redundancy_group is null or not exists (
        select from work_jobs j where j.holds_group and j.redundancy_group = w.redundancy_group and j.resource_id <> w.resource_id
      ))
      order by w.place, w.resource_id collate "C" limit ${limit * NEAR}
    ),
    firsts as materialized (
      select window_reference, resource_id from (
        select n.*, row_number() over (partition by coalesce(redundancy_group, ' ' || resource_id)
          order by place, resource_id collate "C") as of_group
        from near n
      ) n where of_group = 1 order by place, resource_id collate "C" limit ${limit}
    ),
    waiting as materialized (
      select window_reference, resource_id, redundancy_group from work
      where window_reference = ${reference} and state = 'due' and not exists (select from firsts) limit 1
    ),
    shown as (
      select window_reference, resource_id from firsts
      union select window_reference, resource_id from waiting
      union select window_reference, resource_id from work
        where window_reference = ${reference} and state in ('claimed', 'running', 'unknown')
      union select j.window_reference, j.resource_id from work_jobs j join waiting x on j.redundancy_group = x.redundancy_group where j.holds_group
    )
    select ${itemColumns}
    from shown join work w using (window_reference, resource_id) left join environments e on e.id = w.environment_id
    order by w.place, w.resource_id collate "C"
  `.execute(db);
  return { items: rows.map(toItem) };
}

/** Of `work w` and `environments e`. */
export const itemColumns = sql`w.window_reference, w.resource_id, w.kind, lower(e.name) as environment, w.redundancy_group, w.work_key, w.state,
  w.by, w.who, w.cause, w.attempt, w.since`;

/** The work on one resource; undefined when the window's list does not have it. */
export async function workItem(db: Database, reference: string, resourceId: string): Promise<WorkItem | undefined> {
  const { rows } = await sql<ItemRow>`
    select ${itemColumns}
    from work w left join environments e on e.id = w.environment_id
    where w.window_reference = ${reference} and w.resource_id = ${resourceId}
  `.execute(db);
  return rows[0] && toItem(rows[0]);
}

export function toItem(row: ItemRow): WorkItem {
  return {
    reference: row.window_reference,
    resourceId: row.resource_id,
    kind: row.kind,
    environment: row.environment ?? '',
    state: row.state,
    attempt: row.attempt,
    since: row.since.getTime(),
    ...(row.redundancy_group === null ? {} : { redundancyGroup: row.redundancy_group }),
    ...(row.work_key === null ? {} : { workKey: row.work_key }),
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.who === null ? {} : { who: row.who }),
    ...(row.cause === null ? {} : { cause: row.cause }),
  };
}

/** What the window itself has claimed or begun and is not at its end. */
export async function takenWork(db: Database, reference: string): Promise<ClaimedWork[]> {
  const { rows } = await sql<ClaimedRow>`
    select j.key, j.window_reference, j.resource_id, w.name, w.kind, w.environment_id, w.attempt, j.state, j.begun_at, j.evidence
    from work_jobs j join work w on w.window_reference = j.window_reference and w.resource_id = j.resource_id
    where j.window_reference = ${reference} and j.by = 'window' and j.state in ('claimed', 'running')
    order by w.place, j.resource_id collate "C"
  `.execute(db);
  return rows.map(toClaimed);
}

/** How many of the window's resources are in each state. */
export async function countWork(db: Database, reference: string): Promise<WorkCounts> {
  const rows = await db
    .selectFrom('work')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('window_reference', '=', reference)
    .groupBy('state')
    .execute();
  const counted = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(WORK_STATE_NAMES.map((state) => [state, counted.get(state) ?? 0])) as WorkCounts;
}
