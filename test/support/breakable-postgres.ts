import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../../dev/postgres/server';
import { findPostgresBinaries } from '../../dev/postgres/binaries';
import { whoRuns } from '../../dev/postgres/folder';
import { runProgram } from '../../dev/processes/run-program';
import { migrateToLatest, openDatabase } from '../../store/database/database';

/** A PostgreSQL of the test's own, migrated, to be stopped as a power cut would and started again at the same address. */
export interface BreakablePostgres {
  readonly url: string;
  /** `pg_ctl stop -m immediate`: no checkpoint, no goodbye; the next start recovers. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

export async function startBreakablePostgres(): Promise<BreakablePostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-breakable-'));
  // as root PostgreSQL runs as another user, who must pass through it
  await chmod(folder, 0o711);
  const dataFolder = path.join(folder, 'data');
  // durable: what was committed must survive the crash
  let server = await startPostgres({ dataFolder, durable: true });
  const { url } = server;
  const db = openDatabase(url, { poolSize: 1 });
  await migrateToLatest(db);
  await db.destroy();
  return {
    url,
    async crash() {
      const { pgCtl } = await findPostgresBinaries();
      const args = ['stop', '-D', dataFolder, '-m', 'immediate', '-w'];
      const { code, output } = await runProgram(pgCtl, args, { ...(await whoRuns(dataFolder)), cwd: '/' });
      if (code !== 0) throw new Error(`pg_ctl: ${output}`);
    },
    async start() {
      server = await startPostgres({ dataFolder, durable: true, port: Number(new URL(url).port) });
    },
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
