import { sql, type RawBuilder } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import { laneOf } from '../../domain/notices/lanes';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import type { Database } from '../database/database';
import { isNotice } from './key';

/** Seconds after which a notice that was begun but not prepared no longer delays later ones. */
const PREPARE_SECONDS = 60;

const LANES = NOTICE_KINDS.map(laneOf);

/**
 * Whether the notice must wait. It waits for earlier notices of its lane until their first pass is done. A notice of an older
 * revision delays others only by deliveries being sent at this moment: the rest is never sent (N9). Mail to the provider's own
 * people also waits for customers' mail that was begun before, until some of that was sent or tried (N14).
 */
export async function mustWait(db: Database, key: NoticeKey): Promise<boolean> {
  const { rows } = await sql<{ answer: boolean }>`
    with lanes as (select * from unnest(${[...NOTICE_KINDS]}::text[], ${LANES}::text[]) as l(kind, lane))
    select exists (
      select from notices n
        join lanes mine on mine.kind = n.kind
        join windows w on w.reference = n.window_reference
        join notices e on e.window_reference = n.window_reference and e.sequence < n.sequence and e.state = 'under-way'
        join lanes other on other.kind = e.kind
      where ${isNotice(key)} and (
        other.lane = mine.lane and (
          ${isSome(sql`d.state = 'sending'`)}
          or e.revision = w.revision and (${isSome(sql`d.state = 'pending'`)} or ${IS_UNPREPARED})
        )
        or other.lane = 'customers' and mine.lane <> 'customers' and e.revision = w.revision and (
          ${IS_UNPREPARED}
          or ${isSome(sql`d.state = 'pending'`)}
            and not ${isSome(sql`(d.state not in ('pending', 'suppressed') or d.state = 'pending' and d.reply is not null)`)}
        )
      )
    ) as answer
  `.execute(db);
  return rows[0]?.answer ?? false;
}

const IS_UNPREPARED = sql<boolean>`(e.prepared_at is null and e.recorded_at > now() - make_interval(secs => ${PREPARE_SECONDS}))`;

/** Whether the earlier notice has such a delivery. The limit keeps the planner from reading all of them. */
function isSome(condition: RawBuilder<boolean> | RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`((select d.id from deliveries d where d.notice_id = e.id and ${condition} limit 1) is not null)`;
}
