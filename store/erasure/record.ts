import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import type { ErasedRows } from './erase';

/** An erasure on record: who asked for it, when (UTC ms), and what it changed. No address in it. */
export interface Erasure {
  readonly id: number;
  readonly hashes: readonly string[];
  readonly by: string;
  readonly begunAt: number;
  /** null: it did not come to its end; the same request again goes on. */
  readonly finishedAt: number | null;
  readonly counts: ErasedRows;
}

/** Before anything is erased; answers its number. `at`: UTC ms. */
export async function beginErasure(
  db: Database,
  { hashes, by, at }: { readonly hashes: readonly string[]; readonly by: string; readonly at: number },
): Promise<number> {
  const { id } = await db
    .insertInto('erasures')
    .values({ hashes: [...hashes], by, begun_at: new Date(at) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function finishErasure(db: Database, id: number, counts: ErasedRows, at: number): Promise<void> {
  await db
    .updateTable('erasures')
    .set({ counts: toJson(counts), finished_at: new Date(at) })
    .where('id', '=', id)
    .execute();
}

/** Oldest first. */
export async function listErasures(db: Database, request: PageRequest): Promise<Page<Erasure>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('erasures')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (request.cursor !== undefined) query = query.where('id', '>', decodeCursor(request.cursor, numberKey)[0]);
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.id],
    ({ id, hashes, by, begun_at, finished_at, counts }) => ({
      ...{ id, hashes, by, counts },
      begunAt: begun_at.getTime(),
      finishedAt: finished_at?.getTime() ?? null,
    }),
  );
}
