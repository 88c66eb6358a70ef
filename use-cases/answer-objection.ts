import type { Acting } from '../domain/audit/doors';
import { OWN_WORDS } from '../domain/notices/own-words';
import { ERRORS, KnownError } from '../domain/shared/errors';
import { actorInWords } from '../domain/shared/actor';
import { invalid } from '../domain/shared/invalid';
import { optional } from '../domain/shared/optional';
import { MOST_IDS, without, type Scope } from '../domain/planning/scope';
import { toIso } from '../domain/shared/time';
import type { Giver } from '../domain/window/commands/command';
import { onRecord } from '../store/audit/record';
import type { Database, Transacting } from '../store/database/database';
import type { ObjectionAnswer } from '../store/database/tables/people';
import type { Viewer } from '../store/windows/viewer';
import {
  beginAccepting,
  endAccepted,
  objectionOnRecord,
  refuseObjection,
  stopAccepting,
  type AcceptedObjection,
} from '../store/work/objection-answers';
import { coveredInScope } from '../store/work/objections';
import type { WindowsClient } from '../temporal/windows-client';
import type { WorkChecks } from './check-work';
import { findWindow } from './find-window';
import { giveCommand } from './give-command';

interface AnswerDependencies extends WorkChecks {
  readonly windows: Pick<WindowsClient, 'command'>;
}

/** The answer to an objection. */
export interface GivenAnswer {
  /** Of its task. */
  readonly id: number;
  readonly answer: ObjectionAnswer;
  /** Why: mailed to the customer when it is refused; in the notices to customers when it is accepted. */
  readonly reason?: string | undefined;
  /** By an approver: why a conflict or a notice debt of the smaller scope is accepted. */
  readonly override?: string | undefined;
  readonly giver: Giver;
  /** What of the windows there is for whoever answers. */
  readonly viewer: Viewer;
  /** UTC ms. */
  readonly now: number;
}

/** Between reading a window and changing it, others may change it; so often it is tried again. */
const TRIES = 3;

/** What customers read where whoever accepts says nothing. */
const ACCEPTED = OWN_WORDS.leftOut;

/**
 * Answers the objection of a customer (S9). Accepted, its resources leave the scope of the window first, by the command `rescope` of
 * whoever accepts, which tells the customer; only then it is done, so that it can be repeated wherever it broke off. Refused, the
 * reason is mailed to the customer.
 *
 * Throws KnownError: `not-found` for a task that is none, or no objection; `invalid-body` without a reason to refuse; `already-done`
 * for one that was answered; and whatever `rescope` is refused with, after which the objection is open as before.
 */
export async function answerObjection(deps: AnswerDependencies, given: GivenAnswer): Promise<void> {
  if (given.answer === 'accepted') return accept(deps, given);
  const { id, reason, giver, viewer, now } = given;
  if (reason === undefined) {
    throw invalid([{ field: 'reason', message: 'is required to refuse an objection: it is mailed to the customer' }]);
  }
  const organizations = viewer.organizations ?? null;
  const answering = { by: actorInWords(giver), reason, at: now };
  if (await ended(deps.db, given, (tx) => refuseObjection(tx, id, answering, organizations))) return;
  throw await whyNotOpen(deps.db, given);
}

async function accept(deps: AnswerDependencies, given: GivenAnswer): Promise<void> {
  const { id, reason = ACCEPTED, giver, viewer, now } = given;
  for (let tries = 0; tries < TRIES; tries++) {
    const objection = await beginAccepting(deps.db, id, viewer.organizations ?? null);
    if (!objection) throw await whyNotOpen(deps.db, given);
    await leaveOut(deps, given, objection).catch(async (error: unknown) => {
      // a change that may have happened is found out by the next one who accepts
      if (error instanceof KnownError && ERRORS[error.code].status < 500) await stopAccepting(deps.db, id);
      throw error;
    });
    const answering = { by: actorInWords(giver), reason, at: now };
    if (await ended(deps.db, given, (tx) => endAccepted(tx, id, answering))) return;
  }
  throw new KnownError(
    'stale-revision',
    `The customer objects to more by now. Look at task ${String(id)} again, and answer what it says.`,
  );
}

/** Whether the task is ended by this answer, on record with whoever gave it (T2). */
function ended(
  db: Database,
  { id, giver, now }: GivenAnswer,
  end: (tx: Transacting) => Promise<boolean>,
): Promise<boolean> {
  const { alsoAs: _names, door = 'api', ...actor } = giver;
  const acting: Acting = { ...actor, door };
  return onRecord(db, { acting, at: now }, end, (isEnded) =>
    isEnded ? { type: 'task-done', subject: String(id) } : undefined,
  );
}

/** Takes the resources out of the scope, if they are in it still. */
async function leaveOut(
  deps: AnswerDependencies,
  { reason = ACCEPTED, override, giver, viewer }: GivenAnswer,
  { reference, organizationId, resources }: AcceptedObjection,
): Promise<void> {
  const covered = { organizationId, environments: null };
  for (let tries = 1; ; tries++) {
    const { view } = await findWindow(deps.db, reference, viewer);
    const left = await coveredInScope(deps.db, view.spec.scope, covered, resources ?? undefined);
    if (left.length === 0) return;
    const scope = without(view.spec.scope, left);
    mustFit(reference, scope);
    const body = { scope, reason, expectedRevision: view.revision, ...optional({ override }) };
    const command = { reference, name: 'rescope', body, giver, viewer, updateId: undefined } as const;
    try {
      await giveCommand(deps, command);
      return;
    } catch (error) {
      const isStale = error instanceof KnownError && error.code === 'stale-revision';
      if (!isStale || tries >= TRIES) throw error;
    }
  }
}

function mustFit(reference: string, { except = [] }: Scope): void {
  if (except.length <= MOST_IDS) return;
  throw new KnownError(
    'unknown-scope',
    `A scope leaves out at most ${String(MOST_IDS)} resources, and this would be ${String(except.length)}. Give ${reference} another ` +
      'scope yourself (`forewarn rescope`), then accept the objection.',
  );
}

async function whyNotOpen(db: Database, { id, viewer }: GivenAnswer): Promise<KnownError> {
  const task = await objectionOnRecord(db, id, viewer.organizations ?? null);
  if (!task) return new KnownError('not-found', `There is no task ${String(id)}. GET /v1/tasks lists them.`);
  if (task.kind !== 'objection') {
    return new KnownError(
      'not-found',
      `Task ${String(id)} is no objection. POST /v1/tasks/${String(id)}/done ticks it off.`,
    );
  }
  if (task.doneAt === null) {
    return new KnownError(
      'already-done',
      'Somebody has begun to accept this objection, and its resources may be out of the window already. Accept it to finish that.',
    );
  }
  return new KnownError(
    'already-done',
    `This objection was ${task.answer ?? 'ended'} by ${task.doneBy ?? 'somebody'} on ${toIso(task.doneAt)}. Nothing is left to answer.`,
  );
}
