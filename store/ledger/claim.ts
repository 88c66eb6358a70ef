import { sql } from 'kysely';
import type { ClaimedDelivery, NoticeKey } from '../../activities/ports';
import type { AffectedResource, NoticeFacts, OrganizationFacts } from '../../domain/message';
import type { Database } from '../database';
import { isNotice } from './key';

interface ClaimedRow {
  readonly id: number;
  readonly attempts: number;
  readonly name: string;
  readonly address: string;
  readonly message_id: string;
  readonly organization: OrganizationFacts;
  readonly resources: AffectedResource[];
  readonly earlier: string[];
  /** In the first row only: the same for all of them, and up to tens of kilobytes. */
  readonly facts: NoticeFacts | null;
}

/** How to claim: the caller's mark (a UUID), how many at most, and the instant up to which retries are due. */
export interface ClaimRequest {
  readonly claim: string;
  readonly limit: number;
  readonly now: Date;
}

/**
 * Takes deliveries that are due and marks them `sending`, in one statement with the check that the notice's revision is
 * still the window's (N9). The window's row is locked for reading: a new revision being recorded at this moment is waited
 * for and then seen. Rows another claim is taking are skipped, so no two claims ever share one (N8).
 */
export async function claimDeliveries(
  db: Database,
  key: NoticeKey,
  { claim, limit, now }: ClaimRequest,
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<ClaimedRow>`
    with current as materialized (
      select n.id, n.window_reference, n.sequence, n.facts
      from notices n join windows w on w.reference = n.window_reference
      where ${isNotice(key)} and n.state in ('under-way', 'waiting') and n.revision = w.revision
      for share of w
    ),
    due as materialized (
      select d.id from deliveries d
      where d.notice_id = (select id from current)
        and d.state in ('pending', 'deferred') and (d.state = 'pending' or d.next_attempt_at <= ${now})
      order by d.organization_id, d.id
      limit ${limit}
      for update of d skip locked
    ),
    taken as (
      update deliveries d
      set state = 'sending', claim = ${claim}::uuid, attempts = d.attempts + 1, next_attempt_at = null, updated_at = now()
      from due where d.id = due.id
      returning d.id, d.notice_id, d.organization_id, d.recipient, d.channel, d.attempts, d.name, d.address, d.message_id
    )
    select t.id, t.attempts - 1 as attempts, t.name, t.address, t.message_id, s.organization, s.resources,
      array(
        select e.message_id
        from notices en join deliveries e on e.notice_id = en.id and e.recipient = t.recipient and e.channel = t.channel
        where en.window_reference = c.window_reference and en.sequence < c.sequence
          and lower(e.address) = lower(t.address) and e.state in ('accepted', 'uncertain')
        order by en.sequence
      ) as earlier,
      case when t.id = min(t.id) over () then c.facts end as facts
    from taken t
      join current c on c.id = t.notice_id
      -- looked up one by one: the limit keeps the planner from reading the whole notice for a few rows
      cross join lateral (
        select o.organization, o.resources from notice_organizations o
        where o.notice_id = t.notice_id and o.organization_id = t.organization_id limit 1
      ) s
    order by t.id
  `.execute(db);
  const facts = rows[0]?.facts;
  return facts ? rows.map((row) => toClaimed(row, facts)) : [];
}

function toClaimed(row: ClaimedRow, facts: NoticeFacts): ClaimedDelivery {
  return {
    id: row.id,
    attempts: row.attempts,
    message: {
      facts,
      organization: row.organization,
      resources: row.resources,
      recipient: { name: row.name, address: row.address },
      messageId: row.message_id,
      earlierMessageIds: row.earlier,
    },
  };
}
