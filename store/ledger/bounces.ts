import { sql, type Transaction } from 'kysely';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import type { Tables } from '../database/tables';

/**
 * Replies that speak of the address itself and for good: enhanced codes 5.1.x and 5.2.1 (RFC 3463 §3.2–3.3), or 550, 551 and
 * 553 of a server that gives no enhanced code (RFC 5321 §4.2.3). A refusal of the content or for policy is none.
 */
const BOUNCE = String.raw`^5\d\d[ -]5\.(1\.\d+|2\.1)([^\d]|$)|^55[013][ -](?!\d\.\d)`;

/**
 * Addresses of the notice that bounced for good join the suppression list, and somebody is asked to reach that customer
 * otherwise. Repeating it changes nothing.
 */
export async function recordBounces(trx: Transaction<Tables>, noticeId: number): Promise<void> {
  await sql`
    with bounced as (
      select d.*, n.window_reference from deliveries d join notices n on n.id = d.notice_id
      where d.notice_id = ${noticeId} and d.state = 'failed' and d.reply ~ ${BOUNCE}
    ),
    listed as (
      insert into suppressions (address, reason)
      select lower(address), min(reply) from bounced group by lower(address)
      on conflict do nothing
    )
    insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
    select window_reference, 'reach-otherwise', organization_id, recipient, reply from bounced
    -- nobody owes it to a subscriber of the page to reach them otherwise
    where organization_id <> ${PAGE_ORGANIZATION}
    on conflict do nothing
  `.execute(trx);
}
