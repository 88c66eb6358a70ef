import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres, stopPostgres } from '../../dev/postgres/server';
import { migrateToLatest, openDatabase } from '../../store/database/database';

/** A migrated PostgreSQL of the test's own, which can be stopped as by a power failure and started again at the same address. */
export interface BreakablePostgres {
  readonly url: string;
  /** Stops without a checkpoint; the next start recovers. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

export async function startBreakablePostgres(): Promise<BreakablePostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-breakable-'));
  // as root, PostgreSQL runs as another user, who must be able to pass through it
  await chmod(folder, 0o711);
  const dataFolder = path.join(folder, 'data');
  // durable, so that committed data survive the crash
  let server = await startPostgres({ dataFolder, durable: true });
  const { url } = server;
  const db = openDatabase(url, { poolSize: 1 });
  await migrateToLatest(db);
  await db.destroy();
  return {
    url,
    crash: () => stopPostgres(dataFolder, 'immediate'),
    async start() {
      server = await startPostgres({ dataFolder, durable: true, port: Number(new URL(url).port) });
    },
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
