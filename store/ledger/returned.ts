import { sql } from 'kysely';
import { bounceReply, parseMessageId, type DeliveryReport } from '../../domain/delivery/bounce';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { recordFailures } from './bounces';

/** The server's words are kept up to here (characters), as those it says at once. */
const REPLY_MAX = 500;

/**
 * Writes down a report about mail the server had taken: the delivery is failed, with the reason, and an address that bounced
 * for good is suppressed and handed to people, by the rule of bounces.ts. What is under way again, or was never sent, is left
 * alone. The address is the ledger's; one the report names differently (mail was forwarded) is not suppressed, because what
 * bounced is another mailbox. Answers the window, or undefined when nothing was changed; repeating it changes nothing.
 */
export async function recordReturned(
  db: Database,
  messageId: string,
  report: DeliveryReport,
): Promise<string | undefined> {
  const named = parseMessageId(messageId);
  const reply = bounceReply(report);
  if (!named || reply === undefined) return undefined;
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ noticeId: number }>`
      update deliveries d
      set state = 'failed', claim = null, next_attempt_at = null, updated_at = now(),
        reply = case when ${[...report.recipients]}::text[] && array[lower(d.address)] or ${report.recipients.length} = 0
          then ${oneLine(reply, REPLY_MAX)}::text
          else ${oneLine(`returned from where it was forwarded: ${reply}`, REPLY_MAX)}::text end
      from notices n
      where n.window_reference = ${named.reference} and n.slug = ${named.slug} and n.revision = ${named.revision}
        and d.notice_id = n.id and d.message_id = ${messageId.replace(/^<|>$/g, '')} and d.state in ('accepted', 'uncertain')
      returning d.notice_id as "noticeId"
    `.execute(trx);
    const [row] = rows;
    if (!row) return undefined;
    await recordFailures(trx, row.noticeId);
    return named.reference;
  });
}
