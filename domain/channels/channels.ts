import { ANNOUNCEMENT } from '../notices/notice-kinds';
import type { WindowEvent } from '../window/events';

/** Channels with a state outside of ours, each kept in step by a loop of its own (C3, C4, C6, C7, C8). */
export const CHANNELS = ['statuspage', 'slack', 'webhooks', 'silences'] as const;
export type Channel = (typeof CHANNELS)[number];

export const CHANNEL_TITLES: Record<Channel, string> = {
  statuspage: 'Statuspage entry',
  slack: 'Slack thread',
  webhooks: 'webhooks',
  silences: 'silence in monitoring',
};

/** What is so of a channel once a cancellation is undone on it (L7), after its title. */
export const CHANNEL_UNDONE: Record<Channel, string> = {
  statuspage: 'shows the cancellation',
  slack: 'shows the cancellation',
  webhooks: 'shows the cancellation',
  silences: 'has ended',
};

/**
 * What a channel's loop tells its window: that it cannot get on, that it can again, that a cancellation is undone, or that somebody had changed something outside by hand and it was put right, in words.
 */
export type ChannelReport =
  | { readonly channel: Channel; readonly state: 'troubled'; readonly trouble: string }
  | { readonly channel: Channel; readonly state: 'repaired'; readonly repaired: string }
  | { readonly channel: Channel; readonly state: 'mended' | 'undone' };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** After this many failures in a row the window needs attention; attempts go on. */
export const CHANNEL_TROUBLE_AFTER = 4;

/** How long a channel waits before its next attempt, after so many failures in a row: 10 s, doubling, at most 5 minutes. */
export function channelPause(failures: number): number {
  return Math.min(5 * MINUTE, 10 * SECOND * 2 ** Math.max(0, failures - 1));
}

/** How often a channel is checked while nothing happens, to find what was edited by hand outside. */
export const LOOK_AGAIN_MS = 6 * 60 * MINUTE;

/** Whether the people in the internal chat hear that a notice is out: the first one, and whatever failed somebody. */
export function isNews({ notice, outcome, counts }: Extract<WindowEvent, { type: 'notice-settled' }>): boolean {
  return notice.kind === ANNOUNCEMENT || outcome === 'broken' || counts.failed + (counts.untold ?? 0) > 0;
}

/** The channels that have to look at the record again after a step, in the order of CHANNELS. */
export function channelsConcerned(step: readonly WindowEvent[]): readonly Channel[] {
  const concerned = new Set(step.flatMap(concernedBy));
  return CHANNELS.filter((channel) => concerned.has(channel));
}

function concernedBy(event: WindowEvent): readonly Channel[] {
  switch (event.type) {
    case 'command-refused':
    case 'channel-undone':
      // the loop that reports this has just run, and would report it again
      return [];
    case 'notice-settled':
      return isNews(event) ? ['slack'] : [];
    case 'notice-returned':
    case 'notice-troubled':
    case 'notice-mended':
    case 'channel-troubled':
    case 'channel-mended':
    case 'channel-repaired':
      // what needs attention is shown to staff only
      return ['slack'];
    default:
      return CHANNELS;
  }
}
