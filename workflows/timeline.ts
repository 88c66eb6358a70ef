import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { TimelineEntry } from '../activities/ports/timeline';
import { channelsConcerned } from '../domain/channels/channels';
import { urgencyOf } from '../domain/notices/urgency';
import type { Refusal } from '../domain/shared/errors';
import type { RecordedEvent } from '../domain/window/events';
import type { WindowClass } from '../domain/window/types';
import { RECORDING } from './queues';

// an operator sees it waiting in the UI when the database is away, with the reason of its last failure
const { recordTimeline } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  // a killed worker is noticed after this
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  summary: 'Write the timeline',
});

/** The events of a step, and how many of them each command has brought. */
export type Step = Omit<TimelineEntry, 'reference'>;

/**
 * Puts a step on the timeline before anything acts on it; returns when it is there, however long that takes. Only the events
 * travel: the store evolves the same state from them, which keeps histories small. A change of plan that cannot be beside
 * others is refused there; then nothing was written. Once it is written the channels it concerns are woken (C7), in the same
 * activity, because a step that is on record and wakes nobody would be shown hours later.
 */
export async function recordStep(
  reference: string,
  windowClass: WindowClass,
  step: Step,
): Promise<Refusal | undefined> {
  const { events } = step;
  const urgency = urgencyOfStep(windowClass, events);
  const options = {
    priority: RECORDING[urgency],
    // what a worker starts at once, without asking the server, passes everything that waits there
    allowEagerDispatch: urgency !== 'internal' && urgency !== 'rest',
  };
  const wake = channelsConcerned(events.map(({ event }) => event));
  const recorded = await recordTimeline.executeWithOptions(options, [{ reference, ...step, wake }]);
  return recorded?.refusal;
}

/** The most urgent of what the step brings about (N14). */
function urgencyOfStep(windowClass: WindowClass, events: readonly RecordedEvent[]): keyof typeof RECORDING {
  const urgencies = events.flatMap(({ event }) =>
    event.type === 'notice-begun' || event.type === 'notice-retried' ? [urgencyOf(windowClass, event.notice.kind)] : [],
  );
  if (urgencies.includes('emergency')) return 'emergency';
  if (urgencies.includes('customers')) return 'customers';
  if (events.some(({ door }) => door !== 'clock')) return 'person';
  return urgencies.length > 0 ? 'internal' : 'rest';
}
