import path from 'node:path';
import { migrateToLatest, openDatabase, type Database } from '../../store/database/database';
import { startPostgres, type Postgres } from '../postgres/server';
import { StartupError, messageOf } from '../processes/startup-error';
import type { StartContext } from './context';

/** The migrated database; `stop` ends our server, and does nothing to one of the user's. */
export interface RunningDatabase {
  readonly url: string;
  readonly db: Database;
  stop(): Promise<void>;
}

const WATCH_MS = 1_000;

/** The user's database, or the embedded PostgreSQL in `<data>/postgres`, with every migration applied. */
export async function startDatabase({ settings, progress }: StartContext): Promise<RunningDatabase> {
  const { databaseUrl } = settings.own;
  const server = databaseUrl
    ? { url: databaseUrl, stop: () => Promise.resolve() }
    : await keepPostgres(path.join(settings.dataFolder, 'postgres'), progress);
  const db = openDatabase(server.url, { poolSize: 2 });
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
  return { url: server.url, db, stop };
}

/** Starts PostgreSQL and starts it again, on the same port, should it be killed. */
async function keepPostgres(
  dataFolder: string,
  progress: (line: string) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  let server: Postgres = await startPostgres({ dataFolder, durable: true, onProgress: progress });
  const port = Number(new URL(server.url).port);
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
    url: server.url,
    stop: async () => {
      clearInterval(watch);
      await checking;
      await server.stop();
    },
  };
}
