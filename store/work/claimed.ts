import { sql } from 'kysely';
import type { ClaimedWork, ClaimInWindow, WorkEvidence, WorkTally } from '../../activities/ports/work';
import type { WorkPlan } from '../../domain/work/plan';
import type { WorkEnd } from '../../domain/work/states';
import type { Database } from '../database/database';

/** A claim as statements return it. */
export interface ClaimedRow {
  readonly key: string;
  readonly window_reference: string;
  readonly resource_id: string;
  readonly name: string;
  readonly kind: string;
  readonly environment_id: string;
  readonly attempt: number;
  readonly state: 'claimed' | 'running';
  readonly begun_at: Date | null;
  readonly evidence: WorkEvidence | null;
}

export function toClaimed(row: ClaimedRow): ClaimedWork {
  return {
    key: row.key,
    reference: row.window_reference,
    resource: { id: row.resource_id, name: row.name, kind: row.kind, environment: row.environment_id },
    attempt: row.attempt,
    state: row.state,
    ...(row.begun_at ? { begunAt: row.begun_at.getTime() } : {}),
    ...(row.evidence ? { evidence: row.evidence } : {}),
  };
}

/** A claim that has not ended, whoever has it, with the plan of its window. */
export async function claimOf(db: Database, key: string): Promise<ClaimInWindow | undefined> {
  const { rows } = await sql<ClaimedRow & { plan: WorkPlan }>`
    select j.key, j.window_reference, j.resource_id, w.name, w.kind, w.environment_id, w.attempt, j.state, j.begun_at, j.evidence, p.plan
    from work_jobs j
      join work w on w.window_reference = j.window_reference and w.resource_id = j.resource_id
      join work_plans p on p.window_reference = j.window_reference
    where j.key = ${key} and j.state in ('claimed', 'running')
  `.execute(db);
  return rows[0] && { ...toClaimed(rows[0]), plan: rows[0].plan };
}

/** What the window itself has begun, and the ends after the first `known`; a claim that was released without a start is none. */
export async function tallyOf(db: Database, reference: string, known: number): Promise<WorkTally> {
  const { rows } = await sql<{ begun: number; ends: WorkEnd[] | null; last: Date | null }>`
    with begun as materialized (
      select key, first_end_at, case state when 'released' then 'unknown' else state end as state from work_jobs
      where window_reference = ${reference} and by = 'window' and begun_at is not null
    )
    select (select count(*) from begun) as begun, array_agg(state order by first_end_at, key) as ends, max(first_end_at) as last
    from (select * from begun where first_end_at is not null order by first_end_at, key offset ${known}) new
  `.execute(db);
  const [row] = rows;
  const last = row?.last?.getTime();
  return { begun: row?.begun ?? 0, ends: row?.ends ?? [], ...(last === undefined ? {} : { lastEndAt: last }) };
}
