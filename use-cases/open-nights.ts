import type { SeriesNights, SeriesProgress } from '../activities/ports/series';
import { ERRORS, KnownError } from '../domain/shared/errors';
import { bodyOfNight } from '../domain/series/body';
import { nights, type Night } from '../domain/series/nights';
import { DAY, MINUTE } from '../domain/shared/time';
import { freeSlots } from '../store/planning/slots';
import { getSeries, watchFrom, type Series } from '../store/series/series';
import {
  markOpened,
  markRefused,
  noteOpenWindows,
  renewReservation,
  reserveNight,
  settledNights,
} from '../store/series/series-nights';
import { openWindow, type OpeningDependencies } from './open-window';

export interface NightsDependencies extends OpeningDependencies {
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * A reference that Temporal knows and the database does not, for so long, is of a window of another database (one restored
 * or made anew): a window of ours would have been recorded, because the worker that asks also runs the windows.
 */
const FOREIGN_AFTER_MS = 5 * MINUTE;

/** Opens the nights of series (L10) in the same way as the API opens windows. */
export function createSeriesNights(deps: NightsDependencies): SeriesNights {
  const { db, clock } = deps;
  return {
    async openDue(seriesId, isStopped) {
      const series = await getSeries(db, seriesId);
      const progress: SeriesProgress = { state: series?.state ?? 'unknown', opened: [], refused: [] };
      if (series?.state !== 'active') return progress;
      const now = clock();
      await noteOpenWindows(db, seriesId, now);
      const waiting: string[] = [];
      let cause: unknown;
      for (const night of await dueNights(deps, series, now)) {
        if (isStopped()) throw new Error(`stopped before the night ${night.night} of ${seriesId}`);
        const outcome = await openNight(deps, series, night).catch((error: unknown): Outcome => {
          cause = error;
          return { waits: 'failed' };
        });
        if (outcome === undefined) continue;
        if ('waits' in outcome) waiting.push(`${night.night} (${outcome.waits})`);
        else if ('refused' in outcome) progress.refused.push(night.night);
        else progress.opened.push(outcome.reference);
      }
      if (waiting.length > 0) throw new Error(`nights of ${seriesId} that wait: ${waiting.join(', ')}`, { cause });
      await watchFrom(db, seriesId, now);
      return progress;
    },
  };
}

/**
 * Nights that are neither opened nor skipped nor refused, from the last time this ran, however long ago, to the end of the
 * lead: one that passed while the system was down is refused with its reason, not forgotten.
 */
async function dueNights({ db }: NightsDependencies, series: Series, now: number): Promise<Night[]> {
  const from = series.watchedFrom;
  const to = now + series.leadDays * DAY;
  const rows = await settledNights(db, series.id, { from, orOpening: true });
  const settled = new Set(rows.filter(({ state }) => state !== 'opening').map(({ night }) => night));
  // of a night whose reference is set apart the instants stand, whatever has become of its time zone since
  const opening = rows.filter(({ state }) => state === 'opening');
  const begun = new Set(opening.map(({ night }) => night));
  const planned = nights(series.recurrence, from, to).filter(({ night }) => !settled.has(night) && !begun.has(night));
  return [...opening, ...planned].sort((a, b) => a.startsAt - b.startsAt);
}

type Outcome = { readonly reference: string } | { readonly refused: true } | { readonly waits: string };

/** Opens one night once, however often it is tried; undefined when it was settled or the series was paused meanwhile. */
async function openNight(deps: NightsDependencies, series: Series, night: Night): Promise<Outcome | undefined> {
  const { db, clock } = deps;
  const now = clock();
  const by = `series ${series.id}`;
  const reservation = await reserveNight(db, series.id, night, { by, at: now });
  if (!reservation) return undefined;
  const { reference, isFresh, since } = reservation;
  const attempt = {
    reference: isFresh ? undefined : reference,
    reserved: reference,
    remember: () => Promise.resolve(),
  };
  const body = bodyOfNight(series.template, night);
  // whoever planned the series has drawn up its windows
  const authors = [series.createdBy];
  try {
    await openWindow(deps, { body, actor: { by }, authors, door: 'clock', now, attempt });
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const isForeign = error.code === 'key-in-progress' && now - since > FOREIGN_AFTER_MS;
    if (isForeign) {
      await renewReservation(db, series.id, night.night, reference, now);
      await freeSlots(db, reference);
    }
    if (ERRORS[error.code].retryable) return { waits: error.code };
    await markRefused(db, series.id, night.night, { reason: error.message, at: now });
    return { refused: true };
  }
  await markOpened(db, series.id, night.night, clock());
  return { reference };
}
