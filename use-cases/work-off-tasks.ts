import { KnownError } from '../domain/shared/errors';
import type { Acting } from '../domain/audit/doors';
import { actorInWords } from '../domain/shared/actor';
import { invalid } from '../domain/shared/invalid';
import { onRecord } from '../store/audit/record';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Viewer } from '../store/windows/viewer';
import type { Database } from '../store/database/database';
import type { TaskKind } from '../store/database/tables/people';
import { finishTask, getTask, listTasks, type StaffTask } from '../store/ledger/tasks';
import { endMeasure } from '../store/measures/change';
import { measureOfTask } from '../store/measures/read';

/** Which tasks. */
export interface AskedTasks {
  readonly reference?: string | undefined;
  /** Only what is still to be done. */
  readonly open?: boolean | undefined;
  /** What the person the token belongs to answers for; takes precedence over `staff`. */
  readonly mine?: boolean | undefined;
  /** What this person of the staff answers for. */
  readonly staff?: string | undefined;
  /** What concerns the customers of that person instead, whoever is to do it. */
  readonly customers?: boolean | undefined;
  readonly kinds?: readonly TaskKind[] | undefined;
}

/**
 * What people must do by hand (S6, N12), oldest first. `staffId`: whose the token is, null where it belongs to no person. Throws
 * KnownError `invalid-body` when such a token asks for its own tasks.
 */
export async function tasksFor(
  db: Database,
  { reference, open, mine, staff, customers, kinds }: AskedTasks,
  page: PageRequest,
  { staffId, organizations }: { readonly staffId: string | null } & Pick<Viewer, 'organizations'>,
): Promise<Page<StaffTask>> {
  const person = mine ? ownStaffId(staffId) : staff;
  if (customers === true && person === undefined) {
    throw invalid([{ field: 'customers', message: 'says whose customers with "mine" or "staff"' }], 'query');
  }
  const whose = customers === true ? { ofCustomersOf: person } : { staffId: person };
  return listTasks(db, { reference, open, organizations, kinds, ...whose }, page);
}

/** One task. Throws KnownError `not-found` for one that is none, or that the viewer may not know of (T3). */
export async function findTask(
  db: Database,
  id: number,
  { organizations }: Pick<Viewer, 'organizations'>,
): Promise<StaffTask> {
  const task = await getTask(db, id, organizations);
  if (task) return task;
  throw noTask(id);
}

function noTask(id: number): KnownError {
  return new KnownError('not-found', `There is no task ${String(id)}. GET /v1/tasks lists them.`);
}

function ownStaffId(staffId: string | null): string {
  if (staffId !== null) return staffId;
  const message =
    'needs a token that belongs to a person (POST /v1/tokens with staffId); with this one, name the person with "staff"';
  throw invalid([{ field: 'mine', message }], 'query');
}

/** Ticks a task off; a second time changes nothing. Its window, where it is of one. `at`: UTC ms. Throws KnownError `not-found`. */
export async function tickTaskOff(
  db: Database,
  id: number,
  { actor, note, at }: { readonly actor: Acting; readonly note?: string | undefined; readonly at: number },
  { organizations }: Pick<Viewer, 'organizations'>,
): Promise<string | null> {
  // of a preventive measure it says that the measure is done (E5); its workflow sees that with its next look
  const measure = organizations ? undefined : await measureOfTask(db, id);
  if (measure !== undefined && (await endMeasure(db, measure, { actor, at, state: 'done', note: note ?? null })))
    return null;
  const by = actorInWords(actor);
  const task = await onRecord(
    db,
    { acting: actor, at },
    (tx) => finishTask(tx, id, { by, note: note ?? null, at: new Date(at) }, organizations),
    (done) => (done?.isEnded ? { type: 'task-done', subject: String(id) } : undefined),
  );
  if (task) return task.reference;
  throw noTask(id);
}
