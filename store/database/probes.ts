import { sql } from 'kysely';
import { MIGRATIONS } from '../migrations';
import type { Database } from './database';

/** How long the database may take to answer a probe, in ms. */
const PROBE_TIMEOUT = 2_000;

/** Whether the database answers within two seconds. Never throws. */
export async function databaseAnswers(db: Database): Promise<boolean> {
  return (await inTime(sql`select 1`.execute(db))) !== undefined;
}

/**
 * Whether every migration of this version was applied: `behind` when one is missing, `unknown` when the database does not say within
 * two seconds. Migrations of a newer version do no harm. Never throws.
 */
export async function schemaState(db: Database): Promise<'current' | 'behind' | 'unknown'> {
  const applied = await inTime(
    sql<{ name: string }>`select name from kysely_migration`.execute(db).then(
      ({ rows }) => rows.map(({ name }) => name),
      (error: unknown): string[] => {
        // no such table: nothing was applied
        if ((error as { code?: unknown }).code === '42P01') return [];
        throw error;
      },
    ),
  );
  if (applied === undefined) return 'unknown';
  return Object.keys(MIGRATIONS).every((name) => applied.includes(name)) ? 'current' : 'behind';
}

/** What a query answers; undefined when it fails or takes too long. */
async function inTime<T>(query: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PROBE_TIMEOUT);
  });
  try {
    return await Promise.race([query.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
