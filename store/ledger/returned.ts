import { sql, type Transaction } from 'kysely';
import type { ReturnedNotice, ReturnedOnRecord } from '../../activities/ports/inbound';
import { bounceReply, parseMessageId, withoutAddresses, type ReturnedMail } from '../../domain/delivery/bounce';
import { placeReports, type Candidate, type Placing } from '../../domain/delivery/placing';
import { classifyReport } from '../../domain/delivery/reply-class';
import type { NoticeId } from '../../domain/notices/notice';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import type { Tables } from '../database/tables';
import { recordFailures } from './bounces';
import { countsOf } from './close';
import type { DeliveryMarks } from './delivery-marks';
import { keptRefusal } from './refusals';

/** The stored length of a reply (characters), as for an immediate refusal. */
const REPLY_MAX = 500;
/** The maximum number of notices one mail can report about. */
const NOTICES_MAX = 5;

/**
 * Marks the deliveries a mail reports as failed, with the reason, and follows up as for an immediate refusal (see bounces.ts).
 * Deliveries that are under way again or were never accepted are left unchanged. It is one transaction, and repeating it with
 * the same mail changes nothing.
 */
export async function recordReturned(
  db: Database,
  mail: ReturnedMail,
  marks: DeliveryMarks | undefined,
): Promise<ReturnedOnRecord> {
  if (!mail.reports.some((report) => bounceReply(report) !== undefined)) return { notices: [], unplaced: [] };
  return db.transaction().execute(async (trx) => {
    const candidates = await candidatesFor(trx, mail, marks);
    const { placed, unplaced } = placeReports(
      mail,
      candidates,
      marks && ((token, candidate) => marks.isGenuine(token, candidate)),
    );
    const notices = await failReturned(trx, placed);
    for (const { id } of notices) await recordFailures(trx, id);
    return { notices: await Promise.all(notices.map((notice) => returnedNotice(trx, notice))), unplaced };
  });
}

/** Every delivery the mail may be about, in one statement. */
async function candidatesFor(
  trx: Transaction<Tables>,
  { tokens, messageIds, notice, reports }: ReturnedMail,
  marks: DeliveryMarks | undefined,
): Promise<Candidate[]> {
  const ids = marks ? tokens.flatMap((token) => marks.named(token) ?? []) : [];
  const byId = new Map(
    messageIds.flatMap((id) => {
      const named = parseMessageId(id);
      return named ? [[`${named.reference}.${named.slug}.${String(named.revision)}`, named] as const] : [];
    }),
  );
  const named = [...byId.values(), ...(notice && !marks ? [notice] : [])].slice(0, NOTICES_MAX);
  const recipients = marks || !notice ? [] : reports.flatMap((report) => report.recipients);
  const { rows } = await sql<Candidate>`
    with named as (
      select n.id from notices n
        join unnest(
          ${named.map(({ reference }) => reference)}::text[], ${named.map(({ slug }) => slug)}::text[],
          ${named.map(({ revision }) => revision)}::integer[]
        ) as k(reference, slug, revision) on (n.window_reference, n.slug, n.revision) = (k.reference, k.slug, k.revision)
    )
    select d.id, d.message_id as "messageId", d.address, n.window_reference as reference, n.slug, n.revision
    from deliveries d join notices n on n.id = d.notice_id
    where d.id in (
      select id from deliveries where id = any (${ids}::bigint[])
      union
      select id from deliveries
      where notice_id in (select id from named)
        and (message_id = any (${[...messageIds]}::text[]) or lower(address) = any (${recipients}::text[]))
    )
  `.execute(trx);
  return rows;
}

interface FailedNotice {
  readonly id: number;
  readonly reference: string;
  readonly notice: NoticeId;
  readonly reply: string;
}

/** The notices concerned, including those marked before, because the window may not have been told yet. */
async function failReturned(trx: Transaction<Tables>, placed: Placing['placed']): Promise<FailedNotice[]> {
  if (placed.length === 0) return [];
  const kept = placed.map(({ id, reply, report }) => ({ id, reply, ...keptRefusal(classifyReport(report), reply) }));
  const { rows } = await sql<FailedNotice>`
    with reported as (
      select * from unnest(
        ${kept.map(({ id }) => id)}::bigint[], ${kept.map(({ reply }) => oneLine(reply, REPLY_MAX))}::text[],
        ${kept.map(({ about }) => about)}::text[], ${kept.map(({ isListed }) => isListed)}::boolean[],
        ${kept.map(({ shape }) => oneLine(shape, REPLY_MAX))}::text[]
      ) as r(id, reply, about, listed, shape)
    ),
    returned as (
      update deliveries d
      set state = 'failed', claim = null, next_attempt_at = null, updated_at = now(), returned_at = now(), reply = r.reply,
        refused_about = r.about, refused_listed = r.listed, refused_shape = r.shape
      from reported r
      where d.id = r.id and d.state in ('accepted', 'uncertain')
      returning d.notice_id, d.reply
    ),
    concerned as (
      select notice_id, reply from returned
      union all
      select d.notice_id, d.reply from deliveries d join reported r on r.id = d.id
      where d.state = 'failed' and d.returned_at is not null
    )
    select n.id, n.window_reference as reference, n.facts->'notice' as notice, min(c.reply) as reply
    from concerned c join notices n on n.id = c.notice_id
    group by n.id
  `.execute(trx);
  return rows;
}

async function returnedNotice(db: Database, { id, reference, notice, reply }: FailedNotice): Promise<ReturnedNotice> {
  const { kind, revision, ordinal } = notice;
  return {
    reference,
    notice: { kind, revision, ordinal },
    counts: await countsOf(db, id),
    words: withoutAddresses(reply),
  };
}
