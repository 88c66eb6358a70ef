import type { Measures } from '../activities/ports/measures';
import { whyNotPostponed, type MeasureEnd } from '../domain/measures/measure';
import { KnownError } from '../domain/shared/errors';
import type { Acting } from '../domain/audit/doors';
import { invalid } from '../domain/shared/invalid';
import type { Role } from '../domain/shared/roles';
import { STAFF } from '../domain/shared/roles';
import { toIso } from '../domain/shared/time';
import type { Database } from '../store/database/database';
import { endMeasure, postponeMeasure } from '../store/measures/change';
import { getMeasure, isOwnedBy, type Measure } from '../store/measures/read';
import type { Viewer } from '../store/windows/viewer';

export interface MeasureDependencies {
  readonly db: Database;
  /** Has the measures of a window looked at; what it rejects with is nobody's fault here. */
  readonly wakeMeasures?: Measures['wake'] | undefined;
}

/** Who changes which measure. */
export interface MeasureChange {
  readonly id: number;
  readonly actor: Acting;
  /** Whose token it is: a role, and the person of the staff where it is personal. */
  readonly caller: { readonly role: Role; readonly staffId: string | null };
  readonly viewer: Viewer;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Ends a measure as done or given up (E5): by operators and those who work on windows, and by its owner, whatever their role. Throws
 * KnownError: `not-found`; `not-permitted` for others; `already-done` for one that has ended. Answers the measure as it is then.
 */
export async function finishMeasure(
  deps: MeasureDependencies,
  change: MeasureChange,
  { state, note }: { readonly state: MeasureEnd; readonly note: string | undefined },
): Promise<Measure> {
  const measure = await changeable(deps.db, change);
  const { id, actor, now } = change;
  const isEnded = await endMeasure(deps.db, id, { actor, at: now, state, note: note ?? null });
  if (!isEnded) throw hasEnded((await getMeasure(deps.db, id, change.viewer)) ?? measure);
  await wake(deps, measure);
  return findMeasure(deps.db, id, change.viewer);
}

/** Gives a measure a new date. Throws as `finishMeasure`, and `invalid-body` for a date that is no later, or has passed. */
export async function moveMeasure(
  deps: MeasureDependencies,
  change: MeasureChange,
  { due, reason }: { readonly due: string; readonly reason: string },
): Promise<Measure> {
  const measure = await changeable(deps.db, change);
  const { id, actor, now } = change;
  const message = whyNotPostponed(measure, due, now);
  if (message !== undefined) throw invalid([{ field: 'due', message }]);
  const isMoved = await postponeMeasure(deps.db, id, { actor, at: now, from: measure.due, to: due, reason });
  if (!isMoved) {
    throw new KnownError(
      'already-done',
      `Somebody has changed measure ${String(id)} meanwhile. Look at it, then try again.`,
    );
  }
  await wake(deps, measure);
  return findMeasure(deps.db, id, change.viewer);
}

/** An open measure that the caller may change. */
async function changeable(db: Database, { id, caller, viewer }: MeasureChange): Promise<Measure> {
  const measure = await findMeasure(db, id, viewer);
  const { role, staffId } = caller;
  if (!STAFF.includes(role) && (staffId === null || !(await isOwnedBy(db, id, staffId)))) {
    throw new KnownError(
      'not-permitted',
      `Measure ${String(id)} is ended or postponed by its owner, ${measure.owner}, or with a token of role ${STAFF.join(' or ')}; yours is ${role}.`,
    );
  }
  if (measure.state !== 'open') throw hasEnded(measure);
  return measure;
}

/** Throws KnownError `not-found` for one that there is not, or of a window the viewer does not know of. */
export async function findMeasure(db: Database, id: number, viewer: Viewer): Promise<Measure> {
  const measure = await getMeasure(db, id, viewer);
  if (measure) return measure;
  throw new KnownError('not-found', `There is no measure ${String(id)}. GET /v1/measures lists them.`);
}

function hasEnded({ id, state, endedAt, endedBy }: Measure): KnownError {
  const how = state === 'given-up' ? 'given up' : 'done';
  const when = endedAt === null ? '' : ` on ${toIso(endedAt)}`;
  return new KnownError(
    'already-done',
    `Measure ${String(id)} was ${how}${when} by ${endedBy ?? 'somebody'}. Nothing was changed.`,
  );
}

/** The change is on record; its workflow looks by itself within a day where it cannot be reached now. */
async function wake({ wakeMeasures }: MeasureDependencies, { reference }: Measure): Promise<void> {
  await wakeMeasures?.(reference).catch(() => undefined);
}
