import type { Acting } from '../domain/audit/doors';
import { KnownError, refusalError } from '../domain/shared/errors';
import { whyNoObjection } from '../domain/work/objection';
import type { Database } from '../store/database/database';
import { readToldEvent, recordAcknowledgement } from '../store/windows/acknowledgements';
import type { Covered } from '../store/work/conditions';
import { coveredInScope, objectedWindow, recordObjection, respondentOf } from '../store/work/objections';
import { findWindow, unknownWindow } from './find-window';
import { someOf } from '../domain/shared/some-of';

/** What a customer objects to. */
export interface AskedObjection {
  readonly reference: string;
  readonly reason: string;
  /** Ids; all that the token covers when left out. */
  readonly resources?: readonly string[] | undefined;
  /** What the customer's token covers (T3). */
  readonly covered: Covered;
  /** On record (T2, T5). */
  readonly acting: Acting;
  /** Of the request: who made it, and a name of its own. */
  readonly id: string;
  /** UTC ms. */
  readonly now: number;
}

/** An objection on record. */
export interface RecordedObjection {
  /** Of the task of whoever answers for the customer. */
  readonly id: number;
  /** What it is about. */
  readonly resources: readonly string[];
}

/**
 * Puts a customer's objection on record, as an answer in the proof and as a task for whoever answers for them (S6, S9). Made again,
 * it adds what is new. Throws KnownError: `not-found` for a window or a resource that lies outside what the token covers (T3);
 * `out-of-scope` where the window touches nothing of it any more; `wrong-phase` for one that is over; `locked-in` after the lock-in.
 */
export async function objectToMaintenance(db: Database, asked: AskedObjection): Promise<RecordedObjection> {
  const { reference, reason, covered, acting, id, now } = asked;
  const { organizationId, environments } = covered;
  const who = acting.by;
  await findWindow(db, reference, covered);
  const window = await objectedWindow(db, reference);
  const told = await readToldEvent(db, reference, organizationId);
  if (!window || !told) throw unknownWindow(reference);
  const refusal = whyNoObjection(window, now);
  if (refusal) throw refusalError(refusal);
  const affected = await coveredInScope(db, window.scope, covered, asked.resources);
  mustBeAffected(asked, affected);
  const isAll = asked.resources === undefined && environments === null;
  const subject = await respondentOf(db, organizationId, who);
  const objection = { reference, organizationId, subject, resources: isAll ? null : affected, at: now };
  const task = await db.transaction().execute(async (trx) => {
    const answer = {
      reference,
      organizationId,
      recipient: subject,
      answer: 'declined',
      sequence: told.sequence,
    } as const;
    await recordAcknowledgement(trx, { ...answer, id, at: now, via: 'api', acting });
    return recordObjection(trx, { ...objection, reason: wordsOf(who, isAll ? null : affected, reason) });
  });
  return { id: task, resources: affected };
}

function mustBeAffected({ reference, resources }: AskedObjection, affected: readonly string[]): void {
  const missing = resources?.find((id) => !affected.includes(id));
  if (missing !== undefined) {
    throw new KnownError(
      'not-found',
      `There is no maintenance of ${missing} in ${reference}. GET /v1/windows/${reference} lists what of yours it touches.`,
    );
  }
  if (affected.length > 0) return;
  throw new KnownError(
    'out-of-scope',
    `${reference} touches none of your resources any more, so there is nothing to object to.`,
  );
}

function wordsOf(who: string, resources: readonly string[] | null, reason: string): string {
  return `${who} objects to the maintenance of ${resources === null ? 'all their resources' : someOf(resources)}: ${reason}`;
}
