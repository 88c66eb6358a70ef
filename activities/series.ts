import { Context } from '@temporalio/activity';
import type { Ports, SeriesProgress } from './ports';

export function createSeriesActivities({ series }: Pick<Ports, 'series'>) {
  return {
    /** Opens every night of a series whose time has come (L10). Repeating it opens nothing twice. */
    async openDueNights(seriesId: string): Promise<SeriesProgress> {
      return series.openDue(seriesId, () => Context.current().heartbeat());
    },
  };
}
export type SeriesActivities = ReturnType<typeof createSeriesActivities>;
