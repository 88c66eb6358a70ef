import type { Refusal } from '../shared/errors';
import { DAY, toIso } from '../shared/time';

/** Objections of customers (S6, S9): until when they can be made, and when whoever answers is reminded. Pure; instants are UTC ms. */

/** What the rules need to know of a window. */
export interface ObjectionContext {
  readonly reference: string;
  readonly startsAt: number;
  /** From then on it is too late: so long before the planned start as the window says, or when the work started earlier. */
  readonly locksAt: number;
  /** Completed, closed or cancelled. */
  readonly isOver: boolean;
}

/** Why a customer cannot object at `now`, with the way out; undefined when they can. */
export function whyNoObjection(
  { reference, startsAt, locksAt, isOver }: ObjectionContext,
  now: number,
): Refusal<'wrong-phase' | 'locked-in'> | undefined {
  if (isOver) {
    return { code: 'wrong-phase', detail: `${reference} is over, so there is nothing left to object to.` };
  }
  if (now < locksAt) return undefined;
  return {
    code: 'locked-in',
    detail:
      `Objections to ${reference} were taken until ${toIso(locksAt)}; it starts at ${toIso(startsAt)}. ` +
      "Call the window's point of contact, whom its announcement names.",
  };
}

/**
 * The latest moment until `now` at which whoever answers is told of an objection that is open: when it was made, each day after
 * that, and a day before the lock-in; never once the window starts. Undefined when there is none.
 */
export function reminderDue(
  { madeAt, locksAt, startsAt }: { readonly madeAt: number; readonly locksAt: number; readonly startsAt: number },
  now: number,
): number | undefined {
  if (now < madeAt || now >= startsAt) return undefined;
  const daily = madeAt + Math.floor((now - madeAt) / DAY) * DAY;
  const last = locksAt - DAY;
  return last > madeAt && last <= now ? Math.max(daily, last) : daily;
}
