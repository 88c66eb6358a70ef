import { ERRORS, KnownError, refusalError } from '../domain/shared/errors';
import { UNDER_WAY, whyNoMove, type MovableWindow } from '../domain/work/move';
import type { Giver } from '../domain/window/commands/command';
import { DONE } from '../domain/window/commands/verdict';
import type { Slot } from '../domain/window/types';
import type { Database } from '../store/database/database';
import { phaseOf } from '../store/windows/windows';
import type { Covered } from '../store/work/conditions';
import {
  begunIn,
  earlierMoves,
  findMove,
  movableWindows,
  noteDone,
  noteJoined,
  noteRefused,
  recordMove,
  type MoveOnRecord,
} from '../store/work/moves';
import { coveredInScope, recordObjection, respondentOf } from '../store/work/objections';
import type { WindowsClient } from '../temporal/windows-client';
import { findWindow, unknownWindow } from './find-window';
import { someOf } from '../domain/shared/some-of';

interface MoveDependencies {
  readonly db: Database;
  readonly windows: Pick<WindowsClient, 'move'>;
}

/** What a customer wants to move. */
export interface AskedMove {
  /** The window they are in. */
  readonly reference: string;
  readonly to: string;
  /** Ids; all that the token covers when left out. */
  readonly resources?: readonly string[] | undefined;
  /** What the customer's token covers (T3). */
  readonly covered: Covered;
  readonly giver: Giver;
  /** UTC ms. */
  readonly now: number;
}

/** A move as far as it is. */
export interface MovedResources {
  readonly resources: readonly string[];
  readonly to: string;
  /** The night they are moved to. */
  readonly slot: Slot;
  /** `done`, or how far it is where Temporal does not answer: then it goes on by itself. */
  readonly state: (typeof UNDER_WAY)[number];
}

/** Between reading the windows and taking the places, others may take them; so often it is tried again. */
const TRIES = 3;

/**
 * Moves the customer's resources to another window that the provider offers (S6, S8), once however often it is asked for. It is on
 * record before anything is done; see domain/work/move.ts.
 *
 * Throws KnownError: `not-found` for a window or a resource that lies outside what the token covers (T3); `out-of-scope` where the
 * window touches nothing of it; `no-alternative`, `no-room`, `locked-in`, `wrong-phase` by the rules of moves; `not-due` for work that
 * somebody has begun; `already-claimed` while another move of the same resource is under way; `conflict` where the other night is taken.
 */
export async function moveResources(deps: MoveDependencies, asked: AskedMove): Promise<MovedResources> {
  const { reference, to, covered, giver } = asked;
  const { view } = await findWindow(deps.db, reference, covered);
  if (to === view.reference)
    throw refusalError({ code: 'no-alternative', field: 'to', detail: `They are in ${reference}.` });
  for (let tries = 0; tries < TRIES; tries++) {
    const { from, others } = await movableWindows(deps.db, reference);
    if (!from) throw unknownWindow(reference);
    const { fresh, earlier } = await wanted(deps.db, asked, from);
    for (const { number } of earlier) await carryOutMove(deps, number, asked.now);
    const night = others.find((other) => other.reference === to);
    if (fresh.length === 0 && night) return movedAs(deps.db, earlier, night);
    const refusal = whyNoMove({ from, to, count: fresh.length, others }, asked.now);
    if (refusal) throw refusalError(refusal);
    await mustBeDue(deps.db, reference, fresh);
    const { organizationId } = covered;
    const move = { from: reference, to, resources: fresh, organizationId, who: giver.by, now: asked.now };
    const number = await recordMove(deps.db, move);
    if (number === undefined || !night) continue;
    await carryOutMove(deps, number, asked.now, { giver });
    const made = await findMove(deps.db, number);
    return movedAs(deps.db, [...earlier, ...(made ? [made] : [])], night);
  }
  throw new KnownError(
    'already-claimed',
    'Some of these resources are being moved already, or others take the same places. Nothing was moved; look at it again in a moment.',
  );
}

