import type { Acting } from '../domain/audit/doors';
import type { Database } from '../store/database/database';
import { readToldEvent, recordAcknowledgement } from '../store/windows/acknowledgements';
import type { Covered } from '../store/work/conditions';
import { respondentOf } from '../store/work/objections';
import { findWindow, unknownWindow } from './find-window';

/** A customer says that they know of a window. */
export interface GivenAcknowledgement {
  readonly reference: string;
  /** What the customer's token covers (T3). */
  readonly covered: Covered;
  /** On record (T2, T5). */
  readonly acting: Acting;
  /** Of the request: who made it, and a name of its own. */
  readonly id: string;
  /** UTC ms. */
  readonly now: number;
}

/** An acknowledgement on record. */
export interface RecordedAcknowledgement {
  /** Who it counts for: `contact:<id>`, or `organization:<id>` where the token is of no contact. */
  readonly recipient: string;
  /** The version of the calendar event that it is about, which was told last. */
  readonly sequence: number;
}

/**
 * Puts on record, for the proof, that a customer knows of the window as it was told last (S6). Repeated, it changes nothing; an
 * objection of the same person that nobody has answered is thereby over. Throws KnownError `not-found` for a window that lies
 * outside what the token covers (T3).
 */
export async function acknowledgeMaintenance(
  db: Database,
  { reference, covered, acting, id, now }: GivenAcknowledgement,
): Promise<RecordedAcknowledgement> {
  const { organizationId } = covered;
  await findWindow(db, reference, covered);
  const told = await readToldEvent(db, reference, organizationId);
  if (!told) throw unknownWindow(reference);
  const recipient = await respondentOf(db, organizationId, acting.by);
  const { sequence } = told;
  const answer = { reference, organizationId, recipient, answer: 'accepted', sequence } as const;
  await recordAcknowledgement(db, { ...answer, id, at: now, via: 'api', acting });
  return { recipient, sequence };
}
