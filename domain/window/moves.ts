import { z } from 'zod';
import { MOST_IDS, without, type Scope } from '../planning/scope';
import { begin } from './begun-notices';
import { accept, DONE, refuse, type Verdict } from './commands/verdict';
import type { WindowState } from './types';

/**
 * Resources whose customer has moved them from one window to another (S6, S8). The window they join tells the customer, the one
 * they leave tells nobody. Neither is a new revision: nothing has changed for anybody else.
 */

const number = z.int().min(1);
const resources = z.array(z.string().min(1).max(200)).min(1).max(MOST_IDS);
const reference = z.string().min(1).max(60);
const instant = z.int().min(0);

/** One half of a move. `number`: moves of a resource are numbered in the order in which they were asked for. */
const halfMove = z.discriminatedUnion('to', [
  z.object({
    to: z.literal('here'),
    number,
    resources,
    /** The window that they leave, and its night (UTC ms). */
    from: reference,
    slot: z.object({ startsAt: instant, endsAt: instant }),
  }),
  z.object({ to: z.literal('elsewhere'), number, resources, window: reference }),
]);
export type HalfMove = z.output<typeof halfMove>;

/** Undefined when it cannot be read. */
export function readHalfMove(raw: unknown): HalfMove | undefined {
  return halfMove.safeParse(raw).data;
}

/** Where resources are that were moved: by id the last move of each, and whether it brought it here. */
export type MovedResources = Readonly<Record<string, { readonly move: number; readonly here: boolean }>>;

/**
 * Repeated, or overtaken by a later move of the same resource, it changes nothing. Resources join an announced window only; they
 * leave any that is not over. Pure.
 */
export function decideMove(state: WindowState, move: HalfMove): Verdict<'wrong-phase'> {
  const { moved = {} } = state;
  const fresh = move.resources.filter((id) => (moved[id]?.move ?? 0) < move.number);
  if (fresh.length === 0) return accept();
  const half = { number: move.number, resources: fresh };
  if (move.to === 'elsewhere') {
    // what is over does nothing more, so there is nothing to leave
    const isOver = state.phase === 'cancelled' || DONE.includes(state.phase);
    return isOver ? accept() : accept({ type: 'moved-out', ...half, to: move.window });
  }
  if (state.phase !== 'announced') {
    return refuse(
      'wrong-phase',
      `${state.reference} is ${state.phase}, so nothing can be moved into it. Nothing was moved.`,
    );
  }
  return accept({ type: 'moved-in', ...half, from: move.from, slot: move.slot }, begin(state, 'moved'));
}

/** The state after a half of a move. */
export function moved(
  state: WindowState,
  { number: move, resources: ids }: { readonly number: number; readonly resources: readonly string[] },
  here: boolean,
): WindowState {
  const scope = here ? joined(state.spec.scope, ids) : left(state.spec.scope, ids);
  const places = Object.fromEntries(ids.map((id) => [id, { move, here }]));
  return { ...state, spec: { ...state.spec, scope }, moved: { ...state.moved, ...places } };
}

/** Another scope, in which what was moved stays where its customer has moved it. */
export function keepingMoves(scope: Scope, { moved = {} }: Pick<WindowState, 'moved'>): Scope {
  const ids = (here: boolean) => Object.keys(moved).filter((id) => moved[id]?.here === here);
  // what the new scope leaves out by name, somebody wants out
  const excepted = new Set(scope.except ?? []);
  return left(
    joined(
      scope,
      ids(true).filter((id) => !excepted.has(id)),
    ),
    ids(false),
  );
}

function joined(scope: Scope, ids: readonly string[]): Scope {
  if (ids.length === 0) return scope;
  const { except: before = [], ...rest } = scope;
  const except = before.filter((id) => !ids.includes(id));
  const named = scope.all ? scope.resources : [...new Set([...scope.resources, ...ids])];
  return { ...rest, resources: named, ...(except.length > 0 ? { except } : {}) };
}

function left(scope: Scope, ids: readonly string[]): Scope {
  return ids.length === 0 ? scope : without(scope, ids);
}
