import { proxyActivities } from '@temporalio/workflow';
import type { SeriesActivities } from '../activities';
import type { SeriesProgress } from '../activities/ports/series';
import { CHANNELS_QUEUE } from './queues';

const { openDueNights } = proxyActivities<SeriesActivities>({
  taskQueue: CHANNELS_QUEUE,
  // a first run may open a night of every day of a year
  startToCloseTimeout: '30 minutes',
  // it beats every two seconds; a killed worker is noticed after this
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2s', maximumInterval: '5 minutes' },
  summary: 'Open the nights that are due',
});

/**
 * Opens the windows of a series whose time has come (L10); started every day by the series' schedule, and by hand whenever
 * somebody likes. It goes on until every one is open or refused; while it does, the schedule starts no other.
 */
export async function openSeries(seriesId: string): Promise<SeriesProgress> {
  return openDueNights(seriesId);
}
