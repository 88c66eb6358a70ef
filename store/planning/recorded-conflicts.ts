import { planRevision, type ConflictKind } from '../../domain/planning/conflicts';
import type { RecordedEvent } from '../../domain/window/events';
import type { Database } from '../database/database';

/** A conflict of a window's plan; `revision` is the revision of that plan. */
export interface FoundConflict {
  readonly kind: ConflictKind;
  readonly text: string;
  readonly revision: number;
  readonly blocking: boolean;
}

/** The conflicts found when the current plan was made; blocking ones first. */
export async function conflictsOf(db: Database, reference: string): Promise<FoundConflict[]> {
  const events = await db
    .selectFrom('timeline')
    .select('type')
    .where('window_reference', '=', reference)
    .orderBy('sequence')
    .execute();
  // A later plan without conflicts has no rows, so the conflicts of an earlier one no longer count.
  const inForce = planRevision(events as { type: RecordedEvent['event']['type'] }[]);
  const rows = await allConflictsOf(db, reference, { from: inForce });
  return rows.filter(({ revision }) => revision === rows.at(-1)?.revision);
}

/** The conflicts of each plan from that revision on, in order of revisions; blocking ones first in each. */
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
