import { proxyActivities, sleep } from '@temporalio/workflow';
import type { BareActivities } from './bare';

const { stamp } = proxyActivities<BareActivities>({ startToCloseTimeout: '10s' });

/** The smallest workflow with a due time: a timer, then an activity. `at` is UTC ms. */
export async function bareTimer(name: string, at: number): Promise<void> {
  await sleep(Math.max(1, at - Date.now()));
  await stamp(name);
}
