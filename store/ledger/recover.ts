import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { isNotice } from './key';

/**
 * A message that was on the wire each time the process died is taken for the cause after so many deaths. One death proves
 * nothing: most of what was claimed had not been written yet, and giving that up would lose it.
 */
const DEATHS_MAX = 5;

/**
 * Deliveries left in the middle of sending by an attempt that is gone. Whether they went out nobody knows: they are counted
 * as uncertain and go back to the queue, to be sent again with the same Message-ID. Returns how many there were.
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
