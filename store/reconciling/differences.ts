import { sql } from 'kysely';
import type { Difference } from '../../activities/ports/reconciling';
import { DIFFERENCES, type DifferenceKind } from '../../domain/reconciling/differences';
import type { WindowView } from '../../domain/window/view';
import type { Database } from '../database/database';

/** A difference seen once may be a step being recorded; it is shown from the second comparison on. */
const SHOWN_FROM = 2;

/** The difference found for a row of `windows`, as JSON; null when both sides agree. */
export const differenceFound = sql<FoundDifference | null>`(
  select json_build_object('kind', d.kind, 'detail', d.detail, 'since', extract(epoch from d.first_seen_at) * 1000)
  from window_differences d where d.reference = windows.reference and d.seen >= ${SHOWN_FROM}
)`;

export interface FoundDifference {
  readonly kind: DifferenceKind;
  readonly detail: string;
  readonly since: number;
}

/** For staff: a difference between a window and its workflow comes before everything else that needs attention. */
export function withDifference(view: WindowView, found: FoundDifference | null): WindowView {
  if (!found) return view;
  const { title, help } = DIFFERENCES[found.kind];
  const text = `${title} (${found.detail}). ${help.replaceAll('<reference>', view.reference)}`;
  return { ...view, attention: [{ code: found.kind, text, since: Math.round(found.since) }, ...view.attention] };
}

/** The current differences, oldest first; of one window or of all. */
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

/** When all windows were last compared with their workflows (UTC ms); null when they never were. */
export async function lastCompared(db: Database): Promise<number | null> {
  const row = await db.selectFrom('reconciling_passes').select('finished_at').executeTakeFirst();
  return row?.finished_at.getTime() ?? null;
}
