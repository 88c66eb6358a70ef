import { sql } from 'kysely';
import type { InboundStore } from '../../activities/ports/inbound';
import { parseMessageId } from '../../domain/delivery/bounce';
import { readReplyStanding, recordAcknowledgement, recordRefusedReply } from '../windows/acknowledgements';
import type { Database } from '../database/database';
import { recordReturned } from './returned';

/** The records behind the door for incoming mail. */
export function createInboundStore(db: Database): InboundStore {
  return {
    standing: (reference, organizationId) => readReplyStanding(db, reference, organizationId),
    acknowledge: (acknowledgement) => recordAcknowledgement(db, acknowledgement),
    refuse: (reference, reason, at) => recordRefusedReply(db, reference, reason, at),
    returned: (messageId, report) => recordReturned(db, messageId, report),
    windowOf: (messageId) => readWindowOf(db, messageId),
  };
}

async function readWindowOf(db: Database, messageId: string): Promise<string | undefined> {
  const named = parseMessageId(messageId);
  if (!named) return undefined;
  const { rows } = await sql<{ reference: string }>`
    select n.window_reference as reference from notices n
    where n.window_reference = ${named.reference} and n.slug = ${named.slug} and n.revision = ${named.revision}
      and exists (
        select from deliveries d where d.notice_id = n.id and d.message_id = ${messageId.replace(/^<|>$/g, '')}
      )
  `.execute(db);
  return rows[0]?.reference;
}