/** What is to be moved, and what was moved before by the same wish. */
async function wanted(db: Database, asked: AskedMove, from: MovableWindow) {
  const { reference, to, covered, resources } = asked;
  const affected = await coveredInScope(db, from.spec.scope, covered, resources);
  const all = await earlierMoves(db, { from: reference, to, covered }, resources);
  const earlier = all.filter(
    ({ state, resources: ids }) => state !== 'done' || !ids.some((id) => affected.includes(id)),
  );
  const before = new Set(earlier.flatMap((move) => move.resources));
  const fresh = affected.filter((id) => !before.has(id));
  const missing = resources?.find((id) => !affected.includes(id) && !before.has(id));
  if (missing !== undefined) {
    throw new KnownError(
      'not-found',
      `There is no maintenance of ${missing} in ${reference}. GET /v1/windows/${reference} lists what of yours it touches.`,
    );
  }
  if (fresh.length > 0 || earlier.length > 0) return { fresh, earlier };
  throw new KnownError(
    'out-of-scope',
    `${reference} touches none of your resources any more, so there is nothing to move.`,
  );
}

async function mustBeDue(db: Database, reference: string, resources: readonly string[]): Promise<void> {
  const begun = await begunIn(db, reference, resources);
  if (begun.length === 0) return;
  throw new KnownError(
    'not-due',
    `The maintenance of ${someOf(begun)} in ${reference} is begun or done. Nothing was moved; name the others, or wait for the end.`,
  );
}

/**
 * Does what is left of a move, in order; repeated, nothing twice. What Temporal does not answer to stays as it is, for the next try.
 * Throws KnownError when the other window does not take the resources: then the move has ended, and nothing has changed. Where nobody
 * waits for the answer (`isAlone`) the wish becomes an objection, because the customer was told that it goes on by itself (S9).
 */
export async function carryOutMove(
  { db, windows }: MoveDependencies,
  number: number,
  now: number,
  { giver, isAlone = false }: { readonly giver?: Giver; readonly isAlone?: boolean } = {},
): Promise<void> {
  const move = await findMove(db, number);
  if (!move || (move.state !== 'asked' && move.state !== 'joined')) return;
  const { from, to, slot, resources } = move;
  const half = { number, resources: [...resources] };
  const by = giver ?? { by: move.who };
  if (move.state === 'asked') {
    try {
      await windows.move(to, { to: 'here', ...half, from, slot }, by);
    } catch (error) {
      if (!isRefusal(error)) {
        unlessOutage(error);
        return;
      }
      await refuse(db, move, error, now, isAlone);
      throw error;
    }
    await noteJoined(db, number, now);
  }
  try {
    await windows.move(from, { to: 'elsewhere', ...half, window: to }, by);
  } catch (error) {
    if (!isRefusal(error)) {
      unlessOutage(error);
      return;
    }
    // one that is over does nothing more; any other has lost its workflow, and is asked again once it is repaired
    if (!OVER.includes((await phaseOf(db, from)) ?? 'closed')) return;
  }
  await noteDone(db, number, now);
}

async function refuse(
  db: Database,
  move: MoveOnRecord,
  error: KnownError,
  at: number,
  isAlone: boolean,
): Promise<void> {
  const { number, from: reference, to, resources, who, organizationId } = move;
  await db.transaction().execute(async (trx) => {
    if (!(await noteRefused(trx, number, at)) || !isAlone) return;
    const reason = `${who} asked to move ${someOf(resources)} to ${to}, which was not possible: ${error.message}`;
    const subject = await respondentOf(trx, organizationId, who);
    await recordObjection(trx, { reference, organizationId, subject, resources, reason, at });
  });
}

const OVER: readonly string[] = [...DONE, 'cancelled'];

function isRefusal(error: unknown): error is KnownError {
  return error instanceof KnownError && ERRORS[error.code].status < 500;
}

function unlessOutage(error: unknown): void {
  if (!(error instanceof KnownError)) throw error;
}

/** How far the moves are by now. */
async function movedAs(db: Database, moves: readonly MoveOnRecord[], night: MovableWindow): Promise<MovedResources> {
  const now = await Promise.all(moves.map(({ number }) => findMove(db, number)));
  const states = now.map((move) => move?.state);
  const state = UNDER_WAY.find((open) => states.includes(open)) ?? 'done';
  const resources = [...new Set(moves.flatMap((move) => move.resources))].sort();
  return { resources, to: night.reference, slot: night.spec.slot, state };
}
