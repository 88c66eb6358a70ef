import type { ChannelStates } from '../../activities/ports/channel-records';
import type { ChannelOutcome } from '../../activities/ports/channels';
import { Waiting } from './known';
import { ServiceFailure } from './service-failure';
import { optional } from '../../domain/shared/optional';

/** How soon to ask for a turn again where none says when it comes (ms). */
const NEXT_TURN = 15_000;

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
    if (fault === 'queued') return { behind: message, retryInMs: retryInMs ?? NEXT_TURN };
    await states.failed(reference, message, clock());
    // what the service does not ask for is the loop's to decide: its pauses grow, so that a day's outage stays small
    return { behind: message, ...optional({ retryInMs }) };
  }
}
