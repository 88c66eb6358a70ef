import { sql } from 'kysely';
import type { MeasureEnd } from '../../domain/measures/measure';
import type { Acting } from '../../domain/audit/doors';
import { actorInWords } from '../../domain/shared/actor';
import { noteInAudit } from '../audit/record';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';
import { noteEvents } from './history';

/** Who changes a measure, and when (UTC ms). */
interface Change {
  readonly actor: Acting;
  readonly at: number;
}

/** Ends an open measure and its task; false when it is not open. */
export async function endMeasure(
  db: Database,
  id: number,
  { actor, at, state, note }: Change & { readonly state: MeasureEnd; readonly note: string | null },
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ task: number | null }>`
      with ended as (
        update measures set state = ${state}, ended_at = ${new Date(at)}, ended_by = ${actorInWords(actor)}, note = ${note}
        where id = ${id} and state = 'open'
        returning id
      ),
      task as (
        update staff_tasks set done_at = ${new Date(at)}, done_by = ${actorInWords(actor)}, note = ${note}
        where kind = 'preventive-measure' and done_at is null and subject in (select 'measure:' || id from ended)
        returning id
      )
      select (select id from task limit 1) as task from ended
    `.execute(trx);
    const [ended] = rows;
    if (!ended) return false;
    if (ended.task !== null)
      await noteInAudit(trx, { acting: actor, at }, { type: 'task-done', subject: String(ended.task) });
    const words = `${state === 'done' ? 'Done' : 'Given up'}${note === null ? '' : `: ${note}`}`;
    await noteEvents(trx, [{ id, at, actor, door: actor.door, type: state, words }]);
    return true;
  });
}

/** Gives an open measure a new date, about which its owner is written to anew; false when it is not open, or has another date by now. */
export async function postponeMeasure(
  db: Database,
  id: number,
  { actor, at, from, to, reason }: Change & { readonly from: string; readonly to: string; readonly reason: string },
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql`
      update measures set due_on = ${to}::date, told = 0
      where id = ${id} and state = 'open' and due_on = ${from}::date
      returning id
    `.execute(trx);
    if (rows.length === 0) return false;
    const words = `Postponed from ${from} to ${to}: ${reason}`;
    await noteEvents(trx, [{ id, at, actor, door: actor.door, type: 'postponed', words }]);
    return true;
  });
}
