import { getExternalWorkflowHandle, proxyActivities, sleep } from '@temporalio/workflow';
import type { WorkActivities } from '../activities/work/work';
import { waitAfter } from '../domain/work/report';
import type { WorkReport } from '../domain/window/work-report';
import { WORK_QUEUE } from './queues';
import { workReport } from './window-work-messages';
import type { WorkItemInput } from './work-item-messages';

const { carryOutWork, doneAhead } = proxyActivities<WorkActivities>({
  taskQueue: WORK_QUEUE,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * One claim outside the window's own work, from its start to its end (S3). One that fails says so to its window, and the last one
 * before the start to each window whose work it was.
 */
export async function workItem({ key, reference }: WorkItemInput): Promise<void> {
  let seen = await carryOutWork({ key });
  for (let looks = 0; !seen.hasEnded; looks++) {
    await sleep(waitAfter(looks), { summary: 'Until the next look' });
    seen = await carryOutWork({ key });
  }
  if (seen.end === 'failed') await tell(reference, { state: 'one-failed' });
  for (const done of await doneAhead({ key })) {
    await tell(done.reference, { state: 'nothing-left', counts: done.counts });
  }
}

/** A window that is over hears nothing more. */
async function tell(reference: string, report: WorkReport): Promise<void> {
  await getExternalWorkflowHandle(reference)
    .signal(workReport, report)
    .catch(() => undefined);
}
