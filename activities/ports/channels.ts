import type { Channel } from '../../domain/channels/channels';

/** Channels with a state outside, each in step by itself (C7). */

/** Wakes the loops of a window's channels (C7); where none is configured there is no such port. */
export interface ChannelWaker {
  /** Each of them that is in use looks at the record once more; waking twice is as good as once. */
  wake(reference: string, concerned: ReadonlySet<Channel>): Promise<void>;
}

/**
 * What became of an attempt to make the outside equal to the window. `behind` says why not, without customers' data (T4), and is
 * retried; `retryInMs`: earlier cannot help.
 */
export type ChannelOutcome =
  | {
      readonly converged: true;
      /** Requests it took. */
      readonly calls: number;
      /** What somebody had changed by hand, in words; repaired, or left where so configured. */
      readonly drift?: readonly string[];
    }
  | { readonly behind: string; readonly retryInMs?: number };

/** A status page kept by another service (C3). */
export interface StatusPageChannel {
  /**
   * Makes the window's entry equal to the read model and tells each step once. May be repeated, killed anywhere and be late.
   * Does nothing for a window the public does not know (N7). Rejects when the database cannot be used.
   */
  converge(reference: string): Promise<ChannelOutcome>;
}

/** The provider's internal chat (C4). */
export interface ChatChannel {
  /**
   * Makes the window's thread equal to the read model and tells each update once; private windows, too. May be repeated, killed
   * anywhere and be late. Rejects when the database cannot be used.
   */
  converge(reference: string): Promise<ChannelOutcome>;
}
