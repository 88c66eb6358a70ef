import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { IncomingAcknowledgement } from '../../activities/ports/inbound';
import type {
  Acknowledgement,
  AcknowledgementAnswer,
  AnsweredVia,
  ToldEvent,
} from '../../domain/delivery/acknowledgement';
import { STAFF_KINDS } from '../../domain/notices/notice-kinds';
import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import { noteInAudit } from '../audit/record';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';
import type { Tables } from '../database/tables';
import { organizationsOf, type Viewer } from './viewer';

/** An answer on record. Instants are UTC ms. */
export interface AcknowledgementOnRecord extends Acknowledgement {
  readonly id: number;
  readonly at: number;
  readonly via: AnsweredVia;
}

/**
 * What an answer is checked against: the SEQUENCE last sent to the organization, and who may answer for it (its contacts, its
 * central address, and everybody who was sent a mail of the window). Undefined when the organization was never told about that
 * window.
 */
export async function readToldEvent(
  db: Database,
  reference: string,
  organizationId: string,
): Promise<ToldEvent | undefined> {
  const { rows } = await sql<{ sequence: number | null; respondents: ToldEvent['respondents'] }>`
    with told as (
      select n.id, s.calendar_sequence from notices n join notice_organizations s on s.notice_id = n.id
      where n.window_reference = ${reference} and s.organization_id = ${organizationId} and n.kind <> all (${STAFF_KINDS})
    ),
    people as (
      select 1 as rank, 'contact:' || id as recipient, email as address from contacts
      where organization_id = ${organizationId}
      union
      select 2, 'organization:' || id, maintenance_email from organizations
      where id = ${organizationId} and maintenance_email is not null
      union
      select 3, d.recipient, d.address from deliveries d
      where d.notice_id in (select id from told) and d.organization_id = ${organizationId}
    )
    select (select max(calendar_sequence) from told) as sequence,
      coalesce(
        (select jsonb_agg(jsonb_build_object('recipient', recipient, 'address', address) order by rank, recipient) from people),
        '[]'
      ) as respondents
  `.execute(db);
  const [row] = rows;
  return row && row.sequence !== null ? { sequence: row.sequence, respondents: row.respondents } : undefined;
}

/**
 * Stores an answer. The same mail handed in again, or the person's latest answer repeated, changes nothing. A decline is an
 * objection (S6): a task asks somebody to speak with that person, until they accept; one over the API has its task already. Of several answers to one version, the one
 * given last counts, whatever the order of arrival; returns false for an answer that a later one had already replaced.
 */
export function recordAcknowledgement(db: Database, answered: IncomingAcknowledgement): Promise<boolean> {
  const { acting, recipient, at } = answered;
  const occasion = { acting: acting ?? { by: recipient, door: 'calendar' as const }, at };
  return inTransaction(db, async (tx) => {
    const { stands, kept, settled } = await record(tx, answered);
    const answers = kept.map((id) => ({ type: 'answered', subject: String(id) }) as const);
    await noteInAudit(tx, occasion, [
      ...answers,
      ...settled.map((id) => ({ type: 'task-done', subject: String(id) }) as const),
    ]);
    return stands;
  });
}

interface Recorded {
  readonly stands: boolean;
  /** Of the answer, where it is a new one. */
  readonly kept: readonly number[];
  /** Of the objection that it ends. */
  readonly settled: readonly number[];
}

async function record(db: Database, answered: IncomingAcknowledgement): Promise<Recorded> {
  const { id, reference, organizationId, recipient, answer, sequence, at, via } = answered;
  const when = sql`${new Date(at)}::timestamptz`;
  // limited to now: with a clock that is ahead, an answer could never be replaced
  const given = sql`${new Date(Math.min(answered.stampedAt ?? at, at))}::timestamptz`;
  const { rows } = await sql<Recorded>`
    with theirs as (
      select * from acknowledgements
      where window_reference = ${reference} and organization_id = ${organizationId} and recipient = ${recipient}
    ),
    latest as (
      select id, answer, sequence from theirs order by id desc limit 1
    ),
    overtaken as (
      select from theirs where sequence = ${sequence}::integer and stamped_at > ${given}
    ),
    said_again as (
      update acknowledgements a set stamped_at = greatest(a.stamped_at, ${given}) from latest l
      where a.id = l.id and (l.answer, l.sequence) = (${answer}::text, ${sequence}::integer)
    ),
    kept as (
      insert into acknowledgements
        (window_reference, organization_id, recipient, answer, sequence, at, via, reply, after_event, stamped_at)
      select ${reference}, ${organizationId}, ${recipient}, ${answer}::text, ${sequence}::integer, ${when}, ${via}, ${id},
        ${lastEvent(reference)}, ${given}
      where not exists (select from latest where (answer, sequence) = (${answer}::text, ${sequence}::integer))
        and not exists (select from overtaken)
      on conflict do nothing
      returning id, answer
    ),
    objected as (
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason, created_at)
      select ${reference}, 'objection', ${organizationId}, ${recipient},
        ${`Declined version ${String(sequence)} of the calendar event: ask why, then accept or refuse it`}, ${when}
      from kept where answer = 'declined' and ${via}::text = 'calendar-reply'
      on conflict (window_reference, kind, organization_id, subject) do update
        set reason = excluded.reason, created_at = excluded.created_at, done_at = null, done_by = null, note = null,
          resources = null, answer = null
    ),
    settled as (
      update staff_tasks set done_at = ${when}, done_by = ${recipient}, note = 'accepted since'
      where window_reference = ${reference} and kind = 'objection' and organization_id = ${organizationId}
        and subject = ${recipient} and done_at is null and exists (select from kept where answer = 'accepted')
      returning id
    )
    -- the same mail handed in again gets the same result
    select exists (select from theirs where reply = ${id}) or not exists (select from overtaken) as stands,
      array(select id from kept) as kept, array(select id from settled) as settled
  `.execute(db);
  return rows[0] ?? { stands: true, kept: [], settled: [] };
}

