import type { ChannelAdapter } from '../../activities/ports/channels';
import { createSlackApiClient, type SlackApiClient } from '../../channels/slack/slack-api-client';
import { createSlackThreads } from '../../channels/slack/slack-channel';
import { slackRecords } from '../../composition/slack';
import { startSlackStandIn } from '../../stand-ins/slack/stand-in';
import { alive, reachingPages, useChannelWorld, type Reach } from './channel-world';

export const TOKEN = 'xoxb-canary-5d1f';
export const CHANNEL = 'C024BE91L';
export const SECRET = 'canary-signing-secret';
const LATE_WRITE_MS = 60_000;
const LOOKS = { hasButtons: true, canApprove: false, publicUrl: 'https://status.provider.example', hasConsole: true };

/** The channel with a real database and the stand-in. */
export function useSlack() {
  const world = useChannelWorld((clock) =>
    startSlackStandIn({ port: 0, token: TOKEN, signingSecret: SECRET, channel: CHANNEL, clock }),
  );

  function client(change: { token?: string; channel?: string; url?: string; timeoutMs?: number } = {}): SlackApiClient {
    const { token = TOKEN, channel = CHANNEL, url = world.standIn.url, timeoutMs = 5_000 } = change;
    return createSlackApiClient({ token, channel, url, timeoutMs, ...world.pace(token, { spacingMs: 1_100 }) });
  }

  function channel(change: Parameters<typeof client>[0] & { reach?: Reach } = {}): ChannelAdapter {
    const { reach = alive, ...of } = change;
    return createSlackThreads({
      ...{ clock: world.clock, lateWriteMs: LATE_WRITE_MS, looks: LOOKS },
      createClient: () => reaching(client(of), reach),
      records: { ...slackRecords(world.db), states: world.states('slack', reach) },
    });
  }

  const firsts = () => world.standIn.messages.filter(({ thread_ts }) => thread_ts === undefined);
  return Object.assign(world, {
    client,
    channel,
    looks: LOOKS,
    /** The first messages of all threads. */
    firsts,
    /** The first message of the only thread. */
    first: () => {
      const [only, ...others] = firsts();
      if (!only || others.length > 0) throw new Error(`there are ${String(firsts().length)} threads`);
      return only;
    },
    replies: () => world.standIn.messages.filter(({ thread_ts }) => thread_ts !== undefined),
  });
}

function reaching(client: SlackApiClient, reach: Reach): SlackApiClient {
  return {
    get calls() {
      return client.calls;
    },
    whoAmI: () => reach(() => client.whoAmI()),
    channelInfo: () => reach(() => client.channelInfo()),
    post: (...args) => reach(() => client.post(...args)),
    update: (...args) => reach(() => client.update(...args)),
    thread: (ts) => reachingPages(client.thread(ts), reach),
    history: (since) => reachingPages(client.history(since), reach),
    upload: (...args) => reach(() => client.upload(...args)),
    openView: (...args) => reach(() => client.openView(...args)),
    whisper: (...args) => reach(() => client.whisper(...args)),
  };
}
