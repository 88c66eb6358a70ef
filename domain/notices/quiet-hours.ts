import { DAY } from '../shared/time';
import type { Slot, WindowState } from '../window/types';
import { planOf } from '../window/duties/agenda';
import { NOTICES, type NoticeKind } from './notices';
import { tellsDate } from './notice-kinds';
import { before, classRules, promisedAt } from './promise';

/** Quiet hours (N10): what is not urgent is not sent to people at night, by the clocks where they are. */

/** Hours of each day, in minutes after midnight; across midnight where `to` is the smaller one. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
  /** Saturday and Sunday as a whole, too. */
  readonly weekends?: true;
  /** So long before a start everything is urgent but reminders (ms). */
  readonly urgentWithinMs: number;
}

/** Unless the rules say otherwise. */
export const URGENT_WITHIN_MS = 3 * DAY;

/**
 * Whether a notice of a kind waits for the end of quiet hours: `never`; `ahead`, while the start is still far; `its-date`, as long as it
 * leaves on the date it was promised for.
 */
export type Waits = 'never' | 'ahead' | 'its-date';

/** How long one notice may wait. It travels with the notice's facts, so that a window keeps the rules it goes by. */
export interface QuietWait extends Pick<QuietHours, 'from' | 'to' | 'weekends'> {
  /** The last moment (UTC ms): what is promised would be broken afterwards. */
  readonly latest: number;
  /** It leaves on the date that this moment (UTC ms) has where its reader is. */
  readonly onDateOf?: number;
}

/**
 * How long a notice that begins at `now` (UTC ms) may wait; undefined when it does not. `state` is the window after the step.
 * `previousSlot`: the night that was given up for another.
 */
export function quietWaitOf(
  state: WindowState,
  kind: NoticeKind,
  now: number,
  previousSlot?: Slot,
): QuietWait | undefined {
  const { spec, policy } = state;
  const { quietHours } = policy;
  const waits: Waits = NOTICES[kind].waits;
  // an emergency never waits (N3)
  if (!quietHours || waits === 'never' || spec.class === 'emergency') return undefined;
  const { urgentWithinMs, ...hours } = quietHours;
  const nextAt = planOf(state).find(({ at }) => at > now)?.at ?? spec.slot.startsAt;
  if (waits === 'its-date') {
    const onDateOf = Math.max(...reminderMoments(state, kind).filter((at) => at <= now));
    return Number.isFinite(onDateOf) ? { ...hours, latest: nextAt, onDateOf } : undefined;
  }
  const urgentFrom = Math.min(spec.slot.startsAt, previousSlot?.startsAt ?? Infinity) - urgentWithinMs;
  if (now >= urgentFrom) return undefined;
  const isTold = ['first', 'newcomers'].includes(tellsDate(kind));
  return { ...hours, latest: Math.min(nextAt, urgentFrom, isTold ? promisedAt(spec, policy) : Infinity) };
}

function reminderMoments({ spec, policy }: WindowState, kind: NoticeKind): number[] {
  return classRules(spec, policy)
    .reminders.filter((reminder) => reminder.kind === kind)
    .map(({ beforeMs: ms, beforeBusinessDays: businessDays }) =>
      before(spec.slot.startsAt, { ms, businessDays }, policy),
    );
}