/** The maximum number of different reasons stored for a window; more are an attack and only go to the log. */
const MOST_REASONS = 100;

/** Records that an answer changed nothing, with one row for each reason. `at` is UTC ms. */
export async function recordRefusedReply(db: Database, reference: string, reason: string, at: number): Promise<void> {
  const when = sql`${new Date(at)}::timestamptz`;
  await sql`
    insert into refused_replies (window_reference, reason, at, latest_at, after_event)
    select reference, ${reason}, ${when}, ${when}, ${lastEvent(reference)} from windows
    where reference = ${reference} and (
      exists (select from refused_replies where window_reference = ${reference} and reason = ${reason})
      or (select count(*) from refused_replies where window_reference = ${reference}) < ${MOST_REASONS}
    )
    on conflict (window_reference, reason) do update
      set times = refused_replies.times + 1, latest_at = greatest(refused_replies.latest_at, excluded.latest_at)
  `.execute(db);
}

function lastEvent(reference: string): RawBuilder<number> {
  return sql<number>`coalesce((select max(sequence) from timeline where window_reference = ${reference}), 0)`;
}

/** The window's answers in order of arrival; a customer sees its own. */
export async function listAcknowledgements(
  db: Database,
  reference: string,
  viewer: Viewer,
): Promise<AcknowledgementOnRecord[]> {
  return (await answersOf(db, reference, viewer).execute()).map(toAnswer);
}

/** The same, page by page, the latest first. Throws KnownError for a cursor that no list returned. */
export async function pageOfAnswers(
  db: Database,
  reference: string,
  viewer: Viewer,
  page: PageRequest,
): Promise<Page<AcknowledgementOnRecord>> {
  const limit = limitOf(page);
  let query = answersOf(db, reference, viewer).clearOrderBy().orderBy('id', 'desc');
  if (page.cursor !== undefined) query = query.where('id', '<', decodeCursor(page.cursor, numberKey)[0]);
  return pageOf(await query.limit(limit + 1).execute(), limit, ({ id }) => [id], toAnswer);
}

function answersOf(db: Database, reference: string, viewer: Viewer) {
  const ids = organizationsOf(viewer);
  const query = db.selectFrom('acknowledgements').selectAll().where('window_reference', '=', reference).orderBy('id');
  return ids ? query.where('organization_id', 'in', ids) : query;
}

function toAnswer(row: Selectable<Tables['acknowledgements']>): AcknowledgementOnRecord {
  return {
    id: row.id,
    reference: row.window_reference,
    organizationId: row.organization_id,
    recipient: row.recipient,
    answer: row.answer satisfies AcknowledgementAnswer,
    sequence: row.sequence,
    at: row.at.getTime(),
    via: row.via,
  };
}

/** How many recipients gave each answer last. */
export async function countAnswers(db: Database, reference: string): Promise<Record<AcknowledgementAnswer, number>> {
  const { rows } = await sql<{ answer: AcknowledgementAnswer; count: number }>`
    select answer, count(*)::integer as count from (
      select distinct on (organization_id, recipient) answer from acknowledgements
      where window_reference = ${reference} order by organization_id, recipient, id desc
    ) as latest group by answer
  `.execute(db);
  const counted = new Map(rows.map(({ answer, count }) => [answer, count]));
  const of = (answer: AcknowledgementAnswer) => counted.get(answer) ?? 0;
  return { accepted: of('accepted'), declined: of('declined'), tentative: of('tentative') };
}
