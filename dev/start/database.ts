import path from 'node:path';
import type { Database } from '../../store/database/database';
import { addressOf, startPostgres, type Postgres } from '../postgres/server';
import { freePort } from '../processes/ports';
import { StartupError, messageOf } from '../processes/startup-error';
import type { StartContext } from './context';

/** The migrated database; `stop` ends our server, and does nothing for the user's. */
export interface RunningDatabase {
  readonly url: string;
  readonly db: Database;
  stop(): Promise<void>;
}

const WATCH_MS = 1_000;

/** The address of the database: the user's, or the embedded PostgreSQL on a free port, which may not be running yet. */
export async function databaseAddress({ own }: StartContext['settings']): Promise<string> {
  return own.databaseUrl ?? addressOf(await freePort());
}

/** The user's database, or the embedded PostgreSQL in `<data>/postgres` at that address, with every migration applied. */
export async function startDatabase({ settings, progress }: StartContext, url: string): Promise<RunningDatabase> {
  const { databaseUrl } = settings.own;
  const [server, { migrateToLatest, openDatabase }] = await Promise.all([
    databaseUrl
      ? { stop: () => Promise.resolve() }
      : keepPostgres(settings.dataFolder, Number(new URL(url).port), progress),
    // loaded while PostgreSQL starts
    import('../../store/database/database.js'),
  ]);
  const db = openDatabase(url, { poolSize: 2 });
  const stop = async () => {
    await db.destroy();
    await server.stop();
  };
  try {
    await migrateToLatest(db);
  } catch (error) {
    await stop();
    throw databaseUrl
      ? new StartupError(
          `The database DATABASE_URL names cannot be used: ${messageOf(error)}. Correct it, or unset it to have one started.`,
        )
      : error;
  }
  return { url, db, stop };
}

/** Starts PostgreSQL, and starts it again on the same port when it is killed. */
async function keepPostgres(
  data: string,
  port: number,
  progress: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const dataFolder = path.join(data, 'postgres');
  let server: Postgres = await startPostgres({ dataFolder, port, durable: true, onProgress: progress });
  let checking: Promise<void> | undefined;
  const check = async () => {
    if (await server.isRunning()) return;
    progress('PostgreSQL ended, starting it again');
    server = await startPostgres({ dataFolder, port, durable: true }).catch((error: unknown) => {
      progress(messageOf(error));
      return server;
    });
  };
  const watch = setInterval(() => {
    checking ??= check().finally(() => (checking = undefined));
  }, WATCH_MS);
  return {
    stop: async () => {
      clearInterval(watch);
      await checking;
      await server.stop();
    },
  };
}
