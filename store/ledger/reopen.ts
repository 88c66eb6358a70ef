import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { isErased } from '../erasure/erase';
import { isNotice } from './key';

/**
 * Returns deliveries to the queue that failed or were suppressed because their address had bounced. They are sent to the
 * inventory's current address, and only when it is not suppressed. The notice is under way again. Does nothing for a notice
 * that is not closed, or whose window has a newer revision (N9).
 */
export async function reopenNotice(db: Database, key: NoticeKey): Promise<void> {
  await sql`
    with notice as (
      update notices n set state = 'under-way', settled_at = null
      from windows w
      where ${isNotice(key)} and w.reference = n.window_reference and w.revision = n.revision
        and n.state not in ('under-way', 'waiting')
      returning n.id
    ),
    present as (
      select d.id, coalesce(c.email, o.maintenance_email, d.address) as address
      from deliveries d
        join notice on notice.id = d.notice_id
        left join contacts c on d.recipient = 'contact:' || c.id and c.organization_id = d.organization_id
        left join organizations o on d.recipient = 'organization:' || o.id
      where d.state in ('failed', 'suppressed')
    )
    update deliveries d
    set state = 'pending', address = p.address, attempts = 0, uncertain_sends = 0, next_attempt_at = null, updated_at = now(),
      refused_about = null, refused_listed = null, refused_shape = null, returned_at = null,
      reply = 'sent again on request; before: ' || coalesce(d.reply, '')
    from present p
    where d.id = p.id and not ${isErased(sql`p.address`)} and not exists (select from suppressions s where s.address = lower(p.address))
  `.execute(db);
}
