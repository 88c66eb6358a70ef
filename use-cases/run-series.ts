import type { Occasion } from '../domain/audit/doors';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import { getSeries, setSeriesState, type Series } from '../store/series/series';
import { findSeries, refuseEnded, type SeriesDependencies } from './find-series';
import { withNights, type SeriesWithNights } from './read-series';

/**
 * The life of a series (L10): each function here throws KnownError `not-found`, and answers the series as it is now. The database
 * decides what is opened, so a pause or an end holds whether the schedule hears of it or not.
 */

/** Opens no further windows for now; those that are open stay. Throws KnownError `series-ended`. */
export async function pauseSeries(deps: SeriesDependencies, id: string, occasion: Occasion): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  await findSeries(db, id);
  const series = (await changeState(db, id, 'paused', occasion)) ?? (await findSeries(db, id));
  refuseEnded(series);
  await client.pause(id, 'paused through Forewarn').catch(late(deps, id));
  return withNights(db, series, occasion.at);
}

/**
 * Opens windows again, those inside the lead at once, and puts a schedule back that is missing in Temporal. Throws KnownError
 * `series-ended` or Temporal's.
 */
export async function resumeSeries(
  deps: SeriesDependencies,
  id: string,
  occasion: Occasion,
): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  const paused = await findSeries(db, id);
  refuseEnded(paused);
  const { timeZone, until } = paused.recurrence;
  await client.schedule({ id, timeZone, until });
  const series = (await changeState(db, id, 'active', occasion)) ?? paused;
  refuseEnded(series);
  await client.wake(id).catch(late(deps, id));
  return withNights(db, series, occasion.at);
}

/** Ends a series for good; windows that are open stay. A second time changes nothing. */
export async function endSeries(deps: SeriesDependencies, id: string, occasion: Occasion): Promise<SeriesWithNights> {
  const { db, series: client } = deps;
  await findSeries(db, id);
  const series = (await changeState(db, id, 'ended', occasion)) ?? (await findSeries(db, id));
  await client.remove(id).catch(late(deps, id));
  return withNights(db, series, occasion.at);
}

const EVENTS = { paused: 'series-paused', active: 'series-resumed', ended: 'series-ended' } as const;

/** The series as it is then, on record where this has changed it; undefined when there is none. */
async function changeState(
  db: Database,
  id: string,
  state: Series['state'],
  occasion: Occasion,
): Promise<Series | undefined> {
  const change = { by: occasion.acting.by, at: occasion.at };
  const [, after] = await onRecord(
    db,
    occasion,
    async (tx) => [await getSeries(tx, id), await setSeriesState(tx, id, state, change)] as const,
    ([before, now]) =>
      now && before?.state !== now.state ? { type: EVENTS[state], subject: id, detail: {} } : undefined,
  );
  return after;
}

function late({ onLateFailure }: SeriesDependencies, id: string): (error: unknown) => void {
  return (error) => onLateFailure(id, error);
}
