import { sql } from 'kysely';
import type { NoticeKey, NoticeRemainder } from '../../activities/ports/ledger';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { Database } from '../database/database';
import { recordFailures } from './bounces';
import { isNotice, unknownNotice } from './key';
import { markOutages } from './refusals';
import { untoldCounts } from './untold';
import { isNoPage } from './page-organizations';

/**
 * What is left of the notice after a pass. When only retries are left, the notice is marked `waiting`: later notices no longer
 * wait for it and may supersede its deliveries (N10).
 */
export async function noticeRemainder(db: Database, key: NoticeKey): Promise<NoticeRemainder> {
  const { rows } = await sql<NoticeRemainder & { ours: string | null }>`
    with left_over as (
      select count(*) as open, count(*) filter (where d.state <> 'deferred') as unsent,
        min(d.next_attempt_at) filter (where d.state = 'deferred') as next_attempt_at,
        min(d.reply) filter (where d.state = 'deferred' and d.refused_about = 'about-us') as ours
      from notices n join deliveries d on d.notice_id = n.id
      where ${isNotice(key)} and d.state in ('pending', 'sending', 'deferred')
    ),
    marked as (
      update notices n set state = 'waiting' from left_over l
      where ${isNotice(key)} and n.state = 'under-way' and l.open > 0 and l.unsent = 0
    )
    select open, unsent, next_attempt_at as "nextAttemptAt", ours from left_over
  `.execute(db);
  const { ours, ...left } = rows[0] ?? { open: 0, unsent: 0, nextAttemptAt: null, ours: null };
  return { ...left, ...(ours === null ? {} : { ours }) };
}

/**
 * Closes the notice and returns its counts; closing again only counts. Every delivery gets a final state (N8): one being sent
 * becomes `uncertain`; one still queued becomes `superseded`, or `failed` when the notice was given up without a newer one.
 * Throws for an unknown notice.
 */
export async function closeNotice(db: Database, key: NoticeKey, as: 'settled' | 'superseded'): Promise<NoticeCounts> {
  const rest = as === 'superseded' ? 'superseded' : 'failed';
  const words = as === 'superseded' ? 'superseded before it was sent' : 'given up';
  return db.transaction().execute(async (trx) => {
    const { rows: notices } = await sql<{ id: number }>`
      select n.id from notices n where ${isNotice(key)} for update
    `.execute(trx);
    const id = notices[0]?.id;
    if (id === undefined) throw unknownNotice(key);
    await sql`
      update deliveries
      set state = case state when 'sending' then 'uncertain' else ${rest}::text end,
        uncertain_sends = uncertain_sends + (state = 'sending')::integer,
        reply = case state when 'sending' then 'the notice was closed while sending'
          else ${words}::text || coalesce('; before: ' || reply, '') end,
        next_attempt_at = null, claim = null, updated_at = now()
      where notice_id = ${id} and state in ('pending', 'sending', 'deferred')
    `.execute(trx);
    await sql`
      update notices set state = ${as}, settled_at = now() where id = ${id} and state in ('under-way', 'waiting')
    `.execute(trx);
    await markOutages(trx, id);
    await recordFailures(trx, id);
    return countsOf(trx, id);
  });
}

const NO_COUNTS = {
  ...{ organizations: 0, recipients: 0, accepted: 0, failed: 0, uncertain: 0, superseded: 0 },
  ...{ untold: 0, optedOut: 0 },
};

/**
 * How many of the notice's deliveries are in each state, and how many customers it was meant for but could not be sent to
 * (N13).
 */
export async function countsOf(db: Database, id: number): Promise<NoticeCounts> {
  const { rows } = await sql<NoticeCounts & { untold: number; optedOut: number }>`
    select u.*, (select count(*) from notice_organizations where notice_id = ${id} and ${isNoPage(sql`organization_id`)}) as organizations,
      count(deliveries.id) as recipients,
      count(*) filter (where state = 'accepted') as accepted,
      count(*) filter (where state = 'failed') as failed,
      count(*) filter (where state = 'uncertain') as uncertain,
      count(*) filter (where state = 'superseded') as superseded,
      count(*) filter (where state = 'suppressed') as suppressed
    from (${untoldCounts(sql`${id}::bigint`)}) u left join deliveries on notice_id = ${id}
    group by u.untold, u."optedOut"
  `.execute(db);
  const { untold, optedOut, ...counts } = rows[0] ?? NO_COUNTS;
  return { ...counts, ...(untold > 0 ? { untold } : {}), ...(optedOut > 0 ? { optedOut } : {}) };
}
