import { readClock, wallClock } from '../domain/series/clock';
import { nextNights, type Night } from '../domain/series/nights';
import { DAY } from '../domain/shared/time';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import { listSeries, type Series } from '../store/series/series';
import { settledNights, type SettledNight } from '../store/series/series-nights';
import { findSeries } from './find-series';

/** So many nights are shown on either side of now. */
const SHOWN = 12;

/** A night that nothing has been done about yet. */
export interface PlannedNight extends Night {
  /** When its window will be opened (UTC ms); null while the series is paused. */
  readonly opensAt: number | null;
}

export type ShownNight = PlannedNight | SettledNight;

/** A series (L10) with the last nights that are over, all that are settled ahead, and the next planned ones; by start. */
export interface SeriesWithNights {
  readonly series: Series;
  readonly nights: readonly ShownNight[];
}

/** `now`: UTC ms. Throws KnownError `not-found`. */
export async function readSeries(db: Database, id: string, now: number): Promise<SeriesWithNights> {
  return withNights(db, await findSeries(db, id), now);
}

/** A series that has been read, with its nights. `now`: UTC ms. */
export async function withNights(db: Database, series: Series, now: number): Promise<SeriesWithNights> {
  const [past, ahead] = await Promise.all([
    settledNights(db, series.id, { to: now, limit: SHOWN, latest: true }),
    settledNights(db, series.id, { from: now }),
  ]);
  const coming: ShownNight[] = [...ahead, ...plannedBeside(series, ahead, SHOWN, now)];
  return { series, nights: [...past, ...coming.sort((one, other) => one.startsAt - other.startsAt)] };
}

/** A series in a list. */
export interface SeriesWithNext {
  readonly series: Series;
  /** The night that comes next, skipped ones left out; null when there is none. */
  readonly next: ShownNight | null;
}

/** Newest first. `now`: UTC ms. Throws KnownError for a cursor no list gave. */
export async function listSeriesWithNext(
  db: Database,
  filters: Parameters<typeof listSeries>[1],
  page: PageRequest,
  now: number,
): Promise<Page<SeriesWithNext>> {
  const { items, next } = await listSeries(db, filters, page);
  return { items: await Promise.all(items.map((series) => withNext(db, series, now))), next };
}

async function withNext(db: Database, series: Series, now: number): Promise<SeriesWithNext> {
  const ahead = await settledNights(db, series.id, { from: now });
  const [planned] = plannedBeside(series, ahead, ahead.length + 1, now);
  const settled = ahead.find(({ state }) => state !== 'skipped');
  const isPlannedFirst = planned && (!settled || planned.startsAt < settled.startsAt);
  return { series, next: (isPlannedFirst ? planned : settled) ?? null };
}

/** Of the next `count` nights those that are not among the settled ones. */
function plannedBeside(series: Series, settled: readonly Night[], count: number, now: number): PlannedNight[] {
  if (series.state === 'ended') return [];
  const known = new Set(settled.map(({ night }) => night));
  return nextNights(series.recurrence, now, count)
    .filter(({ night }) => !known.has(night))
    .map((night) => ({
      ...night,
      opensAt: series.state === 'active' ? Math.max(now, firstRun(series, night)) : null,
    }));
}

/** The schedule's first run, daily at local noon, that finds the night inside the lead. */
function firstRun({ recurrence: { timeZone }, leadDays }: Series, { startsAt }: Night): number {
  const from = startsAt - leadDays * DAY;
  const noons = [from, from + DAY].map((at) => readClock(wallClock(at, timeZone).date, '12:00', timeZone)?.at);
  return noons.find((noon) => noon !== undefined && noon > from) ?? from + DAY;
}
