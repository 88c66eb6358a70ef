import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { channelsConcerned } from '../domain/channels/channels';
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
 * others is refused there; then nothing was written. Once it is written the channels it concerns are woken (C7), in the same
 * activity, because a step that is on record and wakes nobody would be shown hours later.
 */
export async function recordStep(reference: string, events: readonly RecordedEvent[]): Promise<Refusal | undefined> {
  const wake = channelsConcerned(events.map(({ event }) => event));
  const recorded = await recordTimeline({ reference, events, wake });
  return recorded?.refusal;
}
