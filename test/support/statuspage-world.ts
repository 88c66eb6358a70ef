import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StatusPageChannel } from '../../activities/ports';
import { createStatuspageChannel } from '../../channels/status-page/statuspage/statuspage-channel';
import {
  createStatuspageApiClient,
  type StatuspageApiClient,
} from '../../channels/status-page/statuspage/statuspage-api-client';
import { startStatuspageStandIn, type StatuspageStandIn } from '../../dev/statuspage/stand-in';
import { createChannelStates, type ChannelStates } from '../../store/channel-states';
import { openDatabase, type Database } from '../../store/database';
import { createRequestSlots } from '../../store/request-slots';
import { updateParagraphs } from '../../web/status/wording';
import { testDatabase } from './database';
import { seedInventory } from './public-life';
import { T0 } from './windows';

export const KEY = 'canary-key-5d1f';
export const PAGE = 'ab12cd34ef56';
export const SETTLE = 60_000;

export const MAPPING = {
  locations: { 'eu-1/dc-1': ['vienna1'], 'eu-1/dc-2': ['vienna2'], 'us-1': ['america'] },
};

/** Called at every step of an attempt that reaches out of the process; throws when the process is dead. */
export type Reach = <T>(work: () => Promise<T>) => Promise<T>;

const alive: Reach = (work) => work();

/** The channel over a real database and the stand-in, on one clock that only the channel's sleeping and the test move. */
export function useStatuspage() {
  const database = testDatabase();
  const time = { now: T0 };
  const clock = () => time.now;
  const world = {} as { db: Database; standIn: StatuspageStandIn; folder: string };

  beforeAll(async () => {
    world.db = openDatabase(database.url());
    await seedInventory(world.db);
    world.folder = await mkdtemp(path.join(tmpdir(), 'forewarn-statuspage-'));
    world.standIn = await startStatuspageStandIn({
      ...{ port: 0, key: KEY, page: PAGE, clock },
      components: [
        { id: 'vienna1', name: 'Vienna 1' },
        { id: 'vienna2', name: 'Vienna 2' },
        { id: 'america', name: 'North America' },
        { id: 'europe', name: 'Europe', group: true },
      ],
    });
    await map(MAPPING);
  });
  afterAll(async () => {
    await world.standIn.close();
    await world.db.destroy();
    await rm(world.folder, { recursive: true });
  });

  const mapFile = () => path.join(world.folder, 'map.json');
  /** Writes the mapping file; a text as it is. */
  async function map(mapping: unknown): Promise<void> {
    await writeFile(mapFile(), typeof mapping === 'string' ? mapping : JSON.stringify(mapping));
  }

  function client(change: { key?: string; page?: string; url?: string; timeoutMs?: number } = {}): StatuspageApiClient {
    const { key = KEY, page = PAGE, url = world.standIn.url, timeoutMs = 5_000 } = change;
    return createStatuspageApiClient({
      ...{ key, page, url, timeoutMs, patienceMs: 15_000 },
      slots: createRequestSlots(world.db, key, { clock }),
      sleep: (ms) => {
        time.now += ms;
        return Promise.resolve();
      },
    });
  }

  function channel(change: Parameters<typeof client>[0] & { reach?: Reach } = {}): StatusPageChannel {
    const { reach = alive, ...of } = change;
    return createStatuspageChannel({
      ...{ db: world.db, mapFile: mapFile(), origin: 'https://status.provider.example', clock, settleMs: SETTLE },
      describe: updateParagraphs,
      createClient: () => reaching(client(of), reach),
      states: reachingStates(createChannelStates(world.db, 'statuspage'), reach),
    });
  }

  return {
    time,
    map,
    mapFile,
    client,
    channel,
    databaseUrl: () => database.url(),
    get db() {
      return world.db;
    },
    get standIn() {
      return world.standIn;
    },
  };
}

function reaching(client: StatuspageApiClient, reach: Reach): StatuspageApiClient {
  return {
    get calls() {
      return client.calls;
    },
    page: () => reach(() => client.page()),
    components: () => reach(() => client.components()),
    setComponent: (id, status) => reach(() => client.setComponent(id, status)),
    async *incidents(list) {
      yield await reach(async () => {
        const all = [];
        for await (const some of client.incidents(list)) all.push(...some);
        return all;
      });
    },
    incident: (id) => reach(() => client.incident(id)),
    create: (prepare) => reach(() => client.create(prepare)),
    update: (id, prepare) => reach(() => client.update(id, prepare)),
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
