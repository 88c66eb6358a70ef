import { setTimeout as pause } from 'node:timers/promises';
import type { ChatChannel } from '../../activities/ports';
import { createChannelStates, type ChannelStates } from '../../store/channel-states';
import type { Database } from '../../store/database';
import { readAffectedCustomers, readInternalEntry } from '../../store/internal-entry';
import { createRequestSlots } from '../../store/request-slots';
import { behindBecause } from './behind';
import { converge } from './converge';
import { MOST_CUSTOMERS } from './customer-list';
import { desiredThread, type Looks } from './desired-thread';
import { createIncomingWebhook } from './incoming-webhook';
import { createSlackApiClient, type SlackApiClient } from './slack-api-client';

/** The channel's name in `channel_states`. */
const SLACK_CHANNEL = 'slack';

/** The longest a request may take (ms). */
const REQUEST_TIMEOUT = 15_000;
/** The longest to queue for the channel's pace (ms); then the attempt ends, so that it holds no worker's place. */
const PATIENCE = 15_000;
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
    ...{ token, channel, url, timeoutMs: REQUEST_TIMEOUT, patienceMs: PATIENCE },
    slots: createRequestSlots(db, `slack\n${channel}\n${token}`, { spacingMs: SPACING }),
    sleep: (ms) => pause(ms),
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
      try {
        const client = createClient();
        const request = {
          desired: desiredThread(entry, looks),
          customers: () => readAffectedCustomers(db, entry.view, MOST_CUSTOMERS),
          // installations that share a channel keep apart by their addresses
          origin: looks.publicUrl,
        };
        const drift = await converge({ client, states, clock, settleMs }, request);
        await states.succeeded(reference, entry.view.sequence, clock(), drift);
        return { converged: true, calls: client.calls, ...(drift.length > 0 ? { drift } : {}) };
      } catch (error) {
        return behindBecause(error, (why) => states.failed(reference, why, clock()));
      }
    },
  };
}

/** The same for an incoming webhook, of Slack or of another chat. */
export function createWebhookMessages(db: Database, url: string, publicUrl: string): ChatChannel {
  return createIncomingWebhook({
    ...{ url, publicUrl, clock: Date.now, timeoutMs: REQUEST_TIMEOUT, patienceMs: PATIENCE },
    states: createChannelStates(db, SLACK_CHANNEL),
    slots: createRequestSlots(db, `slack\n${url}`, { spacingMs: SPACING }),
    read: (reference) => readInternalEntry(db, reference),
    sleep: (ms) => pause(ms),
  });
}
