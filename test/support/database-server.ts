import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, stopPostgres, type Postgres } from '../../dev/postgres/server';
import { exists } from '../../dev/processes/processes';

const PREFIX = 'forewarn-test-postgres-';

/** A PostgreSQL for one run of the tests, in a temporary folder, not durable. `stop` also removes the folder. */
export async function startTestServer(): Promise<Postgres> {
  await removeAbandoned();
  const folder = await mkdtemp(path.join(tmpdir(), `${PREFIX}${String(process.pid)}-`));
  // as root, PostgreSQL runs as another user, who must be able to pass through it
  await chmod(folder, 0o711);
  const server = await startPostgres({ dataFolder: path.join(folder, 'data'), durable: false });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Removes servers of runs that were killed before they could clean up. Best effort: another run may do the same. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX) || exists(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const folder = path.join(tmpdir(), name);
    await stopPostgres(path.join(folder, 'data')).catch(() => undefined);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
