import { setSeriesState, type Change } from '../store/series/series';
import { findSeries, refuseEnded, type SeriesDependencies } from './find-series';
import { withNights, type SeriesWithNights } from './read-series';

/**
 * The life of a series (L10): each function here throws KnownError `not-found`, and answers the series as it is now. The database
 * decides what is opened, so a pause or an end holds whether the schedule hears of it or not.
 */

/** Opens no further windows for now; those that are open stay. Throws KnownError `series-ended`. */
export async function pauseSeries(deps: SeriesDependencies, id: string, change: Change): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  await findSeries(db, id);
  const series = (await setSeriesState(db, id, 'paused', change)) ?? (await findSeries(db, id));
  refuseEnded(series);
  await client.pause(id, 'paused through Forewarn').catch(late(deps, id));
  return withNights(db, series, change.at);
}

/**
 * Opens windows again, those inside the lead at once, and puts a schedule back that is missing in Temporal. Throws KnownError
 * `series-ended` or Temporal's.
 */
export async function resumeSeries(deps: SeriesDependencies, id: string, change: Change): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  const paused = await findSeries(db, id);
  refuseEnded(paused);
  const { timeZone, until } = paused.recurrence;
  await client.schedule({ id, timeZone, until });
  const series = (await setSeriesState(db, id, 'active', change)) ?? paused;
  refuseEnded(series);
  await client.wake(id).catch(late(deps, id));
  return withNights(db, series, change.at);
}

/** Ends a series for good; windows that are open stay. A second time changes nothing. */
export async function endSeries(deps: SeriesDependencies, id: string, change: Change): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  await findSeries(db, id);
  const series = (await setSeriesState(db, id, 'ended', change)) ?? (await findSeries(db, id));
  await client.remove(id).catch(late(deps, id));
  return withNights(db, series, change.at);
}

function late({ onLateFailure }: SeriesDependencies, id: string): (error: unknown) => void {
  return (error) => onLateFailure(id, error);
}
