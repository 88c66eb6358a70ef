import type { ChannelAdapter } from '../activities/ports/channels';
import { createPace } from '../channels/convergence/pace';
import { createIncomingWebhook } from '../channels/slack/incoming-webhook';
import { createSlackApiClient, type SlackApiClient } from '../channels/slack/slack-api-client';
import { createSlackThreads, type SlackRecords } from '../channels/slack/slack-channel';
import type { Config, SlackBot } from '../config/config';
import { createChannelStates } from '../store/channels/channel-states';
import { createRequestSlots } from '../store/channels/request-slots';
import type { Database } from '../store/database/database';
import { readAffectedCustomers, readInternalEntry } from '../store/windows/internal-entry';

/** The longest duration of a request (ms). */
const REQUEST_TIMEOUT = 15_000;
/**
 * Time between messages (ms): a little more than the second that Slack asks for in a channel
 * (https://docs.slack.dev/apis/web-api/rate-limits).
 */
const SPACING = 1_100;

/** The configured internal chat, if any (C4). */
export function createSlackChannel(
  db: Database,
  { slack, publicUrl, signIn }: Pick<Config, 'slack' | 'publicUrl' | 'signIn'>,
): ChannelAdapter | undefined {
  if (!slack) return undefined;
  const hasConsole = signIn !== undefined;
  const records = slackRecords(db);
  if ('webhook' in slack) {
    return createIncomingWebhook({
      ...{ url: slack.webhook, publicUrl, hasConsole, clock: Date.now, timeoutMs: REQUEST_TIMEOUT },
      ...createPace(createRequestSlots(db, `slack\n${slack.webhook}`, { spacingMs: SPACING })),
      states: records.states,
      read: (reference) => records.readEntry(reference),
    });
  }
  return createSlackThreads({
    records,
    looks: {
      ...{ publicUrl, hasConsole },
      // without anybody who may press there is nothing to press
      hasButtons: slack.signingSecret !== undefined && slack.users.size > 0,
      canApprove: [...slack.users.values()].some((name) => name !== undefined),
    },
    createClient: () => createPacedSlackClient(db, slack),
  });
}

/** A client for one channel with its rate limit, which all processes on the database share. */
export function createPacedSlackClient(
  db: Database,
  { token, channel, url }: Pick<SlackBot, 'token' | 'channel' | 'url'>,
): SlackApiClient {
  return createSlackApiClient({
    ...{ token, channel, url, timeoutMs: REQUEST_TIMEOUT },
    ...createPace(createRequestSlots(db, `slack\n${channel}\n${token}`, { spacingMs: SPACING })),
  });
}

/** What the chat shows about windows, from the database. */
export function slackRecords(db: Database): SlackRecords {
  return {
    states: createChannelStates(db, 'slack'),
    readEntry: (reference) => readInternalEntry(db, reference),
    readCustomers: (view, limit) => readAffectedCustomers(db, view, limit),
  };
}
