import { ScheduleAlreadyRunning, ScheduleClient, ScheduleOverlapPolicy } from '@temporalio/client';
import { RECONCILE_WINDOWS } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';

const SCHEDULE = 'forewarn-reconciling';

/** A difference is shown from the second comparison on, so within four minutes. */
const EVERY = '2 minutes';

/** Creates the schedule that compares windows with their records (T7); an existing one stays unchanged, even if paused. */
export async function scheduleReconciling(at: TemporalAccess): Promise<void> {
  try {
    await new ScheduleClient(at).create({
      scheduleId: SCHEDULE,
      spec: { intervals: [{ every: EVERY }] },
      action: {
        type: 'startWorkflow',
        workflowType: RECONCILE_WINDOWS,
        workflowId: SCHEDULE,
        taskQueue: WINDOWS_QUEUE,
        staticSummary: 'Compares windows with their records',
      },
      // the next run makes up for a missed one
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: EVERY },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
