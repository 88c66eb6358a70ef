import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { isNotice } from './key';

/** A begun notice that has not been prepared after so long does not hold up the ones after it. */
const PREPARE_SECONDS = 60;

/**
 * True while an earlier notice of the window is on its first pass. One of an older revision holds up nothing but by what is
 * on the wire this moment: the rest of it is never sent (N9).
 */
export async function isEarlierUnderWay(db: Database, key: NoticeKey): Promise<boolean> {
  const { rows } = await sql<{ answer: boolean }>`
    select exists (
      select from notices n
        join notices e on e.window_reference = n.window_reference and e.sequence < n.sequence
        join windows w on w.reference = n.window_reference
      where ${isNotice(key)} and e.state = 'under-way'
        and (
          (select d.id from deliveries d where d.notice_id = e.id and d.state = 'sending' limit 1) is not null
          or e.revision = w.revision and (
            (select d.id from deliveries d where d.notice_id = e.id and d.state = 'pending' limit 1) is not null
            or e.prepared_at is null and e.recorded_at > now() - make_interval(secs => ${PREPARE_SECONDS})
          )
        )
    ) as answer
  `.execute(db);
  return rows[0]?.answer ?? false;
}
