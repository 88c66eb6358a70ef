import { MOST_IDS, type Scope } from '../planning/scope';
import type { Refusal } from '../shared/errors';
import { toIso } from '../shared/time';
import type { Phase, WindowSpec } from '../window/types';

/**
 * Moves of customers between windows that offer each other (S6, S8). Pure; instants are UTC ms.
 *
 * A move is on record before anything is done for it. First the resources join the one window, then they leave the other, so that
 * no resource is ever in no window. While both have it nothing is done twice: windows with work offer each other only with one
 * `workKey`, and of the same work exactly one claim is given, through whichever window.
 */

/**
 * `asked`: nothing is certain but the place in the other window; `joined`: the other window has the resource and has told the customer;
 * `done`: and this one has it no longer; `refused`: the other window did not take it, and nothing has changed; `moved-on`: a later
 * move has taken it on from there.
 */
export type MoveState = (typeof UNDER_WAY)[number] | 'refused' | 'moved-on';

/** What a customer who asks for a move is answered. */
export const UNDER_WAY = ['asked', 'joined', 'done'] as const;

/** A window as far as moves are concerned. */
export interface MovableWindow {
  readonly reference: string;
  readonly phase: Phase;
  readonly spec: Pick<WindowSpec, 'slot' | 'scope' | 'work' | 'alternatives' | 'capacity'>;
  /** From then on customers change nothing. */
  readonly locksAt: number;
  /** How many were moved into it and are there. */
  readonly movedIn: number;
}

interface AskedMove {
  readonly from: MovableWindow;
  /** What the customer names. */
  readonly to: string;
  /** How many resources. */
  readonly count: number;
  /** Every window that offers `from` or is offered by it. */
  readonly others: readonly MovableWindow[];
}

type MoveRefusal = Refusal<'wrong-phase' | 'locked-in' | 'no-alternative' | 'no-room'>;

/** Why so many resources cannot be moved at `now`, with the way out; undefined when they can, if nobody is quicker. */
export function whyNoMove({ from, to, count, others }: AskedMove, now: number): MoveRefusal | undefined {
  if (from.phase !== 'announced') {
    return {
      code: 'wrong-phase',
      detail: `${from.reference} is ${from.phase}, so nothing can be moved out of it any more.`,
    };
  }
  if (now >= from.locksAt) return lockedIn(from);
  const alternatives = others.filter((other) => isAlternative(from, other));
  const open = alternatives.filter(({ locksAt }) => now < locksAt);
  const other = alternatives.find(({ reference }) => reference === to);
  if (!other) return noAlternative(from, to, open);
  if (now >= other.locksAt) return lockedIn(other);
  if (count > MOST_IDS - (from.spec.scope.except?.length ?? 0)) return tooMany(from);
  return count <= roomIn(other) ? undefined : noRoom(other, count, open);
}

/** A night to which resources can be moved. */
export interface OfferedNight {
  readonly reference: string;
  readonly slot: WindowSpec['slot'];
  /** Until then. */
  readonly until: number;
  /** For how many resources. */
  readonly room: number;
}

/** The nights that resources of the window can be moved to at `now`, by their start; those without room, too. */
export function offeredNights(from: MovableWindow, others: readonly MovableWindow[], now: number): OfferedNight[] {
  if (from.phase !== 'announced') return [];
  return others
    .filter((other) => isAlternative(from, other))
    .map((other) => ({
      ...{ reference: other.reference, slot: other.spec.slot, room: roomIn(other) },
      until: Math.min(from.locksAt, other.locksAt),
    }))
    .filter(({ until }) => now < until)
    .sort((a, b) => a.slot.startsAt - b.slot.startsAt);
}

/** Whether a customer may move resources from the one to the other, as the provider has offered it; time and room apart. */
function isAlternative(from: MovableWindow, to: MovableWindow): boolean {
  const isOffered =
    (from.spec.alternatives ?? []).includes(to.reference) || (to.spec.alternatives ?? []).includes(from.reference);
  return isOffered && to.phase === 'announced' && to.spec.capacity !== undefined && isSameWork(from.spec, to.spec);
}

/** Whether work that is done in the one is done in the other; without lists of work people know. */
export function isSameWork({ work: a }: Pick<WindowSpec, 'work'>, { work: b }: Pick<WindowSpec, 'work'>): boolean {
  if (!a || !b) return !a && !b;
  return a.workKey !== undefined && a.workKey === b.workKey && a.executor === b.executor;
}

/** How many more resources may be moved into it. */
export function roomIn({ spec: { capacity = 0, scope }, movedIn }: MovableWindow): number {
  return Math.max(0, Math.min(capacity - movedIn, mostNamed(scope)));
}

const mostNamed = ({ all, resources }: Scope) => (all ? MOST_IDS : MOST_IDS - resources.length);

function lockedIn({ reference, locksAt, spec: { slot } }: MovableWindow): MoveRefusal {
  return {
    code: 'locked-in',
    detail:
      `Resources could be moved into and out of ${reference} until ${toIso(locksAt)}; it starts at ${toIso(slot.startsAt)}. ` +
      "Call the window's point of contact, whom its announcement names.",
  };
}

function noAlternative({ reference }: MovableWindow, to: string, open: readonly MovableWindow[]): MoveRefusal {
  const way = open.length === 0 ? 'It has none. Object to it instead.' : `These are: ${nights(open)}.`;
  return { code: 'no-alternative', field: 'to', detail: `${to} is no alternative to ${reference}. ${way}` };
}

function noRoom(other: MovableWindow, count: number, open: readonly MovableWindow[]): MoveRefusal {
  const free = open.filter((night) => roomIn(night) > 0);
  const way =
    free.length === 0
      ? 'No other night has room either. Object to the window instead.'
      : `Room is in: ${nights(free)}.`;
  return {
    code: 'no-room',
    field: 'to',
    detail: `${other.reference} has room for ${String(roomIn(other))} more resources, and these are ${String(count)}. ${way}`,
  };
}

function tooMany({ reference }: MovableWindow): MoveRefusal {
  const detail = `Out of ${reference} at most ${String(MOST_IDS)} resources can be moved. Ask its point of contact to change its scope.`;
  return { code: 'no-room', detail };
}

/** `MW-2026-0042 on 2026-12-10T01:00:00Z (room for 3)`. */
function nights(windows: readonly MovableWindow[]): string {
  return [...windows]
    .sort((a, b) => a.spec.slot.startsAt - b.spec.slot.startsAt)
    .slice(0, MOST_TOLD)
    .map((night) => `${night.reference} on ${toIso(night.spec.slot.startsAt)} (room for ${String(roomIn(night))})`)
    .join(', ');
}

/** So many nights fit an answer. */
const MOST_TOLD = 10;
