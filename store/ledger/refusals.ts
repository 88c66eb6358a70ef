import { sql, type RawBuilder } from 'kysely';
import type { NoticeKey, SettledDelivery } from '../../activities/ports/ledger';
import { OURS_PAUSES, OURS_TRIES } from '../../domain/delivery/delivery';
import { isOutage, OUTAGE_RECIPIENTS, UNWRITABLE } from '../../domain/delivery/mail-outage';
import { classifyReply, replyShape, type ReplyAbout, type ReplyClass } from '../../domain/delivery/reply-class';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { isNotice } from './key';

/** What the ledger keeps of a refusal beside its words: whom it is about, by which code, and its shape (see replyShape). */
export interface KeptRefusal {
  readonly about: Exclude<ReplyAbout, 'temporary'>;
  readonly isListed: boolean;
  readonly shape: string;
}

/** What is kept of an outcome; null for one that is no refusal. */
export function refusalIn({ outcome }: SettledDelivery): KeptRefusal | null {
  if (outcome.reply.startsWith(UNWRITABLE)) return null;
  if (outcome.state === 'failed') return keptRefusal(classifyReply(outcome.reply), outcome.reply);
  if (outcome.state !== 'deferred' || !outcome.isOurs) return null;
  return { about: 'about-us', isListed: false, shape: shapeOf(outcome.reply) };
}

/** A delivery that failed with a temporary reply was given up after many tries: refused, and its address may be good. */
export function keptRefusal({ about, isListed }: ReplyClass, reply: string): KeptRefusal {
  return { about: about === 'temporary' ? 'recipient-refused' : about, isListed, shape: shapeOf(reply) };
}

function shapeOf(reply: string): string {
  return oneLine(replyShape(reply), 300);
}

interface RefusalGroup {
  readonly about: ReplyAbout;
  readonly shape: string;
  readonly recipients: number;
  readonly domains: number;
  readonly accepted: number;
}

/** The notice's failed deliveries by what they were refused with, as far as there are enough for an outage. */
async function outagesOf(db: Database, notice: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<RefusalGroup>`
    with refused as (
      select d.notice_id, d.refused_about as about, d.refused_shape as shape, count(*)::integer as recipients,
        count(distinct lower(split_part(d.address, '@', 2)))::integer as domains
      from deliveries d
      where d.notice_id = (${notice}) and d.state = 'failed' and d.refused_shape is not null
      group by 1, 2, 3
      having count(*) >= ${OUTAGE_RECIPIENTS}
    )
    select r.about, r.shape, r.recipients, r.domains,
      (select count(*)::integer from deliveries a where a.notice_id = r.notice_id and a.state = 'accepted') as accepted
    from refused r
  `.execute(db);
  return rows.filter(isOutage).map(({ shape }) => shape);
}

/**
 * Puts deliveries that failed in an outage of ours back to wait (N13), until they have been tried for as long as a recipient
 * is waited for. What one pass has failed and a crash kept from being looked at is looked at by the next.
 */
export async function reviseRefusals(db: Database, key: NoticeKey, now: Date): Promise<void> {
  const notice = sql`select n.id from notices n where ${isNotice(key)}`;
  const shapes = await outagesOf(db, notice);
  if (shapes.length === 0) return;
  await sql`
    update deliveries d
    set state = 'deferred', refused_about = 'about-us', refused_listed = false, updated_at = now(),
      next_attempt_at = ${now}::timestamptz
        + make_interval(secs => (${OURS_PAUSES.map((ms) => ms / 1_000)}::float8[])[least(greatest(d.attempts, 1), ${OURS_PAUSES.length})])
    where d.notice_id = (${notice}) and d.state = 'failed' and d.refused_shape = any (${shapes}::text[])
      and d.attempts < ${OURS_TRIES}
  `.execute(db);
}

/** Of what is failed for good when a notice comes to rest: an outage costs no customer's address (N13). */
export async function markOutages(db: Database, noticeId: number): Promise<void> {
  const shapes = await outagesOf(db, sql`${noticeId}::bigint`);
  if (shapes.length === 0) return;
  await sql`
    update deliveries d set refused_about = 'about-us', refused_listed = false
    where d.notice_id = ${noticeId} and d.state = 'failed' and d.refused_shape = any (${shapes}::text[])
  `.execute(db);
}
