import { randomUUID } from 'node:crypto';
import { onDatabase, onServer } from './database-template';

/** A database for one test file. */
export interface TestDatabase {
  /** Its address; available from `beforeAll` on. */
  url(): string;
}

/**
 * Gives the test file a database of its own with every migration applied; call it once, at the top of the file. It is created
 * before the first test and dropped after the last. A database that still has connections then (jest runs the file's own
 * `afterAll` later) is left to global-teardown, so that no pool sees its connections break.
 */
export function testDatabase(): TestDatabase {
  let made: string | undefined;
  beforeAll(async () => {
    const { TEST_DATABASE_SERVER: server, TEST_DATABASE_RUN: run } = process.env;
    if (!server || !run)
      throw new Error('No test database: this project needs test/support/global-setup.ts (jest.config.js).');
    const name = `${run}_${randomUUID().replaceAll('-', '')}`;
    await onServer(server, `create database ${name} template ${run}_template`);
    made = onDatabase(server, name);
  });
  afterAll(async () => {
    const { TEST_DATABASE_SERVER: server } = process.env;
    if (!made || !server) return;
    const name = new URL(made).pathname.slice(1);
    const users = await onServer(server, `select 1 from pg_stat_activity where datname = '${name}'`);
    if (users.length === 0) await onServer(server, `drop database ${name} with (force)`);
  });
  return {
    url: () => {
      if (!made) throw new Error('The test database is made in beforeAll: use its url there or later.');
      return made;
    },
  };
}
