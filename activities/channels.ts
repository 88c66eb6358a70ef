import type { Channel } from '../domain/channels/channels';
import { whileBeating } from './heartbeat';
import type { Ports } from './ports';
import type { ChannelOutcome } from './ports/channels';

/** What became of an attempt, and what its loop needs to know of the window. */
export type ChannelStep =
  | {
      readonly converged: true;
      /** The window is over: the outside shows all there will be. */
      readonly over: boolean;
      /** The window was called off, and the outside shows that (L7). */
      readonly undone: boolean;
    }
  | {
      readonly behind: string;
      readonly retryInMs?: number;
      /** Waiting is part of the channel's own schedule, and nobody has to look. */
      readonly patient?: true;
    };

type ChannelPorts = Pick<Ports, 'statusPage' | 'slack' | 'webhooks' | 'windowPhase'>;

export function createChannelActivities(ports: ChannelPorts) {
  return {
    /** Makes one channel equal to the window on record; may be killed anywhere and repeated. `now` is the loop's clock, UTC ms. */
    async convergeChannel(input: {
      readonly reference: string;
      readonly channel: Channel;
      readonly now: number;
    }): Promise<ChannelStep> {
      return whileBeating(async () => {
        // read before the channel looks: what happens meanwhile wakes the loop again
        const phase = await ports.windowPhase(input.reference);
        const outcome = await converge(ports, input);
        if ('behind' in outcome) return outcome;
        return {
          converged: true,
          over: phase === undefined || phase === 'closed' || phase === 'cancelled',
          undone: phase === 'cancelled',
        };
      });
    },
  };
}
export type ChannelActivities = ReturnType<typeof createChannelActivities>;

async function converge(
  { statusPage, slack, webhooks }: ChannelPorts,
  { reference, channel, now }: { reference: string; channel: Channel; now: number },
): Promise<ChannelOutcome & { patient?: true }> {
  switch (channel) {
    case 'statuspage':
      return statusPage ? statusPage.converge(reference) : { converged: true, calls: 0 };
    case 'slack':
      return slack ? slack.converge(reference) : { converged: true, calls: 0 };
    case 'webhooks': {
      await webhooks.fanOut(reference);
      const { open, retryInMs } = await webhooks.deliver(reference, now);
      if (open === 0) return { converged: true, calls: 0 };
      return {
        behind: `${String(open)} webhooks wait`,
        patient: true,
        ...(retryInMs === undefined ? {} : { retryInMs }),
      };
    }
  }
}
