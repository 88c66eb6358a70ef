import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from './cursor';
import type { Database } from './database';

/** An address nothing is sent to any more, since when (UTC ms), and the server's words that put it there. */
export interface Suppression {
  readonly address: string;
  readonly reason: string;
  readonly since: number;
}

/** By address. */
export async function listSuppressions(db: Database, request: PageRequest): Promise<Page<Suppression>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('suppressions')
    .selectAll()
    .orderBy('address')
    .limit(limit + 1);
  if (request.cursor !== undefined) query = query.where('address', '>', decodeCursor(request.cursor, textKey)[0]);
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.address],
    (row) => ({ address: row.address, reason: row.reason, since: row.since.getTime() }),
  );
}

/** Takes an address off the list; false when it is not on it. */
export async function removeSuppression(db: Database, address: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('suppressions')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
