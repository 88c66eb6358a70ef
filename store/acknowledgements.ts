import { sql } from 'kysely';
import type { Acknowledgement, AcknowledgementAnswer, ReplyStanding } from '../domain/acknowledgement';
import { STAFF_KINDS } from '../domain/notice';
import type { Database } from './database';
import type { Viewer } from './viewer';

/** An answer on record. Instants are UTC ms. */
export interface AcknowledgementOnRecord extends Acknowledgement {
  readonly id: number;
  readonly at: number;
  /** The door it came through: `calendar-reply`. */
  readonly via: string;
}

/**
 * What an answer is measured against: the SEQUENCE last told to the organization, and who may answer for it: its contacts and
 * central address, and whoever was sent a mail of the window. Undefined when it was never told of that window.
 */
export async function readReplyStanding(
  db: Database,
  reference: string,
  organizationId: string,
): Promise<ReplyStanding | undefined> {
  const { rows } = await sql<{ sequence: number | null; respondents: ReplyStanding['respondents'] }>`
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

/** Keeps an answer; one that repeats the person's latest changes nothing. `at` is UTC ms. */
export async function recordAcknowledgement(
  db: Database,
  { reference, organizationId, recipient, answer, sequence }: Acknowledgement,
  { at, via }: { readonly at: number; readonly via: string },
): Promise<void> {
  await sql`
    insert into acknowledgements (window_reference, organization_id, recipient, answer, sequence, at, via)
    select ${reference}, ${organizationId}, ${recipient}, ${answer}, ${sequence}::integer, ${new Date(at)}::timestamptz, ${via}
    where (${answer}::text, ${sequence}::integer) is distinct from (
      select (answer, sequence) from acknowledgements
      where window_reference = ${reference} and organization_id = ${organizationId} and recipient = ${recipient}
      order by id desc limit 1
    )
  `.execute(db);
}

/** The window's answers in the order they came; a customer sees its own. */
export async function listAcknowledgements(
  db: Database,
  reference: string,
  { organizationId }: Viewer,
): Promise<AcknowledgementOnRecord[]> {
  let query = db.selectFrom('acknowledgements').selectAll().where('window_reference', '=', reference).orderBy('id');
  if (organizationId !== null) query = query.where('organization_id', '=', organizationId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    reference: row.window_reference,
    organizationId: row.organization_id,
    recipient: row.recipient,
    answer: row.answer satisfies AcknowledgementAnswer,
    sequence: row.sequence,
    at: row.at.getTime(),
    via: row.via,
  }));
}
