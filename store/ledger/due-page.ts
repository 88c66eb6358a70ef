import { sql } from 'kysely';
import type { DueDelivery, DueRequest, NoticeKey } from '../../activities/ports/ledger';
import type { AffectedResource, MessageFacts, NoticeFacts, OrganizationFacts } from '../../domain/notices/message';
import { NOTICES } from '../../domain/notices/notices';
import type { Database } from '../database/database';
import { markChanged, type ChangedList } from './changed-lists';
import { withContacts } from './customer-contacts';
import { isNotice } from './key';

interface DueRow {
  readonly id: number;
  readonly attempts: number;
  readonly recipient: string;
  readonly name: string;
  readonly address: string;
  readonly message_id: string;
  readonly locale: string | null;
  readonly organization_id: string;
  /** In the first row of each organization only: data that many rows share is sent once. */
  readonly organization: OrganizationFacts | null;
  readonly resources: AffectedResource[] | null;
  readonly changed: ChangedList | null;
  readonly calendar_sequence: number | null;
  readonly calendar_revised_at: Date | null;
  readonly earlier: string[];
  /** In the first row of the first page only: the same for all rows, and up to tens of kilobytes. */
  readonly facts: NoticeFacts | null;
}

/**
 * Reads a page of due deliveries, ordered by organization, so that data shared by its people is read and rendered once. Nothing
 * is locked or written: `commitStep` claims each delivery when it is sent. The page of a superseded notice is empty (N9). Rows
 * of one organization share their objects.
 */
export async function dueDeliveries(
  db: Database,
  key: NoticeKey,
  { after, limit, now }: DueRequest,
): Promise<DueDelivery[]> {
  const { rows } = await sql<DueRow>`
    with current as materialized (
      select n.id, n.window_reference, n.sequence, n.facts
      from notices n join windows w on w.reference = n.window_reference
      where ${isNotice(key)} and n.state in ('under-way', 'waiting') and n.revision = w.revision
    ),
    earlier_notices as materialized (
      select en.id, en.sequence from notices en, current c
      where en.window_reference = c.window_reference and en.sequence < c.sequence
    ),
    due as materialized (
      select d.id, d.organization_id, d.recipient, d.channel, d.attempts, d.name, d.address, d.message_id, d.locale,
        row_number() over (partition by d.organization_id order by d.id) as place,
        row_number() over (order by d.organization_id, d.id) as row
      from (
        select * from deliveries d
        where d.notice_id = (select id from current)
          and d.state in ('pending', 'deferred') and (d.state = 'pending' or d.next_attempt_at <= ${now})
          and (d.organization_id, d.id) > (${after?.message.organization.id ?? ''}::text, ${after?.id ?? 0}::bigint)
        order by d.organization_id, d.id
        limit ${limit}
      ) d
    )
    select d.id, d.attempts, d.recipient, d.name, d.address, d.message_id, d.locale, d.organization_id, s.organization, s.resources, s.changed,
      s.calendar_sequence, s.calendar_revised_at,
      array(
        select e.message_id
        from earlier_notices en join deliveries e
          on e.notice_id = en.id and e.recipient = d.recipient and e.channel = d.channel
        where lower(e.address) = lower(d.address) and e.state in ('accepted', 'uncertain')
        order by en.sequence
      ) as earlier,
      case when d.row = 1 and ${after === undefined}::boolean then (select facts from current) end as facts
    from due d
      -- looked up for each row: the limit keeps the planner from reading the whole notice for a few rows
      left join lateral (
        select o.organization, o.resources, o.changed, o.calendar_sequence, o.calendar_revised_at from notice_organizations o
        where o.notice_id = (select id from current) and o.organization_id = d.organization_id limit 1
      ) s on d.place = 1
    order by d.row
  `.execute(db);
  // the facts never change: later pages share the object, so that a renderer can recognize it
  const facts = after?.message.facts ?? rows[0]?.facts;
  const due = toDue(rows, facts);
  return facts && NOTICES[facts.notice.kind].audience === 'staff' ? withPeople(db, due) : due;
}

/** Lists for staff say whom to call at each customer. */
async function withPeople(db: Database, due: readonly DueDelivery[]): Promise<DueDelivery[]> {
  const lists = await withContacts(
    db,
    due.map(({ message }) => message.resources),
  );
  return due.map((one, index) => ({ ...one, message: { ...one.message, resources: lists[index] ?? [] } }));
}

function toDue(rows: readonly DueRow[], facts: NoticeFacts | null | undefined): DueDelivery[] {
  if (!facts) return [];
  let shared: Pick<MessageFacts, 'organization' | 'resources' | 'calendar'> | undefined;
  return rows.map((row) => {
    if (row.organization && row.resources) {
      const calendar = {
        sequence: row.calendar_sequence ?? 0,
        revisedAt: row.calendar_revised_at?.getTime() ?? facts.now,
      };
      shared = { organization: row.organization, resources: markChanged(row.resources, row.changed), calendar };
    }
    if (!shared) throw new Error(`The delivery ${String(row.id)} has no organization on record with its notice.`);
    return {
      id: row.id,
      attempts: row.attempts,
      message: {
        facts,
        ...shared,
        recipient: {
          id: row.recipient,
          name: row.name,
          address: row.address,
          ...(row.locale === null ? {} : { locale: row.locale }),
        },
        deliveryId: row.id,
        messageId: row.message_id,
        earlierMessageIds: row.earlier,
      },
    };
  });
}
