import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { RecordedEvent } from '../domain/window/events';
import { begunNotices } from '../domain/window/facts';
import type { WindowState } from '../domain/window/types';
import { viewOf } from '../domain/window/view';

// one quick try inside the workflow task costs a single event; it is the case every day
const quick = proxyLocalActivities<Activities>({ startToCloseTimeout: '4s', retry: { maximumAttempts: 1 } });

// when the database is away an operator sees this one waiting in the UI, with the reason of its last failure
const patient = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  summary: 'Write the timeline',
});

/** Puts a step on the timeline before anything acts on it; returns when it is there, however long that takes. */
export async function recordStep(state: WindowState, events: readonly RecordedEvent[]): Promise<void> {
  const entry = { reference: state.reference, events, view: viewOf(state), notices: begunNotices(state, events) };
  try {
    await quick.recordTimeline(entry);
  } catch {
    // whatever kept the quick try from working, the patient one waits for: the entry is idempotent
    await patient.recordTimeline(entry);
  }
}
