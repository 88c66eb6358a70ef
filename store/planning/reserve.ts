import type { Refusal } from '../../domain/shared/errors';
import { judgeConflicts, type Conflict } from '../../domain/planning/conflicts';
import type { WindowSpec } from '../../domain/window/types';
import type { Database } from '../database/database';
import { recordConflicts } from './check-step';
import { findConflicts } from './conflicts';
import { lockPlanning, writeSlots } from './slots';

/**
 * Reserves the nights of a window that is about to be opened, so that of two that conflict only one is opened (L9). Returns the
 * refusal, or the conflicts that do not block; `freeSlots` releases the nights when nothing was opened. Repeating it for the
 * same reference reserves the same nights.
 */
export async function reserveNights(
  db: Database,
  {
    reference,
    spec,
    now,
    override,
  }: { reference: string; spec: WindowSpec; now: number; override: string | undefined },
): Promise<{ conflicts: Conflict[] } | { refusal: Refusal }> {
  return db.transaction().execute(async (trx) => {
    await lockPlanning(trx);
    const conflicts = await findConflicts(trx, { reference, spec, now });
    const refusal = judgeConflicts(conflicts, { reference, class: spec.class, isUnderWay: false, override });
    if (refusal) return { refusal };
    await writeSlots(trx, reference, spec, { heldAt: now });
    await recordConflicts(trx, { reference, revision: 1 }, conflicts, now);
    return { conflicts };
  });
}
