import type { Difference } from '../../activities/ports/reconciling';
import type { Database } from '../database/database';

/** Seen once may be a step on its way; from the second look on it is shown. */
const SHOWN_FROM = 2;

/** The differences that stand, the oldest first; of one window, or of all. */
export async function listDifferences(db: Database, reference?: string): Promise<Difference[]> {
  let query = db
    .selectFrom('window_differences')
    .select(['reference', 'kind', 'detail', 'seen', 'first_seen_at'])
    .where('seen', '>=', SHOWN_FROM)
    .orderBy('first_seen_at')
    .orderBy('reference');
  if (reference !== undefined) query = query.where('reference', '=', reference);
  const rows = await query.execute();
  return rows.map(({ first_seen_at, ...row }) => ({ ...row, since: first_seen_at.getTime() }));
}
