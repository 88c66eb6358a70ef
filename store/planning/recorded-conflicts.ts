import { planRevision, type ConflictKind } from '../../domain/planning/conflicts';
import type { RecordedEvent } from '../../domain/window/events';
import type { Database } from '../database/database';

/** What a window's plan was found to collide with; `revision` is the one whose plan it was. */
export interface FoundConflict {
  readonly kind: ConflictKind;
  readonly text: string;
  readonly revision: number;
  readonly blocking: boolean;
}

/** What a window's plan collides with, as it was found when the plan in force was made; blocking ones first. */
export async function conflictsOf(db: Database, reference: string): Promise<FoundConflict[]> {
  const events = await db
    .selectFrom('timeline')
    .select('type')
    .where('window_reference', '=', reference)
    .orderBy('sequence')
    .execute();
  // a later plan that collides with nothing has no rows: then there are no conflicts, whatever an earlier one had
  const inForce = planRevision(events as { type: RecordedEvent['event']['type'] }[]);
  const rows = await allConflictsOf(db, reference, { from: inForce });
  return rows.filter(({ revision }) => revision === rows.at(-1)?.revision);
}

/** What each plan from that revision on was found to collide with, in order of revisions; blocking ones first in each. */
export function allConflictsOf(
  db: Database,
  reference: string,
  { from = 1 }: { from?: number } = {},
): Promise<FoundConflict[]> {
  return db
    .selectFrom('window_conflicts')
    .select(['kind', 'text', 'revision', 'is_blocking as blocking'])
    .where('window_reference', '=', reference)
    .where('revision', '>=', from)
    .orderBy('revision')
    .orderBy('is_blocking', 'desc')
    .orderBy('id')
    .limit(500)
    .execute();
}
