import type { JSX } from 'preact';
import type { Page } from '../../../store/database/cursor';
import { TASK_KINDS, type TaskKind } from '../../../store/database/tables/people';
import type { StaffTask } from '../../../store/ledger/tasks';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Done, Filters, type Filter } from '../list-parts';
import { Pager } from '../parts';
import { TaskTable } from './task-table';
import { TASK_WORDS } from './task-words';

/** Whose tasks are listed. */
export const WHOSE = { mine: 'Mine', customers: 'My customers', all: 'All' } as const;
export type Whose = keyof typeof WHOSE;

/** What the list is narrowed to, as its address says. */
export interface NarrowedTasks {
  readonly whose: Whose;
  readonly kind: TaskKind | undefined;
  readonly reference: string | undefined;
  readonly state: 'open' | 'all';
  readonly cursor: string | undefined;
}

interface TasksProps {
  readonly asked: Asked;
  readonly narrowed: NarrowedTasks;
  readonly page: Page<StaffTask>;
  /** The number of the task that was done just now. */
  readonly done: number | undefined;
}

const FILTERS: readonly Filter[] = [
  { name: 'kind', label: 'Kind', kind: 'choice', options: TASK_KINDS.map((kind) => [kind, TASK_WORDS[kind]]) },
  { name: 'reference', label: 'Window or series', kind: 'search' },
  { name: 'state', label: 'Which', kind: 'choice', first: 'open', options: [['all', 'open and done']] },
];

/** `/console/tasks`: what people must do by hand, the oldest first. */
export function TasksPage({ asked, narrowed, page, done }: TasksProps): JSX.Element {
  const { whose, kind, reference, state } = narrowed;
  const query = { whose, kind, reference, state: state === 'all' ? state : undefined };
  return (
    <ConsoleLayout {...asked.frame} title="Tasks" here="tasks">
      {done === undefined ? null : <Done>Task {String(done)} is done.</Done>}
      <WhoseNav whose={whose} isStaff={asked.session.staffId !== null} />
      <Filters action="/console/tasks" filters={FILTERS} values={query} kept={{ whose }} />
      <section id="found" aria-labelledby="tasks">
        <h2 id="tasks">{state === 'all' ? 'Open and done' : 'Open'}, the oldest first</h2>
        {page.items.length === 0 ? (
          <p class="muted">{EMPTY[whose]}</p>
        ) : (
          <TaskTable labelledBy="tasks" tasks={page.items} asked={asked} />
        )}
        <Pager query={query} next={page.next} words="Newer ones" />
      </section>
    </ConsoleLayout>
  );
}

const EMPTY: Readonly<Record<Whose, string>> = {
  mine: 'Nothing waits for you. Lists of customers to tell, objections and people whom mail does not reach stand here.',
  customers: 'Nothing waits that concerns a customer you look after.',
  all: 'Nothing waits for a person.',
};

function WhoseNav({ whose, isStaff }: { readonly whose: Whose; readonly isStaff: boolean }): JSX.Element {
  if (!isStaff) {
    return (
      <p class="muted">
        You are not in the table of staff, so no task is yours: an administrator imports you with your mail address.
      </p>
    );
  }
  return (
    <nav aria-label="Whose tasks" class="tabs">
      {(Object.keys(WHOSE) as Whose[]).map((one) => (
        <a
          key={one}
          href={`/console/tasks?whose=${one}`}
          {...(one === whose ? { 'aria-current': 'page' as const } : {})}
        >
          {WHOSE[one]}
        </a>
      ))}
    </nav>
  );
}
