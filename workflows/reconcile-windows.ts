import { proxyActivities } from '@temporalio/workflow';
import type { ReconcilingActivities } from '../activities';
import type { Reconciled } from '../activities/ports/reconciling';
import { CHANNELS_QUEUE } from './queues';

const { compareWindows } = proxyActivities<ReconcilingActivities>({
  taskQueue: CHANNELS_QUEUE,
  startToCloseTimeout: '30 minutes',
  // a killed worker is noticed after this; the activity beats every second
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2s', maximumInterval: '1 minute' },
  summary: 'Compare windows with their records',
});

/** Finds windows whose workflow and record disagree (T7); started by a schedule, one at a time. */
export async function reconcileWindows(): Promise<Reconciled> {
  return compareWindows();
}
