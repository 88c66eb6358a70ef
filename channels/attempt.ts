import type { ChannelOutcome } from '../activities/ports/channels';
import type { ChannelStates } from '../store/channel-states';
import { Waiting } from './outside';
import { ServiceFailure } from './service-failure';

/** How soon to try again after a failure that time may mend, or that a person must (ms). */
const RETRY_AWAY = 15_000;
const RETRY_REFUSED = 120_000;

export interface AttemptDependencies {
  readonly states: ChannelStates;
  /** UTC ms. */
  readonly clock: () => number;
}

/** What work that came to its end has to say. */
interface Done {
  /** Requests it took. */
  readonly calls: number;
  /** What somebody had changed by hand, in words. */
  readonly drift?: readonly string[];
}

/**
 * One attempt to make the outside equal to the window's `sequence`, put on record: what it came to, or why it broke off and when
 * the next one can help. Only what somebody may have to mend counts as a failure, waiting one's turn does not. Rejects with
 * anything unforeseen.
 */
export async function attempted(
  { states, clock }: AttemptDependencies,
  { reference, sequence }: { readonly reference: string; readonly sequence: number },
  work: () => Promise<Done>,
): Promise<ChannelOutcome> {
  try {
    const { calls, drift = [] } = await work();
    await states.succeeded(reference, sequence, clock(), drift);
    return { converged: true, calls, ...(drift.length > 0 ? { drift } : {}) };
  } catch (error) {
    if (error instanceof Waiting) return { behind: error.message, retryInMs: error.retryInMs };
    if (!(error instanceof ServiceFailure)) throw error;
    const { fault, message, retryInMs } = error;
    if (fault === 'queued') return { behind: message, retryInMs: retryInMs ?? RETRY_AWAY };
    await states.failed(reference, message, clock());
    const again = fault === 'away' || fault === 'limited' ? RETRY_AWAY : RETRY_REFUSED;
    return { behind: message, retryInMs: retryInMs ?? again };
  }
}
