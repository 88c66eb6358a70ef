import { ScheduleAlreadyRunning, ScheduleClient, ScheduleOverlapPolicy, type ScheduleSpec } from '@temporalio/client';
import { APPLY_RETENTION, RECONCILE_WINDOWS } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';

interface OwnSchedule {
  readonly workflowType: string;
  readonly spec: ScheduleSpec;
  /** A run that was missed is made up for within this; later the next one does. */
  readonly catchupWindow: '2 minutes' | '1 day';
  readonly summary: string;
}

/** What Forewarn does by itself again and again, by the id of its schedule, which is its workflow's, too. */
const OWN_SCHEDULES: Readonly<Record<string, OwnSchedule>> = {
  'forewarn-reconciling': {
    workflowType: RECONCILE_WINDOWS,
    // a difference is shown from the second comparison on, so within four minutes (T7)
    spec: { intervals: [{ every: '2 minutes' }] },
    catchupWindow: '2 minutes',
    summary: 'Compares windows with their records',
  },
  'forewarn-retention': {
    workflowType: APPLY_RETENTION,
    // daily, when the fewest work (T6)
    spec: { calendars: [{ hour: 3, minute: 17 }], jitter: '10 minutes' },
    catchupWindow: '1 day',
    summary: 'Forgets what is not kept any longer',
  },
};

/** Creates those schedules; an existing one stays unchanged, even if paused. */
export async function scheduleOwnWork(at: TemporalAccess): Promise<void> {
  const schedules = new ScheduleClient(at);
  for (const [id, { workflowType, spec, catchupWindow, summary }] of Object.entries(OWN_SCHEDULES)) {
    try {
      await schedules.create({
        scheduleId: id,
        spec,
        action: {
          type: 'startWorkflow',
          workflowType,
          workflowId: id,
          taskQueue: WINDOWS_QUEUE,
          staticSummary: summary,
        },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
