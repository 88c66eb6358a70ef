import { Kysely, Migrator, PostgresDialect, type Transaction } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import { MIGRATIONS } from '../migrations';
import { preparingPool } from './prepared';
import type { Tables } from './tables';

export type Database = Kysely<Tables>;
/** A query runner inside a transaction. */
export type Transacting = Transaction<Tables>;

/** The default number of connections a process opens. */
const DEFAULT_POOL_SIZE = 10;

/**
 * A pool of connections to the database at `url` (`postgres://user:password@host:port/database`). Nothing is opened before the
 * first query; `destroy()` closes it. 64-bit integers are read as numbers, because ids and counts stay far below 2^53.
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
  // The pool drops an idle connection that breaks, and the next query opens another one or reports the fault. Without a listener
  // the event would end the process.
  pool.on('error', () => undefined);
  // The pool listens to idle connections only. This covers one that breaks while it is checked out, between two queries.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) });
}

/**
 * Applies all migrations; several processes may call it at once (an advisory lock queues them). Throws an Error that names the
 * failed migration, with the database's error as its cause.
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
