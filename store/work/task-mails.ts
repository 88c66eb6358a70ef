import { sql, type RawBuilder } from 'kysely';
import type { Translated } from '../../domain/notices/wording-language';
import { MINUTE } from '../../domain/shared/time';
import type { Database } from '../database/database';
import type { TaskMailKind } from '../database/tables/people';
import { isOver } from './conditions';
import { changesUntil } from './objections';

/**
 * Mails to single people about what customers say: reminders of objections to whoever answers, refusals to the customer (S9), and word of
 * a written answer (N15). Instants are UTC ms.
 */

/** Above this number it would be a mass mailing. */
const MOST_PEOPLE = 10;

/** For how long a process has a mail to itself (ms). */
const TAKEN_FOR = 15 * MINUTE;

/**
 * A lateral query of task `t`: the `recipient` of each mail to whoever the task is about. An organization without a central address
 * is written to by way of its people for maintenance, or else of all.
 */
export function peopleToWrite(): RawBuilder<unknown> {
  return sql`(
    with people as (
      select 'contact:' || c.id as recipient, case
          when t.subject = 'contact:' || c.id then 1
          when t.subject like 'organization:%' and c.roles && array['maintenance', 'ops-alert'] then 2
          when t.subject like 'organization:%' then 3
        end as rank
      from contacts c where c.organization_id = t.organization_id
      union all
      select 'organization:' || o.id, 1 from organizations o
      where o.maintenance_email is not null and t.subject = 'organization:' || o.id
    )
    select recipient from people where rank = (select min(rank) from people) order by recipient limit ${MOST_PEOPLE}
  )`;
}

/** A lateral query of task `t`: who answers for its customer, account representatives first; else support. */
export function peopleWhoAnswer(): RawBuilder<unknown> {
  return sql`(
    with people as (
      select 'staff:' || s.id as recipient, case
          when so.staff_id is not null and s.role = 'account-representative' then 1
          when so.staff_id is not null then 2
          when s.role = 'support' then 3
        end as rank
      from staff s left join staff_organizations so on so.staff_id = s.id and so.organization_id = t.organization_id
    )
    select recipient from people where rank = (select min(rank) from people) order by recipient limit ${MOST_PEOPLE}
  )`;
}

/** An objection that waits for an answer. */
export interface OpenObjection {
  readonly id: number;
  readonly madeAt: number;
  readonly locksAt: number;
  readonly startsAt: number;
}

/** Objections that wait for an answer, in windows that have not started, by id; those after `after`. */
export async function openObjections(db: Database, after: number, limit: number): Promise<OpenObjection[]> {
  const { rows } = await sql<{ id: number; made_at: Date; locks_at: Date; starts_at: Date }>`
    select t.id, t.created_at as made_at, ${changesUntil} as locks_at, windows.starts_at
    from staff_tasks t join windows on windows.reference = t.window_reference
      left join work_plans p on p.window_reference = windows.reference
    where t.kind = 'objection' and t.done_at is null and t.id > ${after} and windows.started_at is null and not ${isOver}
    order by t.id limit ${limit}
  `.execute(db);
  return rows.map((row) => ({
    ...{ id: row.id, madeAt: row.made_at.getTime() },
    ...{ locksAt: row.locks_at.getTime(), startsAt: row.starts_at.getTime() },
  }));
}

/** Has whoever answers reminded, once for each task and moment. */
export async function remind(
  db: Database,
  reminders: readonly { readonly id: number; readonly dueFor: number }[],
  now: number,
): Promise<void> {
  if (reminders.length === 0) return;
  await sql`
    insert into task_mails (task_id, kind, recipient, due_for, send_at)
    select t.id, 'reminder', p.recipient, r.due_for, ${new Date(now)}
    from unnest(${reminders.map(({ id }) => id)}::bigint[], ${reminders.map(({ dueFor }) => new Date(dueFor))}::timestamptz[]) r(id, due_for)
      join staff_tasks t on t.id = r.id cross join lateral ${peopleWhoAnswer()} p
    on conflict do nothing
  `.execute(db);
}

