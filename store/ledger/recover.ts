import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { isNotice } from './key';

/**
 * After this many crashes of the process while a message was being sent, that message is assumed to be the cause. One crash
 * proves nothing: most claimed messages had not been sent yet, and giving up would lose them.
 */
const DEATHS_MAX = 5;

/**
 * Recovers deliveries that a lost attempt was sending. Whether they were sent is unknown, so they are counted as uncertain and
 * return to the queue, to be sent again with the same Message-ID. Returns how many there were.
 */
export async function recoverLost(db: Database, key: NoticeKey, claim: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries d
    set state = case when d.uncertain_sends < ${DEATHS_MAX} then 'pending' else 'uncertain' end,
      uncertain_sends = d.uncertain_sends + 1,
      reply = 'the process was lost while sending', claim = null, updated_at = now()
    from notices n
    where ${isNotice(key)} and d.notice_id = n.id and d.state = 'sending' and d.claim is distinct from ${claim}::uuid
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}
