import { Context } from '@temporalio/activity';
import { SECOND } from '../domain/shared/time';
import type { Ports } from './ports';
import type { SeriesProgress } from './ports/series';

/** The workflow's heartbeat timeout is five of these. */
const HEARTBEAT_MS = 2 * SECOND;

export function createSeriesActivities({ series }: Pick<Ports, 'series'>) {
  return {
    /** Opens every night of a series whose time has come (L10). Repeating it opens nothing twice. */
    async openDueNights(seriesId: string): Promise<SeriesProgress> {
      const context = Context.current();
      const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await series.openDue(seriesId, () => context.cancellationSignal.aborted);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
export type SeriesActivities = ReturnType<typeof createSeriesActivities>;
