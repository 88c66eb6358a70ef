import type { ChannelStates } from '../../activities/ports/channel-records';
import type { Channel } from '../../domain/channels/channels';
import type { Pace } from '../../channels/convergence/pace';
import { createChannelStates } from '../../store/channels/channel-states';
import { openDatabase, type Database } from '../../store/database/database';
import { createRequestSlots, type RequestSlotsOptions } from '../../store/channels/request-slots';
import { testDatabase } from './database';
import { seedInventory } from './public-life';
import { T0 } from './windows';

/** Called before every step of an attempt that leaves the process; throws when the process counts as dead. */
export type Reach = <T>(work: () => Promise<T>) => Promise<T>;

export const alive: Reach = (work) => work();

interface AnyStandIn {
  faults: (seen: never) => string | undefined;
  reset(): void;
  close(): Promise<void>;
}

/**
 * A real database with an inventory and a service's stand-in, on one clock that moves only by the channel's pauses and the
 * test.
 */
export function useChannelWorld<StandIn extends AnyStandIn>(startStandIn: (clock: () => number) => Promise<StandIn>) {
  const database = testDatabase();
  const time = { now: T0 };
  const clock = () => time.now;
  const world = {} as { db: Database; standIn: StandIn };

  beforeAll(async () => {
    world.db = openDatabase(database.url());
    await seedInventory(world.db);
    world.standIn = await startStandIn(clock);
  });
  beforeEach(() => {
    world.standIn.reset();
    world.standIn.faults = () => undefined;
  });
  afterAll(async () => {
    await world.standIn.close();
    await world.db.destroy();
  });

  return {
    time,
    clock,
    databaseUrl: () => database.url(),
    get db() {
      return world.db;
    },
    get standIn() {
      return world.standIn;
    },
    pace: (key: string, options?: Pick<RequestSlotsOptions, 'spacingMs'>): Pace => ({
      slots: createRequestSlots(world.db, key, { ...options, clock }),
      patienceMs: 15_000,
      sleep: (ms) => {
        time.now += ms;
        return Promise.resolve();
      },
    }),
    states: (channel: Channel, reach: Reach) => reachingStates(createChannelStates(world.db, channel), reach),
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

/** A list that is read page by page, as one step with one page. */
export async function* reachingPages<T>(pages: AsyncIterable<readonly T[]>, reach: Reach): AsyncGenerator<T[]> {
  yield await reach(async () => {
    const all: T[] = [];
    for await (const some of pages) all.push(...some);
    return all;
  });
}
