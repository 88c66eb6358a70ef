import { Client } from 'pg';
import { migrateToLatest, openDatabase } from '../../store/database/database';

/** The address of another database on the same server. */
export function onDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/**
 * Runs statements on the server over one connection, closed afterwards. Names never come from outside, so they need no quoting.
 */
export async function onServer<T extends object = object>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Creates the database `template` with every migration applied. */
export async function makeTemplate(url: string, template: string): Promise<void> {
  await onServer(url, `create database ${template}`);
  const db = openDatabase(onDatabase(url, template), { poolSize: 1 });
  try {
    await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
}

/** Drops every database whose name begins with `prefix`, even when it has connections. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const found = await onServer<{ datname: string }>(
    url,
    `select datname from pg_database where starts_with(datname, '${prefix}_')`,
  );
  for (const { datname } of found) await onServer(url, `drop database ${datname} with (force)`);
}
