import { sql } from 'kysely';
import type { RunOnRecord } from '../../activities/ports/work';
import type { Database } from '../database/database';
import { toJson } from '../database/json';

/** Says whether the window may begin anything (S2); null: it may. It waits for a start that is being put on record. */
export async function haltWork(
  db: Database,
  reference: string,
  halted: 'paused' | 'stopped' | 'aborted' | null,
): Promise<void> {
  await db.updateTable('work_plans').set({ halted }).where('window_reference', '=', reference).execute();
}

/** Puts on record how far the work is. */
export async function keepRun(db: Database, reference: string, run: RunOnRecord): Promise<void> {
  await sql`update work_plans set run = ${toJson(run)}::jsonb where window_reference = ${reference}`.execute(db);
}

/**
 * The window is over: what is due is due no longer, and what failed in it holds its redundancy group no longer. What is unknown
 * does until a person says what became of it. Returns how many were due.
 */
export async function closeWork(db: Database, reference: string, now: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with freed as (
      update work_jobs set holds_group = false where window_reference = ${reference} and state = 'failed' and holds_group
    ),
    left_over as (
      update work set state = 'skipped', cause = 'window-over', since = ${new Date(now)}::timestamptz
      where window_reference = ${reference} and state = 'due'
      returning 1
    )
    select count(*) as count from left_over
  `.execute(db);
  return rows[0]?.count ?? 0;
}
