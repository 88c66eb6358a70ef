import { proxyActivities } from '@temporalio/workflow';
import type { KeepingActivities } from '../activities';
import type { Forgotten } from '../activities/ports/keeping';
import { CHANNELS_QUEUE } from './queues';

const { forgetWhatIsDue } = proxyActivities<KeepingActivities>({
  taskQueue: CHANNELS_QUEUE,
  startToCloseTimeout: '6 hours',
  // a killed worker is noticed after this; the activity beats every second
  heartbeatTimeout: '10s',
  // what is left waits for the next day
  scheduleToCloseTimeout: '20 hours',
  retry: { initialInterval: '10s', maximumInterval: '10 minutes' },
  summary: 'Forget what is not kept any longer',
});

/** Forgets what is not kept any longer (T6); started by a schedule, daily. Answers the rows by kind. */
export async function applyRetention(): Promise<Forgotten> {
  return forgetWhatIsDue();
}
