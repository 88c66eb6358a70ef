import type { JSX } from 'preact';
import type { Database } from '../../../store/database/database';
import type { StaffTask } from '../../../store/ledger/tasks';
import { tasksFor } from '../../../use-cases/work-off-tasks';
import type { Asked } from '../area';
import { TaskTable } from './task-table';

/** So many an overview shows. */
const SHOWN = 10;

/** Tasks of somebody, as an overview shows them. */
export interface MyTasksRead {
  /** The oldest first. */
  readonly tasks: readonly StaffTask[];
  readonly hasMore: boolean;
}

/** What the person answers for; undefined for somebody who is not of the staff, or may read no tasks. */
export async function readMyTasks(db: Database, asked: Asked): Promise<MyTasksRead | undefined> {
  const { session, viewer } = asked;
  if (session.staffId === null || !asked.may('GET /v1/tasks')) return undefined;
  const person = { staffId: session.staffId, organizations: viewer.organizations ?? null };
  const { items, next } = await tasksFor(db, { mine: true, open: true }, { limit: SHOWN }, person);
  return { tasks: items, hasMore: next !== null };
}

/** A part of the overview: my open tasks. */
export function MyTasks({ read, asked }: { readonly read: MyTasksRead; readonly asked: Asked }): JSX.Element {
  return (
    <section aria-labelledby="my-tasks">
      <h2 id="my-tasks">My tasks</h2>
      {read.tasks.length === 0 ? (
        <p class="muted">You have nothing to do by hand.</p>
      ) : (
        <TaskTable labelledBy="my-tasks" tasks={read.tasks} asked={asked} />
      )}
      <p>
        <a href="/console/tasks">{read.hasMore ? 'All of my tasks' : 'Tasks'}</a>
      </p>
    </section>
  );
}
