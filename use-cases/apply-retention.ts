import type { Forgotten } from '../activities/ports/keeping';
import { RETENTION_KINDS, type RetentionKind, type RetentionPeriods } from '../domain/retention/retention';
import { forgetKind, noteRun } from '../store/retention/runs';
import type { StepParts } from '../store/retention/steps';

export interface RetentionDependencies extends StepParts {
  readonly periods: RetentionPeriods;
  /** UTC ms. */
  readonly clock: () => number;
  /** How many rows of a kind were forgotten. */
  readonly onForgotten: (kind: RetentionKind, rows: number) => void;
}

/**
 * Forgets of each kind what is kept no longer (T6). Every batch stands alone, so it may end anywhere and the next run goes on.
 * A kind that fails does not keep the others; the first failure is thrown when all have had their turn.
 */
export async function applyRetention(deps: RetentionDependencies, isStopped: () => boolean): Promise<Forgotten> {
  const { db, periods, clock, onForgotten } = deps;
  const forgotten: Partial<Record<RetentionKind, number>> = {};
  const failures: unknown[] = [];
  for (const kind of RETENTION_KINDS) {
    const days = periods[kind];
    if (days === null || isStopped()) continue;
    try {
      const rows = await forgetKind(deps, kind, { days, now: clock(), isStopped });
      await noteRun(db, kind, rows, clock());
      forgotten[kind] = rows;
      if (rows > 0) onForgotten(kind, rows);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return forgotten;
}
