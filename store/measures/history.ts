import type { MeasureEvent } from '../../domain/measures/measure';
import type { Actor } from '../../domain/shared/actor';
import type { AuditDoor } from '../../domain/audit/doors';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';

/** Something that has happened to a measure; `at` is UTC ms. */
export interface NewMeasureEvent {
  readonly id: number;
  readonly at: number;
  readonly actor: Actor;
  readonly door: AuditDoor;
  readonly type: MeasureEvent;
  /** The figures and the words that came with it. */
  readonly words: string;
}

/** As long as a name on record (characters). */
const LONGEST = 200;
const LONGEST_WORDS = 2_500;

/** Puts it into the histories of the measures (T2). */
export async function noteEvents(db: Database, events: readonly NewMeasureEvent[]): Promise<void> {
  if (events.length === 0) return;
  await db
    .insertInto('measure_events')
    .values(
      events.map(({ id, at, actor, door, type, words }) => ({
        ...{ measure_id: id, at: new Date(at), door, type, words: oneLine(words, LONGEST_WORDS) },
        by: oneLine(actor.by, LONGEST),
        on_behalf_of: lineOrNull(actor.onBehalfOf),
        credential: lineOrNull(actor.credential),
        request: lineOrNull(actor.request),
        issued_by: lineOrNull(actor.issuedBy),
      })),
    )
    .execute();
}

function lineOrNull(words: string | undefined): string | null {
  return words === undefined ? null : oneLine(words, LONGEST);
}
