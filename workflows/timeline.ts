import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Refusal } from '../domain/shared/errors';
import type { RecordedEvent } from '../domain/window/events';

// an operator sees it waiting in the UI when the database is away, with the reason of its last failure
const { recordTimeline } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  // a killed worker is noticed after this
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  summary: 'Write the timeline',
});

/**
 * Puts a step on the timeline before anything acts on it; returns when it is there, however long that takes. Only the events
 * travel: the store evolves the same state from them, which keeps histories small. A change of plan that cannot be beside
 * others is refused there; then nothing was written.
 */
export async function recordStep(reference: string, events: readonly RecordedEvent[]): Promise<Refusal | undefined> {
  // histories older than refusals have no result
  const recorded = await recordTimeline({ reference, events });
  return recorded?.refusal;
}
