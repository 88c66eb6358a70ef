import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { MeasureEvent, MeasureState } from '../../domain/measures/measure';
import type { Actor } from '../../domain/shared/actor';
import { optional } from '../../domain/shared/optional';
import type { AuditDoor } from '../../domain/audit/doors';
import { decodeCursor, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { mayKnow, type Viewer } from '../windows/viewer';
import { OWNS } from './owners';

/** A preventive measure (E5). Instants are UTC ms, dates as 2026-12-31. */
export interface Measure {
  readonly id: number;
  readonly reference: string;
  readonly text: string;
  readonly owner: string;
  readonly due: string;
  readonly public: boolean;
  readonly state: MeasureState;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly endedBy: string | null;
  /** Why it was given up, or what came of it. */
  readonly note: string | null;
}

/** A line of a measure's history. */
export interface MeasureLine extends Actor {
  readonly at: number;
  readonly door: AuditDoor;
  readonly type: MeasureEvent;
  readonly words: string;
}

export interface MeasureFilters {
  /** Only those that have not ended. */
  readonly open?: boolean | undefined;
  /** Only those that have not ended and whose date lies before this one. */
  readonly lateOn?: string | undefined;
  /** Of a person of the staff by id, address or name; or of whoever is named so. */
  readonly owner?: string | undefined;
  readonly reference?: string | undefined;
}

interface MeasureRow extends Omit<Measure, 'createdAt' | 'endedAt'> {
  readonly created_at: Date;
  readonly ended_at: Date | null;
}

const dateKey = z.tuple([z.iso.date(), z.int()]);

/** Those that are due first come first. */
export async function listMeasures(
  db: Database,
  { open, lateOn, owner, reference }: MeasureFilters,
  request: PageRequest,
  viewer: Viewer,
): Promise<Page<Measure>> {
  const limit = limitOf(request);
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor, dateKey);
  const conditions = [
    ...(open === true ? [sql<boolean>`m.state = 'open'`] : []),
    ...(lateOn === undefined ? [] : [sql<boolean>`m.state = 'open' and m.due_on < ${lateOn}::date`]),
    ...(owner === undefined ? [] : [isOf(owner)]),
    ...(reference === undefined ? [] : [sql<boolean>`m.window_reference = ${reference}`]),
    ...(after ? [sql<boolean>`(m.due_on, m.id) > (${after[0]}::date, ${after[1]})`] : []),
  ];
  const rows = await selectMeasures(db, conditions, viewer, limit + 1);
  return pageOf(rows, limit, ({ due, id }) => [due, id], measureOf);
}

/** One measure; undefined when there is none that the viewer may know of. */
export async function getMeasure(db: Database, id: number, viewer: Viewer): Promise<Measure | undefined> {
  const [row] = await selectMeasures(db, [sql`m.id = ${id}`], viewer, 1);
  return row && measureOf(row);
}

/** Whether the measure's owner is that person of the staff. */
export async function isOwnedBy(db: Database, id: number, staffId: string): Promise<boolean> {
  const { rows } = await sql`
    select from measures m join staff s on s.id = ${staffId} where m.id = ${id} and ${OWNS}
  `.execute(db);
  return rows.length > 0;
}

/** The open measure that a task is about; undefined for other tasks. */
export async function measureOfTask(db: Database, taskId: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select m.id from staff_tasks t join measures m on t.subject = 'measure:' || m.id
    where t.id = ${taskId} and t.kind = 'preventive-measure' and m.state = 'open'
  `.execute(db);
  return rows[0]?.id;
}

/** Everything that has happened to it, oldest first. */
export async function historyOf(db: Database, id: number): Promise<MeasureLine[]> {
  const rows = await db
    .selectFrom('measure_events')
    .selectAll()
    .where('measure_id', '=', id)
    .orderBy('id')
    .limit(1_000)
    .execute();
  return rows.map(({ at, by, door, type, words, on_behalf_of, credential, request, issued_by }) => ({
    ...{ at: at.getTime(), by, door, type, words },
    ...optional({
      onBehalfOf: on_behalf_of ?? undefined,
      credential: credential ?? undefined,
      request: request ?? undefined,
      issuedBy: issued_by ?? undefined,
    }),
  }));
}

/** The names of that person are gathered once; asked of each measure and person they took half a second beside 200 people. */
function isOf(owner: string): RawBuilder<boolean> {
  const them = sql`staff s where s.id = ${owner} or lower(s.email) = lower(${owner}) or lower(s.name) = lower(${owner})`;
  return sql<boolean>`(
    lower(m.owner) in (
      select lower(${owner}) union all select lower(s.email) from ${them} union all select lower(s.name) from ${them}
    )
    or m.owner in (select s.id from ${them})
  )`;
}

async function selectMeasures(
  db: Database,
  conditions: readonly RawBuilder<unknown>[],
  viewer: Viewer,
  limit: number,
): Promise<MeasureRow[]> {
  const known = mayKnow(viewer, sql.ref('m.window_reference'));
  const all = [...conditions, ...(known ? [known] : []), sql`true`];
  const { rows } = await sql<MeasureRow>`
    select m.id, m.window_reference as reference, m.text, m.owner, m.due_on::text as due, m.is_public as public, m.state,
      m.created_at, m.ended_at, m.ended_by as "endedBy", m.note
    from measures m where ${sql.join(all, sql` and `)}
    order by m.due_on, m.id limit ${limit}
  `.execute(db);
  return rows;
}

function measureOf({ created_at, ended_at, ...row }: MeasureRow): Measure {
  return { ...row, createdAt: created_at.getTime(), endedAt: ended_at?.getTime() ?? null };
}
