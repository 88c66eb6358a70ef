import { sql, type RawBuilder } from 'kysely';
import type { NoticeKey, SettledDelivery } from '../../activities/ports/ledger';
import { OURS_PAUSES, OURS_TRIES } from '../../domain/delivery/delivery';
import { isOutage, OUTAGE_RECIPIENTS, UNWRITABLE } from '../../domain/delivery/mail-outage';
import { classifyReply, replyShape, type ReplyAbout, type ReplyClass } from '../../domain/delivery/reply-class';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { isNotice } from './key';

/**
 * The facts about a refusal that the ledger stores beside the reply: whom it concerns, whether its code is listed, and its
 * shape (see replyShape).
 */
export interface KeptRefusal {
  readonly about: Exclude<ReplyAbout, 'temporary'>;
  readonly isListed: boolean;
  readonly shape: string;
}

/** The stored facts about an outcome; null when it is not a refusal. */
export function refusalIn({ outcome }: SettledDelivery): KeptRefusal | null {
  if (outcome.reply.startsWith(UNWRITABLE)) return null;
  if (outcome.state === 'failed') return keptRefusal(classifyReply(outcome.reply), outcome.reply);
  if (outcome.state !== 'deferred' || !outcome.isOurs) return null;
  return { about: 'about-us', isListed: false, shape: shapeOf(outcome.reply) };
}

/**
 * A delivery that failed with a temporary reply was given up after many attempts: it counts as refused, but its address may be
 * valid.
 */
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

/** The notice's failed deliveries grouped by refusal, for groups large enough to be an outage. */
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
 * Returns deliveries that failed in an outage on our side to waiting (N13), until their retry period is over. If a crash
 * prevents it, the next pass does it.
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

/** Marks deliveries of an outage when the notice is closed: an outage must not suppress a customer's address (N13). */
export async function markOutages(db: Database, noticeId: number): Promise<void> {
  const shapes = await outagesOf(db, sql`${noticeId}::bigint`);
  if (shapes.length === 0) return;
  await sql`
    update deliveries d set refused_about = 'about-us', refused_listed = false
    where d.notice_id = ${noticeId} and d.state = 'failed' and d.refused_shape = any (${shapes}::text[])
  `.execute(db);
}
