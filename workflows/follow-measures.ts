import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { MeasureActivities } from '../activities';
import { wakeSignal } from './messages';
import { MEASURES } from './queues';

const { followMeasures: follow } = proxyActivities<MeasureActivities>({
  ...MEASURES,
  startToCloseTimeout: '10 minutes',
  // a killed worker is noticed after this; the activity beats every second
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2s', maximumInterval: '5 minutes' },
  summary: 'Write to whoever owns a measure',
});

/**
 * The preventive measures of a window (E5), from the publication of its report until each is done or given up: sleeps until the next
 * date, and has its owner written to. The window itself may be closed long before. Its history holds the reference and figures alone.
 */
export async function followMeasures(reference: string): Promise<void> {
  let wanted = 1;
  setHandler(
    wakeSignal,
    () => {
      wanted++;
    },
    { description: 'A measure was published, ended or postponed: look again' },
  );
  for (;;) {
    const target = wanted;
    const { open, nextAt } = await follow({ reference, now: Date.now() });
    if (nextAt === null && wanted === target) return;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof followMeasures>(reference);
    const pause = Math.max(1_000, (nextAt ?? 0) - Date.now());
    await condition(() => wanted > target, pause, { summary: `Next look at ${String(open)} measures` });
  }
}
