import type { Refusal } from '../../domain/shared/errors';
import type { Conflict } from '../../domain/planning/conflicts';
import type { WindowSpec } from '../../domain/window/types';
import type { Database, Transacting } from '../database/database';
import { recordConflicts } from './check-step';
import { findConflicts, type Looked } from './conflicts';
import { lockPlanning, writeSlots } from './slots';
import { judgeConflicts } from './ways-out';

/** The window that has no reference yet. */
const UNNAMED = '';

type Named =
  | { readonly reference: string; readonly draw?: undefined }
  | { readonly reference?: undefined; readonly draw: (trx: Transacting) => Promise<string> };

/**
 * Reserves the nights of a window that is about to be opened, so that of two that conflict only one is opened (L9). Returns the
 * refusal, or the reference and the conflicts that do not block; `freeSlots` releases the nights when nothing was opened. Repeating
 * it for the same reference reserves the same nights. Without one, `draw` gives it in the same transaction once nothing collides: a
 * refused plan uses up no number.
 */
export async function reserveNights(
  db: Database,
  {
    reference: given,
    draw,
    spec,
    now,
    override,
    places,
  }: Named & { spec: WindowSpec; now: number; override: string | undefined } & Pick<Looked, 'places'>,
): Promise<{ reference: string; conflicts: Conflict[] } | { refusal: Refusal }> {
  return db.transaction().execute(async (trx) => {
    await lockPlanning(trx);
    const looked = { reference: given ?? UNNAMED, spec, now, places };
    const found = await findConflicts(trx, looked);
    const plan = { class: spec.class, isUnderWay: false, override };
    const refusal = await judgeConflicts(trx, looked, found, plan);
    if (refusal) return { refusal };
    const reference = given ?? (await draw(trx));
    const conflicts = found.map((one) => (one.other === UNNAMED ? { ...one, other: reference } : one));
    await writeSlots(trx, reference, spec, { heldAt: now });
    await recordConflicts(trx, { reference, revision: 1 }, conflicts, now);
    return { reference, conflicts };
  });
}
