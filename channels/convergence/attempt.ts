import type { ChannelStates } from '../../activities/ports/channel-records';
import type { ChannelOutcome } from '../../activities/ports/channels';
import { Waiting } from './known';
import { ServiceFailure } from './service-failure';
import { optional } from '../../domain/shared/optional';

/** How soon to try again when requests queue and nothing says for how long (ms). */
const NEXT_TURN = 15_000;

export interface AttemptDependencies {
  readonly states: ChannelStates;
  /** UTC ms. */
  readonly clock: () => number;
}

/** What an attempt that succeeded reports. */
type Done = Omit<Extract<ChannelOutcome, { readonly converged: true }>, 'converged'>;

/**
 * Runs one attempt to make the outside equal to the window's `sequence` and records how it ended: what it did, or why it stopped
 * and when the next one can help. Only what a person may have to correct counts as a failure; waiting does not. Rejects with any
 * error that is neither Waiting nor ServiceFailure.
 */
export async function attempted(
  { states, clock }: AttemptDependencies,
  { reference, sequence }: { readonly reference: string; readonly sequence: number },
  work: () => Promise<Done>,
): Promise<ChannelOutcome> {
  try {
    const { drift = [], ...done } = await work();
    await states.succeeded(reference, sequence, clock(), drift);
    return { converged: true, ...done, ...(drift.length > 0 ? { drift } : {}) };
  } catch (error) {
    if (error instanceof Waiting) return { behind: error.message, retryInMs: error.retryInMs };
    if (!(error instanceof ServiceFailure)) throw error;
    const { fault, message, retryInMs } = error;
    if (fault === 'queued') return { behind: message, retryInMs: retryInMs ?? NEXT_TURN };
    await states.failed(reference, message, clock());
    // without a pause asked for by the service the channel's loop decides: its pauses grow, so that a day's outage costs little
    return { behind: message, ...optional({ retryInMs }) };
  }
}
