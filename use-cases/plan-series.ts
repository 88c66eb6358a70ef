import type { Acting } from '../domain/audit/doors';
import { bodyOfNight, type SeriesBody } from '../domain/series/body';
import { checkRecurrence } from '../domain/series/check-recurrence';
import { nextNights } from '../domain/series/nights';
import { KnownError, refusalError } from '../domain/shared/errors';
import { optional } from '../domain/shared/optional';
import { toVerification } from '../domain/window/opening';
import { toWorkPlan } from '../domain/work/plan-fields';
import { onRecord } from '../store/audit/record';
import { insertSeries } from '../store/series/series';
import { nextSeriesId } from '../store/windows/references';
import { findSeries, type SeriesDependencies } from './find-series';
import { mustBeWorkable, type WorkChecks } from './check-work';
import { checkScope, type OpeningAttempt } from './open-window';
import { withNights, type SeriesWithNights } from './read-series';

/** Who plans a series, when (UTC ms), and as which try of a request that may be repeated. */
export interface PlannedBy {
  readonly acting: Acting;
  readonly now: number;
  readonly attempt: OpeningAttempt | undefined;
}

/**
 * Plans recurring windows (L10): from now on a window is opened for every night of the series. A repeat with the same
 * Idempotency-Key goes on with the same id. Throws KnownError `never-fires`, `unknown-scope`, `empty-audience`, `invalid-body` for work
 * that cannot be done as it is planned, or Temporal's.
 */
export async function planSeries(
  { db, series, executors, probes, onLateFailure }: SeriesDependencies & WorkChecks,
  body: SeriesBody,
  { acting, now, attempt }: PlannedBy,
): Promise<SeriesWithNights> {
  const refusal = checkRecurrence(body.recurrence, now);
  if (refusal) throw refusalError(refusal);
  await checkFirstNight({ db, executors, ...optional({ probes }) }, body, now);
  const id = attempt?.reference ?? (await nextSeriesId(db, new Date(now).getUTCFullYear()));
  await attempt?.remember(id);
  const { name, window: template, recurrence, leadDays } = body;
  // the schedule first: a schedule without a series does nothing, a series without a schedule would be forgotten
  await series.schedule({ id, timeZone: recurrence.timeZone, until: recurrence.until });
  const made = { id, name, template, recurrence, leadDays };
  await onRecord(
    db,
    { acting, at: now },
    (tx) => insertSeries(tx, made, { by: acting.by, at: now }),
    (isNew) => (isNew ? { type: 'series-made', subject: id, detail: {} } : undefined),
  );
  await series.wake(id).catch((error: unknown) => onLateFailure(id, error));
  return withNights(db, await findSeries(db, id), now);
}

/** If the first night were opened now, somebody would be told, and its work could be done. */
async function checkFirstNight(checks: WorkChecks, { window, recurrence }: SeriesBody, now: number): Promise<void> {
  const [first] = nextNights(recurrence, now, 1);
  if (!first) return;
  const { scope, visibility, work, verification } = bodyOfNight(window, first);
  try {
    await checkScope(checks.db, { scope, visibility });
    const planned = optional({
      work: work && toWorkPlan(work),
      verification: verification && toVerification(verification),
    });
    await mustBeWorkable(checks, { scope, slot: first, ...planned });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const faults = error.faults.map(({ field, message }) => ({ field: `window.${field}`, message }));
    throw new KnownError(error.code, error.message, faults);
  }
}
