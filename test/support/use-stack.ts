import { Client, Connection } from '@temporalio/client';
import { testDatabase } from './database';
import { startRecordingSmtp, type RecordingSmtp } from './recording-smtp';
import { Stack, type StackEnv } from './stack';
import { optional } from '../../domain/shared/optional';

interface Rack {
  readonly count: number;
  readonly rack?: string;
  readonly prefix?: string;
}

/**
 * Everything as real processes with a recording mail server, and a Temporal client, for the tests of one file. The first rack
 * is the one for windows whose test names none. After each test the mail server's faults are removed.
 */
export function useStack({
  connections,
  racks,
  env,
}: {
  connections?: number;
  racks: readonly Rack[];
  env?: StackEnv;
}) {
  const database = testDatabase();
  const world = {} as {
    readonly smtp: RecordingSmtp;
    readonly stack: Stack;
    readonly connection: Connection;
    readonly client: Client;
  };

  beforeAll(async () => {
    const smtp = await startRecordingSmtp();
    Object.assign(world, { smtp });
    const stack = await Stack.start(database.url(), smtp.url, optional({ connections, env }));
    Object.assign(world, { stack });
    for (const { count, ...where } of racks) await stack.fillInventory(count, where);
    const connection = await Connection.connect({ address: stack.env.TEMPORAL_ADDRESS ?? '' });
    Object.assign(world, { connection, client: new Client({ connection }) });
  });
  afterEach(() => {
    world.smtp.rules = {};
  });
  afterAll(async () => {
    await world.connection.close();
    await world.stack.stop();
    await world.smtp.close();
  });
  return world;
}
