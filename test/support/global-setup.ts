import { randomUUID } from 'node:crypto';
import { startTestServer } from './database-server';
import { dropDatabases, makeTemplate } from './database-template';

declare global {
  /** Undoes global-setup; the same process runs global-teardown. */
  var stopTestServer: (() => Promise<void>) | undefined;
}

/**
 * One PostgreSQL for the whole run, however many projects take part, with every migration applied to a template that each test
 * file copies (test/support/database.ts). TEST_DATABASE_SERVER, when set beforehand, names an existing server; the databases of
 * this run are removed from it afterwards. jest's workers inherit the environment set here.
 */
export default async function globalSetup(): Promise<void> {
  // in case jest calls it for each project that names it
  if (globalThis.stopTestServer) return;
  const own = process.env.TEST_DATABASE_SERVER;
  const run = `t_${randomUUID().slice(0, 8)}`;
  const server = own ? { url: own, stop: () => dropDatabases(own, run) } : await startTestServer();
  globalThis.stopTestServer = () => server.stop();
  await makeTemplate(server.url, `${run}_template`).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  process.env.TEST_DATABASE_SERVER = server.url;
  process.env.TEST_DATABASE_RUN = run;
}
