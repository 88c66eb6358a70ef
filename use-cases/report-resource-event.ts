import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import { MINUTE, toIso } from '../domain/shared/time';
import { whyNotCompleted } from '../domain/work/resource-event';
import { completeByEvent, completedByEvent, isResource, openWorkOn, type ReportedEvent } from '../store/work/events';
import { callOffDone, type CallingOff } from './call-off-done';

/** The clock of the platform may be so far ahead of ours (ms). */
const CLOCKS_APART = 5 * MINUTE;

/** What a report has done. */
export interface EventReported {
  /** References of windows whose work on the resource is done by this event, at this report or an earlier one. */
  readonly completed: readonly string[];
  /** Windows with work on it that is left, and why. */
  readonly left: readonly { readonly reference: string; readonly reason: string }[];
}

/**
 * The provider's platform reports what it did to a resource, which completes the maintenance it covers (S3); a repetition is
 * answered the same and changes nothing. A window that has not begun and has nothing left to do by it hears so (S5). Throws KnownError `not-found` for a resource that the inventory does not have, and
 * `invalid-body` for an event that is still ahead.
 */
export async function reportResourceEvent(deps: CallingOff, event: ReportedEvent): Promise<EventReported> {
  const { db } = deps;
  const { resourceId, at, now } = event;
  if (!(await isResource(db, resourceId))) {
    throw new KnownError(
      'not-found',
      'The inventory has no resource with this id. GET /v1/inventory/resources lists them, and POST /v1/inventory/resources adds some.',
    );
  }
  if (at > now + CLOCKS_APART) {
    const message = `is ahead: it is ${toIso(now)} here. Report an event once it has happened, and compare the clocks.`;
    throw invalid([{ field: 'at', message }], 'body');
  }
  await completeByEvent(db, event);
  const [completed, open] = await Promise.all([completedByEvent(db, event), openWorkOn(db, resourceId, at)]);
  await callOffDone(deps, { references: completed });
  return {
    completed,
    left: open.map((work) => ({
      reference: work.reference,
      reason: whyNotCompleted(work, at) ?? 'It has changed at this moment. Report the event again.',
    })),
  };
}
