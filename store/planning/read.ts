import type { Database } from '../database';

/** What a window's plan collides with, as it was found when the plan in force was made; blocking ones first. */
export async function conflictsOf(
  db: Database,
  reference: string,
): Promise<{ kind: string; text: string; revision: number; blocking: boolean }[]> {
  const rows = await db
    .selectFrom('window_conflicts')
    .select(['kind', 'text', 'revision', 'is_blocking as blocking'])
    .where('window_reference', '=', reference)
    .orderBy('revision', 'desc')
    .orderBy('is_blocking', 'desc')
    .orderBy('id')
    .limit(100)
    .execute();
  const newest = rows[0]?.revision;
  return rows.filter(({ revision }) => revision === newest);
}
