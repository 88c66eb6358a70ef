import { sql } from 'kysely';
import type { WrittenMessage } from '../../domain/delivery/written-message';
import { parseMessageId } from '../../domain/delivery/bounce';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { NOTICES } from '../../domain/notices/notices';
import { noteInAudit } from '../audit/record';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';

/** Notices that list customers to tell. */
const LISTS = NOTICE_KINDS.filter((kind) => NOTICES[kind].audience === 'staff');

/**
 * Ticks off the list that a mail answers, for whom the list went to and who writes from that address (N12); the window's reference.
 * Undefined where it answers no such list, where somebody else writes, and where a list that is newer than the mail asks again: that is for
 * a person to read. The id of the answered mail cannot be guessed, so Message-IDs must be keyed. `at`: UTC ms.
 */
export function tickByReply(
  db: Database,
  message: Pick<WrittenMessage, 'answers' | 'from'>,
  at: number,
): Promise<string | undefined> {
  return inTransaction(db, async (tx) => {
    const found = await tick(tx, message, at);
    if (!found) return undefined;
    const { reference, left, by, ticked } = found;
    const done = ticked.map((id) => ({ type: 'task-done', subject: String(id) }) as const);
    await noteInAudit(tx, { acting: { by, door: 'mail' }, at }, done);
    return left === 0 ? reference : undefined;
  });
}

interface Ticked {
  readonly reference: string;
  readonly left: number;
  /** Whoever writes. */
  readonly by: string;
  readonly ticked: readonly number[];
}

async function tick(
  db: Database,
  { answers, from }: Pick<WrittenMessage, 'answers' | 'from'>,
  at: number,
): Promise<Ticked | undefined> {
  const ids = answers.filter((id) => parseMessageId(id) !== undefined);
  if (ids.length === 0 || from === '') return undefined;
  const { rows } = await sql<Ticked>`
    with answered as (
      select n.window_reference as reference, n.prepared_at, d.recipient, s.id as staff_id
      from deliveries d join notices n on n.id = d.notice_id join staff s on 'staff:' || s.id = d.recipient
      where d.message_id = any (${ids}::text[]) and n.kind = any (${[...LISTS]}::text[])
        -- whom it went to, who is one of the staff still
        and lower(d.address) = ${from} and lower(s.email) = ${from}
      order by array_position(${ids}::text[], d.message_id) limit 1
    ),
    theirs as (
      select t.id, t.done_at, t.created_at <= a.prepared_at as is_listed, a.staff_id
      from answered a join staff_tasks t on t.window_reference = a.reference and t.subject = a.recipient and t.kind = 'tell-customer'
      where exists (
        select from staff s join staff_organizations so on so.staff_id = s.id
        where lower(s.email) = ${from} and so.organization_id = t.organization_id
      )
    ),
    ticked as (
      update staff_tasks t set done_at = ${new Date(at)}, done_by = theirs.staff_id, note = 'by a reply to the list'
      from theirs where t.id = theirs.id and t.done_at is null and theirs.is_listed
      returning t.id
    )
    select a.reference, (
      select count(*) from theirs where done_at is null and id not in (select id from ticked)
    )::integer as left, a.staff_id as by, array(select id from ticked) as ticked
    from answered a where exists (select from theirs)
  `.execute(db);
  return rows[0];
}
