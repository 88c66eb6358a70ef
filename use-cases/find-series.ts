import { KnownError } from '../domain/shared/errors';
import type { Database } from '../store/database/database';
import { getSeries, type Series } from '../store/series/series';
import type { SeriesClient } from '../temporal/series-client';

/** What changes of series need. */
export interface SeriesDependencies {
  readonly db: Database;
  readonly series: SeriesClient;
  /** Called when a change is made but its schedule has not heard of it; nothing wrong is opened. */
  readonly onLateFailure: (id: string, error: unknown) => void;
}

/** Throws KnownError `not-found`. */
export async function findSeries(db: Database, id: string): Promise<Series> {
  const series = await getSeries(db, id);
  if (series) return series;
  throw new KnownError('not-found', `There is no series ${id}. GET /v1/series lists those there are.`);
}

/** Throws KnownError `series-ended`. */
export function refuseEnded({ id, state }: Series): void {
  if (state !== 'ended') return;
  throw new KnownError(
    'series-ended',
    `The series ${id} has ended, which is for good. Make a new one for further work.`,
  );
}
