import { sql } from 'kysely';
import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import { MINUTE } from '../../domain/shared/time';
import type { Database } from '../database/database';

/** How long a process may take to forward a message before another one may take it (ms). */
const TAKEN_FOR = 15 * MINUTE;

/** A message to forward to support. */
export interface MessageToForward {
  readonly id: number;
  readonly reference: string | null;
  readonly organizationId: string | null;
  readonly organizationName: string | null;
  /** The brand of that organization (P7); null: the default one, or nobody knows whose message it is. */
  readonly brand: string | null;
  readonly from: string;
  readonly isVerified: boolean | null;
  readonly subject: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly answer: AcknowledgementAnswer | null;
  readonly reason: string | null;
  /** UTC ms. */
  readonly receivedAt: number;
  /** True when it represents further messages of this hour, which are not forwarded. */
  readonly isFlood: boolean;
  /** Attempts, this one included. */
  readonly tries: number;
}

/** Takes the next due message for this process; undefined when none is due. `now`: UTC ms. */
export async function takeMessage(db: Database, now: number): Promise<MessageToForward | undefined> {
  const { rows } = await sql<Omit<MessageToForward, 'receivedAt'> & { receivedAt: Date }>`
    update window_messages m
    set forward_at = ${new Date(now + TAKEN_FOR)}, forward_tries = forward_tries + 1
    where id = (
      select id from window_messages where forward_at <= ${new Date(now)}
      order by forward_at, id limit 1 for update skip locked
    )
    returning m.id, m.window_reference as reference, m.organization_id as "organizationId",
      (select name from organizations o where o.id = m.organization_id) as "organizationName",
      (select brand from organizations o where o.id = m.organization_id) as brand,
      m.sender as "from", m.verified as "isVerified", m.subject, m.body as text, m.cut as "isCut", m.answer, m.reason,
      m.received_at as "receivedAt", m.handling = 'more' as "isFlood", m.forward_tries as tries
  `.execute(db);
  const [row] = rows;
  return row && { ...row, receivedAt: row.receivedAt.getTime() };
}

/** Records that it was sent at `now`, UTC ms. */
export async function forwarded(db: Database, id: number, now: number): Promise<void> {
  await db
    .updateTable('window_messages')
    .set({ forwarded_at: new Date(now), forward_at: null })
    .where('id', '=', id)
    .execute();
}

/** Records that it was not sent. It is tried again at `next` (UTC ms); with null it is not tried again, and its task remains. */
export async function notForwarded(db: Database, id: number, next: number | null): Promise<void> {
  await db
    .updateTable('window_messages')
    .set({ forward_at: next === null ? null : new Date(next) })
    .where('id', '=', id)
    .execute();
}
