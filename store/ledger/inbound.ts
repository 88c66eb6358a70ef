import { sql } from 'kysely';
import type { InboundStore } from '../../activities/ports/inbound';
import { parseMessageId } from '../../domain/delivery/bounce';
import { readReplyStanding, recordAcknowledgement, recordRefusedReply } from '../windows/acknowledgements';
import type { Database } from '../database/database';
import type { DeliveryMarks } from './delivery-marks';
import { recordReturned } from './returned';
import { keepUnplacedMail } from './unplaced-mail';

/** The records behind the door for incoming mail. Without `marks` a report is placed by what could be guessed. */
export function createInboundStore(db: Database, marks?: DeliveryMarks): InboundStore {
  return {
    standing: (reference, organizationId) => readReplyStanding(db, reference, organizationId),
    acknowledge: (acknowledgement) => recordAcknowledgement(db, acknowledgement),
    refuse: (reference, reason, at) => recordRefusedReply(db, reference, reason, at),
    returned: (mail) => recordReturned(db, mail, marks),
    keepUnplaced: (raw, reason, at) => keepUnplacedMail(db, raw, reason, at),
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
