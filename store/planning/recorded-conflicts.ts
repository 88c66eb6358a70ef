import { sql } from 'kysely';
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

/** The conflicts in force of many windows at once, as conflictsOf has those of one; windows without any are left out. */
export async function conflictsOfMany(
  db: Database,
  references: readonly string[],
): Promise<ReadonlyMap<string, readonly FoundConflict[]>> {
  const { rows } = await sql<FoundConflict & { readonly reference: string; readonly types: EventType[] }>`
    with found as materialized (
      select id, window_reference as reference, kind, text, revision, is_blocking as blocking
      from window_conflicts where window_reference = any (${[...references]}::text[])
    ),
    steps as (
      select window_reference as reference, array_agg(type order by sequence) as types
      from timeline where window_reference in (select reference from found) group by window_reference
    )
    select f.reference, f.kind, f.text, f.revision, f.blocking, s.types from found f join steps s on s.reference = f.reference
    order by f.reference, f.revision desc, f.blocking desc, f.id
  `.execute(db);
  const found = new Map<string, FoundConflict[]>();
  for (const { reference, types, ...conflict } of rows) {
    const known = found.get(reference) ?? [];
    // the latest revision comes first; what an earlier plan collided with does not count any more
    const isInForce = conflict.revision >= planRevision(types.map((type) => ({ type })));
    if (isInForce && (known[0]?.revision ?? conflict.revision) === conflict.revision) {
      found.set(reference, [...known, conflict]);
    }
  }
  return found;
}

type EventType = RecordedEvent['event']['type'];