/** A mail that is due, and what it says. */
export interface TaskMail {
  readonly id: number;
  readonly taskId: number;
  readonly kind: TaskMailKind;
  readonly dueFor: number;
  /** Attempts, this one included. */
  readonly tries: number;
  /** As the ledger would name whom it is for. */
  readonly recipient: string;
  /** Nobody wants it any more: the task is done, or the objection was made again. */
  readonly isPast: boolean;
  /** null where whom it is for has no address, or a suppressed one. */
  readonly to: { readonly name: string; readonly address: string; readonly locale: string } | null;
  /** Empty for what nobody could place. */
  readonly reference: string;
  readonly title: string;
  /** Of the window's own sentences, and these in other languages. */
  readonly words: Translated;
  /** null where nobody knows whose person wrote. */
  readonly organizationName: string | null;
  /** Of the organization (P7); null: the default one. */
  readonly brand: string | null;
  /** What the customer said. */
  readonly objection: string;
  /** Why it is refused; null in a reminder. */
  readonly reason: string | null;
  readonly startsAt: number;
  readonly locksAt: number;
}

interface TakenRow extends Omit<TaskMail, 'dueFor' | 'startsAt' | 'locksAt'> {
  readonly due_for: Date;
  readonly starts_at: Date | null;
  readonly locks_at: Date | null;
}

/** Takes the next due mail for this process; undefined when none is due. */
export async function takeTaskMail(db: Database, now: number): Promise<TaskMail | undefined> {
  const { rows } = await sql<TakenRow>`
    with taken as (
      update task_mails m set send_at = ${new Date(now + TAKEN_FOR)}, tries = tries + 1
      where id = (
        select id from task_mails where send_at <= ${new Date(now)} order by send_at, id limit 1 for update skip locked
      )
      returning m.*
    )
    select m.id, m.task_id as "taskId", m.kind, m.recipient, m.due_for, m.tries, coalesce(windows.reference, '') as reference,
      coalesce(windows.title, '') as title, windows.starts_at,
      jsonb_strip_nulls(jsonb_build_object('language', windows.view->'spec'->'language', 'translations', windows.view->'spec'->'translations')) as words,
      ${changesUntil} as locks_at, coalesce(o.name, t.organization_id) as "organizationName", o.brand, t.reason as objection,
      case m.kind when 'refusal' then t.note end as reason, a.person as "to",
      case m.kind
        when 'refusal' then t.answer is distinct from 'refused' or t.done_at is distinct from m.due_for
        else t.done_at is not null
      end as "isPast"
    from taken m join staff_tasks t on t.id = m.task_id left join windows on windows.reference = t.window_reference
      left join work_plans p on p.window_reference = windows.reference
      left join organizations o on o.id = t.organization_id
      left join lateral (
        select jsonb_build_object('name', name, 'address', address, 'locale', locale) as person from (
          select name, email as address, 'en' as locale from staff where 'staff:' || id = m.recipient
          union all
          select c.name, c.email, coalesce(c.locale, own.locale) from contacts c join organizations own on own.id = c.organization_id
          where 'contact:' || c.id = m.recipient
          union all
          select name, maintenance_email, locale from organizations where 'organization:' || id = m.recipient and maintenance_email is not null
        ) people
        where lower(address) not in (select address from suppressions)
      ) a on true
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  const { due_for: dueFor, starts_at: startsAt, locks_at: locksAt, ...rest } = row;
  return { ...rest, dueFor: dueFor.getTime(), startsAt: startsAt?.getTime() ?? 0, locksAt: locksAt?.getTime() ?? 0 };
}

/** Records what became of a mail: sent at an instant; to be tried again at one; or over. */
export async function recordTaskMail(
  db: Database,
  id: number,
  { sentAt, next }: { readonly sentAt?: number; readonly next?: number },
): Promise<void> {
  await db
    .updateTable('task_mails')
    .set({
      send_at: next === undefined ? null : new Date(next),
      ...(sentAt === undefined ? {} : { sent_at: new Date(sentAt) }),
    })
    .where('id', '=', id)
    .execute();
}

/** A refusal that did not reach its recipient by mail becomes a task, so that somebody tells them. */
export async function tellOtherwise(db: Database, id: number, words: string, at: number): Promise<void> {
  await sql`
    insert into staff_tasks as known (window_reference, kind, organization_id, subject, reason, created_at)
    select t.window_reference, 'reach-otherwise', t.organization_id, m.recipient, ${words}, ${new Date(at)}
    from task_mails m join staff_tasks t on t.id = m.task_id where m.id = ${id} and m.kind = 'refusal'
    on conflict (window_reference, kind, organization_id, subject) do update
      set reason = excluded.reason, created_at = excluded.created_at, done_at = null, done_by = null, note = null
  `.execute(db);
}
