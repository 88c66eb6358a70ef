import { sql, type RawBuilder, type Selectable } from 'kysely';
import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import type { Tables } from '../database/tables';
import { OWNS } from '../measures/owners';
import type { ObjectionAnswer, TaskKind } from '../database/tables/people';

/** Something a person must do because mail cannot. Instants are UTC ms. */
export interface StaffTask {
  readonly id: number;
  /** The window's reference, or the id of a series. */
  readonly reference: string;
  readonly kind: TaskKind;
  /** null when it concerns no customer. */
  readonly organizationId: string | null;
  /**
   * Whom it concerns: `contact:<id>` or `organization:<id>`, or `night:<date>` for a series. For telling a customer, who must
   * do it: `staff:<id>`.
   */
  readonly subject: string;
  readonly reason: string;
  readonly createdAt: number;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
  readonly note: string | null;
  /** Of an objection: the resources it is about; null: all of the customer's. */
  readonly resources: readonly string[] | null;
  /** Of an objection; null while it waits for one. */
  readonly answer: ObjectionAnswer | null;
}

export interface TaskFilters {
  readonly reference?: string | undefined;
  /** Only open tasks. */
  readonly open?: boolean | undefined;
  /** Only tasks of this staff member: their customers to tell, and their customers that mail does not reach. */
  readonly staffId?: string | undefined;
  /** Only what concerns a customer that this staff member looks after, whoever is to do it. */
  readonly ofCustomersOf?: string | undefined;
  readonly kinds?: readonly TaskKind[] | undefined;
  /** Only what concerns one of these organizations; all when null or left out. */
  readonly organizations?: readonly string[] | null | undefined;
}

/** Oldest first. */
export async function listTasks(db: Database, filters: TaskFilters, request: PageRequest): Promise<Page<StaffTask>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('staff_tasks')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (filters.reference !== undefined)
    query = query.where(sql<string>`coalesce(window_reference, series_id)`, '=', filters.reference);
  if (filters.staffId !== undefined) query = query.where(isTaskOf(filters.staffId));
  if (filters.ofCustomersOf !== undefined) query = query.where(concernsCustomerOf(filters.ofCustomersOf));
  if (filters.kinds) query = query.where('kind', 'in', filters.kinds);
  if (filters.organizations) query = query.where('organization_id', 'in', filters.organizations);
  if (filters.open === true) query = query.where('done_at', 'is', null);
  if (request.cursor !== undefined) query = query.where('id', '>', decodeCursor(request.cursor, numberKey)[0]);
  return pageOf(await query.execute(), limit, (row) => [row.id], taskOf);
}

/** A task; undefined when there is none, or none that concerns one of these organizations. */
export async function getTask(
  db: Database,
  id: number,
  organizations: readonly string[] | null = null,
): Promise<StaffTask | undefined> {
  let query = db.selectFrom('staff_tasks').selectAll().where('id', '=', id);
  if (organizations) query = query.where('organization_id', 'in', organizations);
  const row = await query.executeTakeFirst();
  return row && taskOf(row);
}

function taskOf(row: Selectable<Tables['staff_tasks']>): StaffTask {
  return {
    id: row.id,
    reference: row.window_reference ?? row.series_id ?? '',
    kind: row.kind,
    organizationId: row.organization_id,
    subject: row.subject,
    reason: row.reason,
    createdAt: row.created_at.getTime(),
    doneAt: row.done_at?.getTime() ?? null,
    doneBy: row.done_by,
    note: row.note,
    resources: row.resources,
    // one that is being accepted waits for the end of that
    answer: row.done_at === null ? null : row.answer,
  };
}

/** Whoever has two roles has two rows, and looks after the customers of both. */
function concernsCustomerOf(staffId: string): RawBuilder<boolean> {
  return sql<boolean>`organization_id in (
    select o.organization_id from staff s join staff p on lower(p.email) = lower(s.email)
      join staff_organizations o on o.staff_id = p.id
    where s.id = ${staffId}
  )`;
}

function isTaskOf(staffId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    subject in (
      -- whoever has two roles has two rows, and one list
      select 'staff:' || p.id from staff s join staff p on lower(p.email) = lower(s.email) where s.id = ${staffId}
    )
    or kind in ('reach-otherwise', 'nobody-to-tell', 'objection', 'answer-message')
      and organization_id in (select organization_id from staff_organizations where staff_id = ${staffId})
    or kind = 'preventive-measure'
      and exists (select from measures m join staff s on ${OWNS} where subject = 'measure:' || m.id and s.id = ${staffId})
    -- a customer for whom nobody answers is support's, and so is what nobody could place
    or (
        kind in ('nobody-to-tell', 'objection', 'answer-message') and organization_id not in (select organization_id from staff_organizations)
        or kind = 'answer-message' and organization_id is null
      )
      and exists (select from staff where id = ${staffId} and role = 'support')
  )`;
}

/** A task as its page shows it. Instants are UTC ms. */
export interface TaskOfPerson {
  readonly id: number;
  readonly kind: TaskKind;
  readonly customer: string | null;
  readonly reason: string;
  readonly doneAt: number | null;
  readonly doneBy: string | null;
}

/** What a person is to do now: the customers of a window that they are to tell, or one task. Done ones with the open ones. */
export async function tasksOfPerson(
  db: Database,
  staffId: string,
  which: { readonly toTellOf: string } | { readonly id: number },
): Promise<TaskOfPerson[]> {
  const { rows } = await sql<Omit<TaskOfPerson, 'doneAt'> & { done_at: Date | null }>`
    select staff_tasks.id, kind, o.name as customer, reason, done_at, done_by as "doneBy"
    from staff_tasks left join organizations o on o.id = organization_id
    where ${isTaskOf(staffId)} and ${
      'id' in which
        ? sql`staff_tasks.id = ${which.id}`
        : sql`window_reference = ${which.toTellOf} and kind = 'tell-customer'`
    }
    order by o.name, staff_tasks.id limit 1000
  `.execute(db);
  return rows.map(({ done_at: doneAt, ...row }) => ({ ...row, doneAt: doneAt?.getTime() ?? null }));
}

/** Completes a task; doing so twice changes nothing. Its window, null for one of none, and whether this ended it; undefined when there is no such task. */
export async function finishTask(
  db: Database,
  id: number,
  { by, note, at }: { by: string; note: string | null; at: Date },
  organizations: readonly string[] | null = null,
): Promise<{ readonly reference: string | null; readonly isEnded: boolean } | undefined> {
  let known = db.selectFrom('staff_tasks').select('window_reference').where('id', '=', id);
  if (organizations) known = known.where('organization_id', 'in', organizations);
  const task = await known.executeTakeFirst();
  if (!task) return undefined;
  const { numUpdatedRows } = await db
    .updateTable('staff_tasks')
    .set({ done_at: at, done_by: by, note })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirstOrThrow();
  return { reference: task.window_reference, isEnded: numUpdatedRows > 0n };
}

/** Ends all open tasks of a closed window, because nothing is left to tell or agree on. `at` is UTC ms. */
export async function endTasks(db: Database, reference: string, at: number): Promise<void> {
  await db
    .updateTable('staff_tasks')
    .set({ done_at: new Date(at), done_by: 'forewarn', note: 'the window is closed' })
    .where('window_reference', '=', reference)
    .where('kind', 'in', ['tell-customer', 'objection'])
    .where('done_at', 'is', null)
    .execute();
}
