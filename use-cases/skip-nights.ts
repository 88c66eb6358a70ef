import type { Occasion } from '../domain/audit/doors';
import { nextNights, nightOn, type Night } from '../domain/series/nights';
import { KnownError } from '../domain/shared/errors';
import { toIso } from '../domain/shared/time';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import type { Series } from '../store/series/series';
import { skipNight, unskipNight } from '../store/series/series-nights';
import { findSeries, refuseEnded, type SeriesDependencies } from './find-series';
import { withNights, type SeriesWithNights } from './read-series';

/**
 * One night of a series off, or on again (L10). `date` is the local date on which it begins. Both throw KnownError `not-found`,
 * `no-such-night` for a date that is none or has begun, `series-ended`, and answer the series as it is now.
 */

/** No window is opened for the night. Throws KnownError `night-taken` when it has its window already. */
export async function leaveNightOut(
  db: Database,
  id: string,
  { date, reason }: { readonly date: string; readonly reason: string },
  occasion: Occasion,
): Promise<SeriesWithNights> {
  const series = await findSeries(db, id);
  const night = nightAhead(series, date, occasion.at);
  const change = { by: occasion.acting.by, at: occasion.at, reason };
  await onRecord(
    db,
    occasion,
    (tx) => skipNight(tx, id, night, change),
    () => ({ type: 'night-left-out', subject: id, detail: { night: night.night } }),
  );
  return withNights(db, series, occasion.at);
}

/** After a skip, or after a refusal whose reason is gone: the night's window is opened when its time comes. */
export async function takeNightIn(
  { db, series: client, onLateFailure }: SeriesDependencies,
  id: string,
  date: string,
  occasion: Occasion,
): Promise<SeriesWithNights> {
  const series = await findSeries(db, id);
  const { night } = nightAhead(series, date, occasion.at);
  await onRecord(
    db,
    occasion,
    (tx) => unskipNight(tx, id, night, { by: occasion.acting.by, at: occasion.at }),
    (isOn) => (isOn ? { type: 'night-taken-in', subject: id, detail: { night } } : undefined),
  );
  if (series.state === 'active') await client.wake(id).catch((error: unknown) => onLateFailure(id, error));
  return withNights(db, series, occasion.at);
}

/** A night of the series that has not begun. */
function nightAhead(series: Series, date: string, now: number): Night {
  refuseEnded(series);
  const night = nightOn(series.recurrence, date);
  if (night && night.startsAt > now) return night;
  const ahead = nextNights(series.recurrence, now, 3).map((next) => next.night);
  const others = ahead.length > 0 ? `The next ones are ${ahead.join(', ')}.` : 'It has none left.';
  const message = night ? `began at ${toIso(night.startsAt)}` : 'is no night of this series';
  throw new KnownError('no-such-night', `The night ${date} ${message}. ${others}`, [{ field: 'night', message }]);
}
