import type { WorkEvidence } from '../activities/ports/work';
import { KnownError } from '../domain/shared/errors';
import { toIso } from '../domain/shared/time';
import type { REPORTED_ENDS } from '../domain/work/states';
import type { Database } from '../store/database/database';
import { findJob, type JobOnRecord } from '../store/work/jobs';
import { endWork } from '../store/work/steps';
import { callOffDone, type CallingOff } from './call-off-done';

export interface EndReport {
  /** The key of the job, as its executor was given it. */
  readonly job: string;
  readonly state: (typeof REPORTED_ENDS)[number];
  /** For people. */
  readonly reason?: string | undefined;
  readonly evidence?: WorkEvidence | undefined;
  /** The credential of who reports, which stays with the evidence (T5). */
  readonly credential: string;
  /** UTC ms. */
  readonly now: number;
}

/**
 * The provider's automation reports how a job has ended (S7), also of one whose end was unknown so far. The same report again
 * changes nothing. A window that has not begun and has nothing left to do by it hears so (S5). Throws KnownError `not-found` for a key that no job has, and `already-done` for a job that ended otherwise.
 */
export async function reportWorkEnd(deps: CallingOff, report: EndReport): Promise<JobOnRecord> {
  const { db } = deps;
  const { job, state, reason, credential, now } = report;
  const before = await onRecord(db, job);
  const evidence = { ...before.evidence, ...report.evidence, reportedBy: credential };
  if (before.state !== state) await endWork(db, job, { state, reason, evidence }, now);
  const after = await onRecord(db, job);
  if (state === 'done') await callOffDone(deps, { key: job });
  if (after.state === state) return after;
  const when = after.endedAt === undefined ? '' : ` since ${toIso(after.endedAt)}`;
  throw new KnownError(
    'already-done',
    after.state === 'released'
      ? `The job ${job} counts no longer${when}: it was given back, or a person decided what becomes of the work on ${after.resourceId} in ${after.reference}. Nothing was changed; tell the window's point of contact what you know.`
      : `The job ${job} is on record as ${after.state}${when}. Nothing was changed; if that is wrong, tell the point of contact of ${after.reference}.`,
  );
}

async function onRecord(db: Database, key: string): Promise<JobOnRecord> {
  const found = await findJob(db, key);
  if (found) return found;
  throw new KnownError(
    'not-found',
    `There is no job ${key}. Report under the "key" of the signed job that was posted to your automation.`,
  );
}
