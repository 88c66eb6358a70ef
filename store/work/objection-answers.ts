import { sql } from 'kysely';
import type { Database } from '../database/database';
import type { ObjectionAnswer } from '../database/tables/people';
import { peopleToWrite } from './task-mails';

/** An objection that is being accepted. */
export interface AcceptedObjection {
  readonly reference: string;
  readonly organizationId: string;
  /** null: all of the organization's. */
  readonly resources: readonly string[] | null;
}

/** Of an answered objection. Instants are UTC ms. */
export interface ObjectionOnRecord {
  readonly kind: string;
  readonly answer: ObjectionAnswer | null;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
}

/** For staff: the only organizations they know of; null: all. */
type Within = readonly string[] | null;

const isWithin = (organizations: Within) =>
  sql<boolean>`(${organizations === null}::boolean or organization_id = any (${organizations ?? []}::text[]))`;

/**
 * Takes an open objection for accepting it, so that nobody refuses it meanwhile; again where that began before and did not get to
 * its end. Undefined when it is not open, or there is none.
 */
export async function beginAccepting(
  db: Database,
  id: number,
  organizations: Within,
): Promise<AcceptedObjection | undefined> {
  const { rows } = await sql<AcceptedObjection>`
    update staff_tasks set answer = 'accepted'
    where id = ${id} and kind = 'objection' and done_at is null and ${isWithin(organizations)}
    returning window_reference as reference, organization_id as "organizationId", resources
  `.execute(db);
  return rows[0];
}

/** Gives it back: the window took no change. */
export async function stopAccepting(db: Database, id: number): Promise<void> {
  await sql`update staff_tasks set answer = null where id = ${id} and answer = 'accepted' and done_at is null`.execute(
    db,
  );
}

/** Who answered, why, and when (UTC ms). */
export interface Answering {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** Ends an objection whose resources have left the window; false when it is another one by now. */
export async function endAccepted(db: Database, id: number, { by, reason, at }: Answering): Promise<boolean> {
  const { rows } = await sql`
    update staff_tasks set done_at = ${new Date(at)}, done_by = ${by}, note = ${reason}
    where id = ${id} and answer = 'accepted' and done_at is null
    returning id
  `.execute(db);
  return rows.length > 0;
}

/**
 * Refuses an open objection, and has the reason mailed to whoever made it; where nobody there has an address, a task says so.
 * False when it is not open, is being accepted, or there is none.
 */
export async function refuseObjection(
  db: Database,
  id: number,
  { by, reason, at }: Answering,
  organizations: Within,
): Promise<boolean> {
  const when = sql`${new Date(at)}::timestamptz`;
  const { rows } = await sql`
    with refused as (
      update staff_tasks set answer = 'refused', done_at = ${when}, done_by = ${by}, note = ${reason}
      where id = ${id} and kind = 'objection' and done_at is null and answer is null and ${isWithin(organizations)}
      returning id, window_reference, organization_id, subject
    ),
    told as (
      insert into task_mails (task_id, kind, recipient, due_for, send_at)
      select t.id, 'refusal', p.recipient, ${when}, ${when} from refused t cross join lateral ${peopleToWrite()} p
      on conflict do nothing
      returning id
    ),
    untold as (
      insert into staff_tasks as known (window_reference, kind, organization_id, subject, reason, created_at)
      select window_reference, 'reach-otherwise', organization_id, subject, ${unreachedBy(reason)}, ${when}
      from refused where not exists (select from told)
      on conflict (window_reference, kind, organization_id, subject) do update
        set reason = excluded.reason, created_at = excluded.created_at, done_at = null, done_by = null, note = null
    )
    select id from refused
  `.execute(db);
  return rows.length > 0;
}

/** What the task says when the refusal reaches nobody by mail. */
export function unreachedBy(reason: string): string {
  return `Tell them by other means that their objection was refused: ${reason}`;
}

/** A task as far as answering is concerned; undefined when there is none. */
export async function objectionOnRecord(
  db: Database,
  id: number,
  organizations: Within,
): Promise<ObjectionOnRecord | undefined> {
  const { rows } = await sql<{
    kind: string;
    answer: ObjectionAnswer | null;
    done_at: Date | null;
    done_by: string | null;
  }>`
    select kind, answer, done_at, done_by from staff_tasks where id = ${id} and ${isWithin(organizations)}
  `.execute(db);
  const [row] = rows;
  return row && { kind: row.kind, answer: row.answer, doneAt: row.done_at?.getTime() ?? null, doneBy: row.done_by };
}
