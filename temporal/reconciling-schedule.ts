import { ScheduleAlreadyRunning, ScheduleClient, ScheduleOverlapPolicy, type ConnectionLike } from '@temporalio/client';
import { RECONCILE_WINDOWS } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';

const SCHEDULE = 'forewarn-reconciling';

/** A difference is shown from the second look on, so within four minutes. */
const EVERY = '2 minutes';

/** Makes the schedule that compares windows with their records (T7); one that is there stays as it is, also when paused. */
export async function scheduleReconciling(at: { connection: ConnectionLike; namespace: string }): Promise<void> {
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
      // what was missed is made good by the next one
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: EVERY },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
