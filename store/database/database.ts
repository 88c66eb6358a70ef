import { Kysely, Migrator, PostgresDialect, type Transaction } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import { MIGRATIONS } from '../migrations';
import { preparingPool } from './prepared';
import type { Tables } from './tables';

export type Database = Kysely<Tables>;
/** Inside a transaction. */
export type Transacting = Transaction<Tables>;

/** How many connections a process opens when nobody says otherwise. */
const DEFAULT_POOL_SIZE = 10;

/**
 * A pool of connections to the database at `url` (`postgres://user:password@host:port/database`); nothing is opened before
 * the first query. `destroy()` ends it. 64-bit integers are read as numbers: ids and counts stay far below 2^53.
 */
export function openDatabase(url: string, options: { poolSize?: number } = {}): Database {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, Number);
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? DEFAULT_POOL_SIZE,
    types: overrides,
    application_name: 'forewarn',
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that breaks is dropped by the pool and replaced at the next query, which then reports the fault;
  // without a listener the event would end the process.
  pool.on('error', () => undefined);
  // The same for a connection that breaks while somebody holds it and is between two queries: the pool listens to idle ones only.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
}

/**
 * Brings the schema up to the newest migration; safe to run from several processes at once (an advisory lock queues them).
 * Throws an Error that names the migration that failed, with the database's own error as the cause.
 */
export async function migrateToLatest(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : JSON.stringify(error);
  const what = failed ? `Migration ${failed} failed` : 'The database could not be migrated';
  throw new Error(`${what}: ${reason}`, { cause: error });
}
