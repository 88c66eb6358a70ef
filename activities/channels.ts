import type { Channel } from '../domain/channels/channels';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { ChannelOutcome } from './ports/channels';
import { optional } from '../domain/shared/optional';

/** The result of an attempt, and what its loop needs to know of the window. */
export type ChannelStep =
  | {
      readonly converged: true;
      /** The window is over: the outside shows all there will be. */
      readonly over: boolean;
      /** The window was called off, and the outside shows that (L7). */
      readonly undone: boolean;
      /** See `ChannelOutcome`. */
      readonly repaired?: readonly string[];
      readonly lookAgainInMs?: number;
    }
  | Extract<ChannelOutcome, { readonly behind: string }>;

export function createChannelActivities({ channels, windowPhase }: Pick<Ports, 'channels' | 'windowPhase'>) {
  return {
    /** Makes one channel equal to the window on record; may be killed anywhere and repeated. `now` is the loop's clock, UTC ms. */
    async convergeChannel(input: {
      readonly reference: string;
      readonly channel: Channel;
      readonly now: number;
    }): Promise<ChannelStep> {
      return whileBeating(async () => {
        // read before the channel does: what happens meanwhile wakes the loop again
        const phase = await windowPhase(input.reference);
        const outcome = await channels[input.channel]?.converge(input.reference, input.now);
        if (outcome && 'behind' in outcome) return outcome;
        return {
          converged: true,
          over: phase === undefined || phase === 'closed' || phase === 'cancelled',
          undone: phase === 'cancelled',
          ...optional({ repaired: outcome?.repaired, lookAgainInMs: outcome?.lookAgainInMs }),
        };
      });
    },
  };
}
export type ChannelActivities = ReturnType<typeof createChannelActivities>;
