import type { ChatChannel } from '../../activities/ports';
import { createSlackApiClient, type SlackApiClient } from '../../channels/slack/slack-api-client';
import { createSlackThreads } from '../../channels/slack/slack-channel';
import { startSlackStandIn, type SlackStandIn } from '../../dev/slack/stand-in';
import { createChannelStates, type ChannelStates } from '../../store/channel-states';
import { openDatabase, type Database } from '../../store/database';
import { createRequestSlots } from '../../store/request-slots';
import { testDatabase } from './database';
import { seedInventory } from './public-life';
import { T0 } from './windows';

export const TOKEN = 'xoxb-canary-5d1f';
export const CHANNEL = 'C024BE91L';
export const SECRET = 'canary-signing-secret';
const SETTLE = 60_000;
const LOOKS = { hasButtons: true, canApprove: false, publicUrl: 'https://status.provider.example' };

/** Called at every step of an attempt that reaches out of the process; throws when the process is dead. */
export type Reach = <T>(work: () => Promise<T>) => Promise<T>;

const alive: Reach = (work) => work();

/** The channel over a real database and the stand-in, on one clock that only the channel's sleeping and the test move. */
export function useSlack() {
  const database = testDatabase();
  const time = { now: T0 };
  const clock = () => time.now;
  const world = {} as { db: Database; standIn: SlackStandIn };

  beforeAll(async () => {
    world.db = openDatabase(database.url());
    await seedInventory(world.db);
    world.standIn = await startSlackStandIn({ port: 0, token: TOKEN, signingSecret: SECRET, channel: CHANNEL, clock });
  });
  afterAll(async () => {
    await world.standIn.close();
    await world.db.destroy();
  });

  function client(change: { token?: string; channel?: string; url?: string; timeoutMs?: number } = {}): SlackApiClient {
    const { token = TOKEN, channel = CHANNEL, url = world.standIn.url, timeoutMs = 5_000 } = change;
    return createSlackApiClient({
      ...{ token, channel, url, timeoutMs, patienceMs: 15_000 },
      slots: createRequestSlots(world.db, token, { clock, spacingMs: 1_100 }),
      sleep: (ms) => {
        time.now += ms;
        return Promise.resolve();
      },
    });
  }

  function channel(change: Parameters<typeof client>[0] & { reach?: Reach } = {}): ChatChannel {
    const { reach = alive, ...of } = change;
    return createSlackThreads({
      ...{ db: world.db, clock, settleMs: SETTLE, looks: LOOKS },
      createClient: () => reaching(client(of), reach),
      states: reachingStates(createChannelStates(world.db, 'slack'), reach),
    });
  }

  return {
    time,
    client,
    channel,
    looks: LOOKS,
    get db() {
      return world.db;
    },
    get standIn() {
      return world.standIn;
    },
  };
}

function reaching(client: SlackApiClient, reach: Reach): SlackApiClient {
  const all = async function* <T>(pages: AsyncIterable<readonly T[]>) {
    yield await reach(async () => {
      const found: T[] = [];
      for await (const some of pages) found.push(...some);
      return found;
    });
  };
  return {
    get calls() {
      return client.calls;
    },
    whoAmI: () => reach(() => client.whoAmI()),
    channelInfo: () => reach(() => client.channelInfo()),
    post: (...args) => reach(() => client.post(...args)),
    update: (...args) => reach(() => client.update(...args)),
    thread: (ts) => all(client.thread(ts)),
    history: (since) => all(client.history(since)),
    upload: (...args) => reach(() => client.upload(...args)),
    openView: (...args) => reach(() => client.openView(...args)),
    whisper: (...args) => reach(() => client.whisper(...args)),
  };
}

function reachingStates(states: ChannelStates, reach: Reach): ChannelStates {
  return {
    load: (reference) => reach(() => states.load(reference)),
    save: (reference, version, outside) => reach(() => states.save(reference, version, outside)),
    succeeded: (reference, sequence, at) => reach(() => states.succeeded(reference, sequence, at)),
    failed: (reference, reason, at) => reach(() => states.failed(reference, reason, at)),
  };
}
