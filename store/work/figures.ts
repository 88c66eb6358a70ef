import { sql } from 'kysely';
import type { Database } from '../database/database';

/** How much an executor was asked for with one outcome, and how long that took in all. */
export interface WorkFigure {
  /** By its name in the plan; `none` where the plan names none. */
  readonly executor: string;
  /** As claims are in the store, without those that were given back. */
  readonly state: 'claimed' | 'running' | 'done' | 'failed' | 'unknown';
  readonly count: number;
  /** From the recorded start to the end; 0 for what has not ended. */
  readonly seconds: number;
}

/** All that is on record, by executor and state. */
export async function workFigures(db: Database): Promise<readonly WorkFigure[]> {
  const { rows } = await sql<WorkFigure>`
    select coalesce(p.plan->>'executor', 'none') as executor, j.state, count(*) as count,
      coalesce(sum(extract(epoch from j.ended_at - j.begun_at)), 0)::float8 as seconds
    from work_jobs j join work_plans p on p.window_reference = j.window_reference
    where j.state <> 'released'
    group by 1, 2 order by 1, 2
  `.execute(db);
  return rows;
}
