import { sql } from 'kysely';
import { STAFF_KINDS } from '../../domain/notices/notice-kinds';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from '../windows/viewer';

/** How far the latest notice to customers of a window is. */
export interface ToldNow {
  readonly reference: string;
  readonly slug: string;
  readonly isUnderWay: boolean;
  readonly recipients: number;
  readonly accepted: number;
  /** Failed for good, or nobody knows. */
  readonly failed: number;
}

/** For each of these windows that has told customers something. It reads the rows of one notice a window: some ten milliseconds for 100,000. */
export async function toldNow(db: Database, references: readonly string[], viewer: Viewer): Promise<ToldNow[]> {
  if (references.length === 0) return [];
  const ids = organizationsOf(viewer);
  const { rows } = await sql<ToldNow>`
    select n.reference, n.slug, n.state in ('under-way', 'waiting') as "isUnderWay", d.recipients, d.accepted, d.failed
    from unnest(${references}::text[]) w(reference)
      cross join lateral (
        select n.id, n.window_reference as reference, n.slug, n.state from notices n
        where n.window_reference = w.reference and n.kind <> all (${STAFF_KINDS}) order by n.sequence desc limit 1
      ) n
      cross join lateral (
        select count(*) as recipients, count(*) filter (where d.state = 'accepted') as accepted,
          count(*) filter (where d.state in ('failed', 'uncertain', 'suppressed')) as failed
        from deliveries d
        where d.notice_id = n.id and (${ids}::text[] is null or d.organization_id = any (${ids}::text[]))
      ) d
  `.execute(db);
  return rows;
}
