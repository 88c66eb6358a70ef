import { sql } from 'kysely';
import type { PublicEntry } from '../../activities/ports/channel-records';
import { affectedResources } from '../inventory/audience';
import type { Database } from '../database/database';
import { readPublicPage } from './public-page';

/** Undefined for a window that does not exist, is private, or has not been announced (N7); callers cannot tell these apart. */
export async function readPublicEntry(db: Database, reference: string): Promise<PublicEntry | undefined> {
  const row = await db.selectFrom('windows').where('reference', '=', reference).select('sequence').executeTakeFirst();
  const window = row && (await readPublicPage(db, (page) => page.window(reference)));
  return window && { window, sequence: row.sequence };
}

/** The kinds of the resources a window affects, sorted. */
export async function readAffectedKinds(db: Database, reference: string): Promise<string[]> {
  const row = await db.selectFrom('windows').where('reference', '=', reference).select('view').executeTakeFirst();
  if (!row) return [];
  const { rows } = await sql<{ kind: string }>`
    with ${affectedResources(row.view.spec.scope)} select distinct kind from affected order by kind
  `.execute(db);
  return rows.map(({ kind }) => kind);
}
