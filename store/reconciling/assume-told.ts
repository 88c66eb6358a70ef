import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { Database } from '../database/database';
import { closeNotice } from '../ledger/close';
import { isNotice } from '../ledger/key';
import { prepareNotice, type MessageIds } from '../ledger/prepare-notice';

/**
 * Restores a notice that was sent before the ledger lost it (T7). It gets the deliveries it would have today, each `uncertain`
 * with the reason: nobody is told twice, nobody counts as a newcomer, and the proof says what is unknown. Does nothing when the
 * ledger has prepared the notice or does not know it.
 */
export async function assumeTold(
  db: Database,
  ids: MessageIds,
  { key, as, counts }: { key: NoticeKey; as: 'settled' | 'superseded'; counts: NoticeCounts | undefined },
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select n.id from notices n where ${isNotice(key)} and n.prepared_at is null
  `.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) return;
  await prepareNotice(db, key, ids);
  const figures = counts ? `; of ${String(counts.recipients)} the window says ${String(counts.accepted)} accepted` : '';
  await sql`
    update deliveries set state = 'uncertain', updated_at = now(),
      reply = ${`the record of this delivery was lost with the database${figures}`}
    where notice_id = ${id} and state = 'pending'
  `.execute(db);
  await closeNotice(db, key, as);
}
