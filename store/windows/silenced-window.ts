import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import type { WindowView } from '../../domain/window/view';
import type { Database } from '../database/database';
import { affectedResources } from '../inventory/audience';

/** What silences of a window are made of (C8). Undefined when there is no such window; private ones are read like any other. */
export async function readView(db: Database, reference: string): Promise<WindowView | undefined> {
  const row = await db.selectFrom('windows').where('reference', '=', reference).select('view').executeTakeFirst();
  return row?.view;
}

/** The resources of a scope by id, at most `limit`; with `among` only those of these ids. */
export async function readCoveredResources(
  db: Database,
  scope: Scope,
  { limit, among }: { readonly limit: number; readonly among?: readonly string[] },
): Promise<{ readonly id: string; readonly name: string }[]> {
  const isAmong = among === undefined ? sql`true` : sql`id = any (${among}::text[])`;
  const { rows } = await sql<{ id: string; name: string }>`
    with ${affectedResources(scope)}
    select id, name from affected where ${isAmong} order by id limit ${limit}
  `.execute(db);
  return rows;
}
