import { sql } from 'kysely';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';

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

/** Takes an address off the list, on record with who and why (T2); false when it is not on it. */
export async function liftSuppression(
  db: Database,
  address: string,
  { by, reason, at }: { by: string; reason: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    with lifted as (
      delete from suppressions where address = ${address.toLowerCase()} returning address, reason, since
    )
    insert into suppression_lifts (address, suppressed_because, suppressed_since, lifted_at, lifted_by, reason)
    select address, reason, since, ${at}, ${by}, ${reason} from lifted
    returning id
  `.execute(db);
  return rows.length > 0;
}
