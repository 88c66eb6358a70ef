import { sql, type RawBuilder } from 'kysely';
import type { WorkEvidence, WorkOutcome } from '../../activities/ports/work';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';
import { mayBegin } from './conditions';
import { follows } from './same-work';

/** The steps of a claim after it holds (S7), each one statement that writes the claim and the rows of every window it is for. */

const REASON_MAX = 500;

/** `family`: the rows that the claim is for, locked in one order. */
function lockedFamily(key: string): RawBuilder<unknown> {
  return sql`family as materialized (
    select w.window_reference, w.resource_id from work w join work_jobs k on k.key = ${key} and k.resource_id = w.resource_id
    where w.job_key = k.key or w.work_key = k.work_key
    order by w.window_reference
    for update of w
  )`;
}

/** Writes the state of the CTE `job` (key, state, by, who, at) to these rows. */
function writtenRows(): RawBuilder<unknown> {
  return sql`written as (
    update work w set state = job.state, by = job.by, who = job.who, job_key = job.key, since = job.at
    from job, family f
    where w.window_reference = f.window_reference and w.resource_id = f.resource_id and ${follows('w')}
  )`;
}

/** Evaluated before the claim is touched, so that rows are locked first. */
const rowsFirst = sql`(select count(*) from family) > 0`;

/**
 * Puts the start on record, before the executor is asked: `first` exactly once for each key, `again` for one that was begun
 * before. Undefined when the window must not begin it now, or it has ended. Halting the window waits for this and is seen by it.
 */
export async function beginWork(
  db: Database,
  key: string,
  now: number,
): Promise<{ is: 'first' | 'again'; begunAt: number } | undefined> {
  const at = sql`${new Date(now)}::timestamptz`;
  const { rows } = await sql<{ first: boolean; begun_at: Date }>`
    with allowed as materialized (
      select k.key from work_jobs k join work_plans p on p.window_reference = k.window_reference
        join windows on reference = k.window_reference
      where k.key = ${key} and (k.by <> 'window' or ${mayBegin(now)})
      for share of p
    ),
    ${lockedFamily(key)},
    job as (
      update work_jobs j set state = 'running', begun_at = ${at} from allowed a
      where j.key = a.key and j.state = 'claimed' and ${rowsFirst}
      returning j.key, j.state, j.by, j.who, j.begun_at as at
    ),
    ${writtenRows()}
    select true as first, at as begun_at from job
    union all
    select false, begun_at from work_jobs where key = ${key} and state = 'running'
  `.execute(db);
  const row = rows.find(({ first }) => first) ?? rows[0];
  return row && { is: row.first ? 'first' : 'again', begunAt: row.begun_at.getTime() };
}

export async function keepEvidence(db: Database, key: string, evidence: WorkEvidence): Promise<void> {
  await sql`
    update work_jobs set evidence = ${toJson(evidence)}::jsonb where key = ${key} and state in ('claimed', 'running', 'unknown')
  `.execute(db);
}

/** Ends a claim; false when it has ended before. What failed or is unknown holds its redundancy group on. */
export async function endWork(
  db: Database,
  key: string,
  { state, evidence, reason }: WorkOutcome,
  now: number,
): Promise<boolean> {
  const said = reason === undefined ? null : oneLine(reason, REASON_MAX);
  return changed(
    db,
    key,
    sql`update work_jobs j
      set state = ${state}, holds_group = ${state !== 'done'}, ended_at = ${new Date(now)}::timestamptz,
        first_end_at = coalesce(j.first_end_at, ${new Date(now)}::timestamptz), reason = ${said},
        evidence = coalesce(${evidence ? toJson(evidence) : null}::jsonb, j.evidence)
      where j.key = ${key} and j.state in ('claimed', 'running', 'unknown') and j.state <> ${state} and ${rowsFirst}
      returning j.key, j.state, j.by, j.who, j.ended_at as at`,
  );
}

/** Gives back a claim that was not begun; false when it was, or has ended. */
export async function releaseWork(db: Database, key: string, now: number): Promise<boolean> {
  return changed(
    db,
    key,
    sql`update work_jobs j set state = 'released', holds_group = false, ended_at = ${new Date(now)}::timestamptz
      where j.key = ${key} and j.state = 'claimed' and ${rowsFirst}
      returning j.key, 'due' as state, null::text as by, null::text as who, j.ended_at as at`,
  );
}

async function changed(db: Database, key: string, job: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`
    with ${lockedFamily(key)}, job as (${job}), ${writtenRows()}
    select 1 from job
  `.execute(db);
  return rows.length > 0;
}
