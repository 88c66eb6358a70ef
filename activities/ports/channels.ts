import type { Channel } from '../../domain/channels/channels';

/** Channels with a state outside, each in step by itself (C7). */

/** Wakes the loops of a window's channels (C7). */
export interface ChannelWaker {
  /** Each of them that is in use looks at the record once more; waking twice is as good as once. */
  wake(reference: string, concerned: readonly Channel[]): Promise<void>;
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
      /** What was put right and is to be on the timeline, in words; given until the attempt's answer has surely arrived. */
      readonly repaired?: readonly string[];
      /** Earlier than usual, because time alone changes what is wanted outside (ms). */
      readonly lookAgainInMs?: number;
    }
  | {
      readonly behind: string;
      readonly retryInMs?: number;
      /** Waiting is part of the channel's own schedule, and nobody has to look. */
      readonly patient?: true;
    };

/** A channel: a status page kept by another service (C3), the internal chat (C4), customers' webhooks (C6), silences (C8). */
export interface ChannelAdapter {
  /**
   * Makes the outside equal to the window on record and tells each step once. May be repeated, killed anywhere and be late. Does
   * nothing for a window the channel may not show (N7). `now` is the workflow's clock, UTC ms, which retries follow. Rejects
   * when the database cannot be used.
   */
  converge(reference: string, now: number): Promise<ChannelOutcome>;
}

/** Every channel with its adapter; none where it is not configured. */
export type ChannelAdapters = Readonly<Record<Channel, ChannelAdapter | undefined>>;
