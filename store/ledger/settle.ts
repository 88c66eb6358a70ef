import { sql } from 'kysely';
import type { DeliveryOutcome, NoticeKey } from '../../activities/ports';
import type { Database } from '../database';
import { oneLine } from '../json';
import { isNotice } from './key';

/** The server's words are kept up to here (characters). */
const REPLY_MAX = 500;

/**
 * Writes what became of claimed deliveries, in one statement, each only while `claim` still holds it: an attempt that lost
 * its rows to another changes nothing (N8). A first `uncertain` outcome goes back to the queue, to be sent once more with
 * the same Message-ID; a second one is final. `pending` gives the try back.
 */
export async function settleDeliveries(
  db: Database,
  claim: string,
  outcomes: readonly { id: number; outcome: DeliveryOutcome }[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const ids = outcomes.map(({ id }) => id);
  const states = outcomes.map(({ outcome }) => outcome.state);
  const replies = outcomes.map(({ outcome }) => oneLine(outcome.reply, REPLY_MAX));
  const retries = outcomes.map(({ outcome }) => (outcome.state === 'deferred' ? outcome.retryAt : null));
  await sql`
    update deliveries d
    set state = case when o.state = 'uncertain' and d.uncertain_sends = 0 then 'pending' else o.state end,
      uncertain_sends = d.uncertain_sends + (o.state = 'uncertain')::integer,
      attempts = d.attempts - (o.state = 'pending')::integer,
      reply = o.reply, next_attempt_at = o.retry_at, claim = null, updated_at = now()
    from unnest(${ids}::bigint[], ${states}::text[], ${replies}::text[], ${retries}::timestamptz[])
      as o(id, state, reply, retry_at)
    where d.id = o.id and d.claim = ${claim}::uuid and d.state = 'sending'
  `.execute(db);
}

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
