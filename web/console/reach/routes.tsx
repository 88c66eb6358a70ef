import { KnownError } from '../../../domain/shared/errors';
import { TASK_KINDS } from '../../../store/database/tables/people';
import { listSuppressions } from '../../../store/ledger/suppressions';
import { readReturnedMail } from '../../../use-cases/read-returned-mail';
import { findTask, tasksFor, type AskedTasks } from '../../../use-cases/work-off-tasks';
import { readFields } from '../../forms/fields';
import { textOf } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { countIn, cursorIn, given, textIn, wordIn } from '../list-parts';
import { ReturnedMailPage } from './returned-mail-page';
import { LIFT_MANY, LIFT_ONE, LiftManyPage, LiftOnePage, MANY_FIELDS, SuppressionsPage } from './suppressions-page';
import { ANSWER_FIELDS, DONE_FIELDS, TaskPage } from './task-page';
import { TasksPage, WHOSE, type NarrowedTasks, type Whose } from './tasks-page';

/** Items in a page of a list. */
const SHOWN = 50;

/** Whom mail does not reach, and what people do about it (N12, N13). */
export function addReach(area: ConsoleArea): void {
  addSuppressions(area);
  addTasks(area);
  const { db } = area.parts;
  area.page('/console/returned-mails/:id', 'GET /v1/returned-mails/{id}', async (asked) => (
    <ReturnedMailPage asked={asked} mail={await readReturnedMail(db, numberIn(asked, 'returned mail'))} />
  ));
}

function addSuppressions(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/suppressions', 'GET /v1/suppressions', async (asked) => {
    const q = given(asked.query, 'q');
    const page = await listSuppressions(db, { limit: SHOWN, cursor: cursorIn(asked.query) }, { q });
    return <SuppressionsPage {...{ asked, q, page }} lifted={countIn(asked.query, 'lifted')} />;
  });
  area.page(LIFT_ONE, 'POST /v1/suppressions/{address}/lift', (asked) =>
    Promise.resolve(<LiftOnePage asked={asked} address={textIn(asked.query, 'address', 320)} />),
  );
  area.action({
    path: LIFT_ONE,
    operation: 'POST /v1/suppressions/{address}/lift',
    call: (typed) => ({
      params: { address: textOf(typed, 'address').trim() },
      body: readFields(
        typed,
        MANY_FIELDS.filter(({ name }) => name === 'reason'),
      ),
    }),
    done: () => '/console/suppressions?lifted=1',
    again: (asked, form) => Promise.resolve(<LiftOnePage asked={asked} form={form} />),
  });
  area.page(LIFT_MANY, 'POST /v1/suppressions/lift', (asked) => Promise.resolve(<LiftManyPage asked={asked} />));
  area.action({
    path: LIFT_MANY,
    operation: 'POST /v1/suppressions/lift',
    call: (typed) => ({ body: readFields(typed, MANY_FIELDS) }),
    done: (answer) => `/console/suppressions?lifted=${String((answer as { addresses: unknown[] }).addresses.length)}`,
    again: (asked, form) => Promise.resolve(<LiftManyPage asked={asked} form={form} />),
  });
}

function addTasks(area: ConsoleArea): void {
  const { db } = area.parts;
  const taskOf = (asked: Asked) => findTask(db, numberIn(asked, 'task'), asked.viewer);
  area.page('/console/tasks', 'GET /v1/tasks', async (asked) => {
    const narrowed = narrowedBy(asked);
    const { cursor } = narrowed;
    const page = await tasksFor(db, filtersOf(narrowed), { limit: SHOWN, cursor }, personOf(asked));
    return <TasksPage {...{ asked, narrowed, page }} done={countIn(asked.query, 'done')} />;
  });
  area.page('/console/tasks/:id', 'GET /v1/tasks', async (asked) => (
    <TaskPage asked={asked} task={await taskOf(asked)} />
  ));
  for (const [what, fields] of [
    ['done', DONE_FIELDS],
    ['answer', ANSWER_FIELDS],
  ] as const) {
    area.action({
      path: `/console/tasks/:id/${what}`,
      operation: `POST /v1/tasks/{id}/${what}`,
      call: (typed, { params: { id = '' } }) => ({ params: { id }, body: readFields(typed, fields) }),
      done: (_answer, { params: { id = '' } }) => `/console/tasks?done=${encodeURIComponent(id)}`,
      again: async (asked, form) => <TaskPage asked={asked} task={await taskOf(asked)} form={form} />,
    });
  }
}

/** What the address says; somebody who is not of the staff has no tasks of their own. */
function narrowedBy({ query, session }: Asked): NarrowedTasks {
  const whose = wordIn(query, 'whose', Object.keys(WHOSE) as Whose[]) ?? 'mine';
  return {
    whose: session.staffId === null ? 'all' : whose,
    kind: wordIn(query, 'kind', TASK_KINDS),
    reference: given(query, 'reference', 100),
    state: wordIn(query, 'state', ['all']) ?? 'open',
    cursor: cursorIn(query),
  };
}

function filtersOf({ whose, kind, reference, state }: NarrowedTasks): AskedTasks {
  return {
    ...{ reference, open: state === 'open', mine: whose !== 'all', customers: whose === 'customers' },
    kinds: kind && [kind],
  };
}

const personOf = ({ session: { staffId }, viewer: { organizations = null } }: Asked) => ({ staffId, organizations });

/** The number in the path. Throws KnownError `not-found` for what is none. */
function numberIn({ params: { id = '' } }: Asked, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(id)) return Number(id);
  throw new KnownError('not-found', `There is no ${what} with this number.`);
}
