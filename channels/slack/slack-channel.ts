import type { ChatChannel } from '../../activities/ports/channels';
import { createChannelStates, type ChannelStates } from '../../store/channels/channel-states';
import type { Database } from '../../store/database/database';
import { readAffectedCustomers, readInternalEntry } from '../../store/windows/internal-entry';
import { attempted } from '../convergence/attempt';
import { createPace } from '../convergence/pace';
import { converge } from './converge';
import { MOST_CUSTOMERS } from './customer-list';
import { desiredThread, type Looks } from './desired-thread';
import { createIncomingWebhook } from './incoming-webhook';
import { createSlackApiClient, type SlackApiClient } from './slack-api-client';

/** The channel's name in `channel_states`. */
const SLACK_CHANNEL = 'slack';

/** The longest a request may take (ms). */
const REQUEST_TIMEOUT = 15_000;
/** A write without an answer may arrive so late (ms). */
const SETTLE = 60_000;
/** About one message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits), a little less. */
const SPACING = 1_100;

export interface BotSettings {
  readonly token: string;
  readonly channel: string;
  readonly url: string;
}

/** A client for one channel under its pace, which all workers on the database share. */
export function createPacedSlackClient(db: Database, { token, channel, url }: BotSettings): SlackApiClient {
  return createSlackApiClient({
    ...{ token, channel, url, timeoutMs: REQUEST_TIMEOUT },
    ...createPace(db, `slack\n${channel}\n${token}`, { spacingMs: SPACING }),
  });
}

export interface SlackChannelDependencies {
  readonly db: Database;
  readonly looks: Looks;
  /** One for each attempt, so that its calls are counted. */
  readonly createClient: () => SlackApiClient;
  readonly states?: ChannelStates;
  /** UTC ms. */
  readonly clock?: () => number;
  readonly settleMs?: number;
}

/** Keeps one thread for each window in the internal channel (C4), independently of every other channel (C7). */
export function createSlackThreads(deps: SlackChannelDependencies): ChatChannel {
  const { db, looks, createClient, clock = Date.now, settleMs = SETTLE } = deps;
  const states = deps.states ?? createChannelStates(db, SLACK_CHANNEL);
  return {
    async converge(reference) {
      const entry = await readInternalEntry(db, reference);
      if (!entry) return { converged: true, calls: 0 };
      const { sequence } = entry.view;
      return attempted({ states, clock }, { reference, sequence }, async () => {
        const client = createClient();
        const request = {
          desired: desiredThread(entry, looks),
          customers: () => readAffectedCustomers(db, entry.view, MOST_CUSTOMERS),
          // installations that share a channel keep apart by their addresses
          origin: looks.publicUrl,
        };
        const drift = await converge({ client, states, clock, settleMs }, request);
        return { calls: client.calls, drift };
      });
    },
  };
}

/** The same for an incoming webhook, of Slack or of another chat. */
export function createWebhookMessages(db: Database, url: string, publicUrl: string): ChatChannel {
  return createIncomingWebhook({
    ...{ url, publicUrl, clock: Date.now, timeoutMs: REQUEST_TIMEOUT },
    ...createPace(db, `slack\n${url}`, { spacingMs: SPACING }),
    states: createChannelStates(db, SLACK_CHANNEL),
    read: (reference) => readInternalEntry(db, reference),
  });
}
