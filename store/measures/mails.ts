import { sql } from 'kysely';
import type { DueTelling, FollowedMeasure, Telling } from '../../domain/measures/measure';
import { MINUTE } from '../../domain/shared/time';
import type { WindowState } from '../../domain/window/types';
import type { Database } from '../database/database';
import { noteEvents } from './history';
import { peopleToTell } from './owners';

/** Mails to the owners of measures (E5). Instants are UTC ms, dates as 2026-12-31. */

/** For how long a process has a mail to itself (ms). */
const TAKEN_FOR = 15 * MINUTE;

/** So many are followed together; a report names 50 at most. */
const MOST_OPEN = 1_000;

/** The open measures of a window, whose state says by which rules they are followed. Notes that they were looked at. */
export async function lookAtMeasures(
  db: Database,
  reference: string,
  now: number,
): Promise<{ readonly state: WindowState | null; readonly measures: readonly (FollowedMeasure & { id: number })[] }> {
  const { rows } = await sql<FollowedMeasure & { id: number }>`
    with looked as (
      update measures set looked_at = ${new Date(now)} where window_reference = ${reference} and state = 'open'
      returning id, due_on, told
    )
    select id, due_on::text as due, told from looked order by due_on, id limit ${MOST_OPEN}
  `.execute(db);
  const window = await db.selectFrom('windows').select('state').where('reference', '=', reference).executeTakeFirst();
  return { state: window?.state ?? null, measures: rows };
}

/** Has whoever answers for the measure written to, once for each mail about its date. */
export async function tellOwner(
  db: Database,
  { id, due }: { readonly id: number; readonly due: string },
  { telling, told, isLast }: DueTelling,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ people: number }>`
      with m as (
        update measures set told = ${told}
        where id = ${id} and state = 'open' and due_on = ${due}::date and told < ${told}
        returning id, window_reference, owner
      ),
      mails as (
        insert into measure_mails (measure_id, telling, due_for, number, is_last, recipient, send_at)
        select m.id, ${telling}, ${due}::date, ${told}, ${isLast}, p.recipient, ${new Date(now)}
        from m cross join lateral ${peopleToTell(sql`${telling === 'late'}::boolean`)} p
        on conflict do nothing
        returning id
      )
      select (select count(*) from mails) as people from m
    `.execute(trx);
    const [row] = rows;
    if (!row) return;
    const words = `${WORDS[telling]} ${due}: ${String(row.people)} ${row.people === 1 ? 'person is' : 'people are'} written to`;
    await noteEvents(trx, [{ id, at: now, actor: { by: 'forewarn' }, door: 'clock', type: 'told', words }]);
  });
}

const WORDS: Record<Telling, string> = { ahead: 'Due on', due: 'Come due', late: 'Late since' };

/** A mail that is due, and what it says. */
export interface MeasureMail {
  readonly id: number;
  readonly measureId: number;
  readonly telling: Telling;
  readonly due: string;
  readonly number: number;
  readonly isLast: boolean;
  /** Attempts, this one included. */
  readonly tries: number;
  /** Nobody wants it any more: the measure has ended, or has another date. */
  readonly isPast: boolean;
  /** null where whom it is for has no address, or a suppressed one. */
  readonly to: { readonly name: string; readonly address: string } | null;
  readonly reference: string;
  readonly title: string;
  readonly text: string;
  readonly owner: string;
}

/** Takes the next due mail about a window's measures; undefined when none is due. */
export async function takeMeasureMail(db: Database, reference: string, now: number): Promise<MeasureMail | undefined> {
  const { rows } = await sql<MeasureMail>`
    with taken as (
      update measure_mails set send_at = ${new Date(now + TAKEN_FOR)}, tries = tries + 1
      where id = (
        select e.id from measure_mails e join measures m on m.id = e.measure_id
        where e.send_at <= ${new Date(now)} and m.window_reference = ${reference}
        order by e.send_at, e.id limit 1 for update of e skip locked
      )
      returning *
    )
    select e.id, m.id as "measureId", e.telling, e.due_for::text as due, e.number, e.is_last as "isLast", e.tries,
      (m.state <> 'open' or m.due_on <> e.due_for) as "isPast", a.person as "to", windows.reference, windows.title, m.text, m.owner
    from taken e join measures m on m.id = e.measure_id join windows on windows.reference = m.window_reference
      left join lateral (
        select jsonb_build_object('name', name, 'address', address) as person from (
          select name, email as address from staff where 'staff:' || id = e.recipient
          union all
          select '', m.owner where e.recipient = 'owner'
          union all
          select '', windows.view->'spec'->>'pointOfContact' where e.recipient = 'contact-point'
        ) people
        where lower(address) not in (select address from suppressions)
      ) a on true
  `.execute(db);
  return rows[0];
}

/** Records what became of a mail: sent at an instant; to be tried again at one; or over. */
export async function recordMeasureMail(
  db: Database,
  id: number,
  { sentAt, next }: { readonly sentAt?: number; readonly next?: number },
): Promise<void> {
  await db
    .updateTable('measure_mails')
    .set({
      send_at: next === undefined ? null : new Date(next),
      ...(sentAt === undefined ? {} : { sent_at: new Date(sentAt) }),
    })
    .where('id', '=', id)
    .execute();
}

/** When the first of the mails that wait is tried; undefined where none waits. */
export async function nextMailAt(db: Database, reference: string): Promise<number | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(e.send_at) as at from measure_mails e join measures m on m.id = e.measure_id
    where m.window_reference = ${reference} and e.send_at is not null
  `.execute(db);
  return rows[0]?.at?.getTime();
}

/** Windows with open measures that nobody has looked at since `before`; at most a hundred. */
export async function windowsUnlooked(db: Database, before: number): Promise<string[]> {
  const { rows } = await sql<{ reference: string }>`
    select distinct window_reference as reference from measures
    where state = 'open' and coalesce(looked_at, created_at) < ${new Date(before)}
    order by 1 limit 100
  `.execute(db);
  return rows.map(({ reference }) => reference);
}

/** Whether a window has measures that are followed. */
export async function hasOpenMeasures(db: Database, reference: string): Promise<boolean> {
  const { rows } = await sql`
    select from measures where window_reference = ${reference} and state = 'open' limit 1
  `.execute(db);
  return rows.length > 0;
}
