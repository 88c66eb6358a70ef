import type { WorkEvidence } from '../../activities/ports/work';
import { WORK_ENDS, type WorkEnd } from '../../domain/work/states';
import type { Database } from '../database/database';

/** A claim by its key, as it stands. */
export interface JobOnRecord {
  /** Of the window through which it was claimed. */
  readonly reference: string;
  readonly resourceId: string;
  /** `released`: it was never begun, or a person decided otherwise. */
  readonly state: 'claimed' | 'running' | 'done' | 'failed' | 'unknown' | 'released';
  /** UTC ms; undefined before. */
  readonly endedAt: number | undefined;
  readonly evidence: WorkEvidence;
}

export async function findJob(db: Database, key: string): Promise<JobOnRecord | undefined> {
  const row = await db
    .selectFrom('work_jobs')
    .select(['window_reference', 'resource_id', 'state', 'ended_at', 'evidence'])
    .where('key', '=', key)
    .executeTakeFirst();
  return (
    row && {
      ...{ reference: row.window_reference, resourceId: row.resource_id, state: row.state },
      endedAt: row.ended_at?.getTime(),
      evidence: row.evidence ?? {},
    }
  );
}

/** How the claim has ended; undefined before, and for one that was given back. */
export async function endOf(db: Database, key: string): Promise<WorkEnd | undefined> {
  const job = await findJob(db, key);
  return WORK_ENDS.find((end) => end === job?.state);
}
