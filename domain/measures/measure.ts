import type { AftermathPolicy } from '../notices/notice-policy';
import { AFTERMATH } from '../notices/notice-policy';
import { DAY } from '../shared/time';
import type { WindowState } from '../window/types';

/**
 * A preventive measure of a published report (E5): somebody owns it, it has a date, and it is followed until it is done or given up.
 * Pure functions; a date such as 2026-12-31 begins at 00:00 UTC, instants are UTC ms.
 */

export const MEASURE_STATES = ['open', 'done', 'given-up'] as const;
export type MeasureState = (typeof MEASURE_STATES)[number];
/** How a measure ends. */
export type MeasureEnd = Exclude<MeasureState, 'open'>;

/**
 * What happens to a measure. `agreed`: a report that names it was published; `restated`: a later version names it again; `told`: its
 * owner was written to.
 */
export const MEASURE_EVENTS = ['agreed', 'restated', 'told', 'postponed', 'done', 'given-up'] as const;
export type MeasureEvent = (typeof MEASURE_EVENTS)[number];

/** What a mail about a measure says of its date: it lies ahead, it is today, or it has passed. */
export const TELLINGS = ['ahead', 'due', 'late'] as const;
export type Telling = (typeof TELLINGS)[number];

/** An open measure as far as its mails go. */
export interface FollowedMeasure {
  /** A date. */
  readonly due: string;
  /** How many of the mails about this date are behind. */
  readonly told: number;
}

/** The mails that are due now, as one. */
export interface DueTelling {
  readonly telling: Telling;
  /** How many of the mails about this date are behind once it has left. */
  readonly told: number;
  /** Nobody is written to again about this date. */
  readonly isLast: boolean;
}

/** The rules by which a window's measures are followed; a window opened before there were any is followed by the usual ones. */
export function measureRules({ policy }: Pick<WindowState, 'policy'>): AftermathPolicy {
  return policy.aftermath ?? AFTERMATH;
}

/** When a date begins. */
export function startOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** The date at an instant. */
export function dateAt(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** When the owner is written to: ahead of the date, on it, and step by step once it has passed. */
function momentsOf(due: string, { measureNagBeforeMs, measureLateAfterMs }: AftermathPolicy): readonly number[] {
  const at = startOf(due);
  return [at - measureNagBeforeMs, at, ...measureLateAfterMs.map((after) => at + after)];
}

/** The next mail about it; undefined when none is left. */
export function nextTellingAt({ due, told }: FollowedMeasure, rules: AftermathPolicy): number | undefined {
  return momentsOf(due, rules)[told];
}

/** The mail due at `now`. Of several that fell due meanwhile the latest goes out (N10). */
export function tellingDue(
  { due, told }: FollowedMeasure,
  rules: AftermathPolicy,
  now: number,
): DueTelling | undefined {
  const moments = momentsOf(due, rules);
  const behind = moments.filter((at) => at <= now).length;
  if (behind <= told) return undefined;
  return { telling: TELLINGS[behind - 1] ?? 'late', told: behind, isLast: behind === moments.length };
}

/** How long a measure is left alone at most: a word that got lost is made up for by then. */
export const LOOK_AGAIN_MS = DAY;

/**
 * When the measures of a window are looked at again. `waiting`: when mails that could not be sent are tried again; undefined where
 * there are none.
 */
export function nextLookAt(
  measures: readonly FollowedMeasure[],
  rules: AftermathPolicy,
  { now, waiting }: { readonly now: number; readonly waiting: number | undefined },
): number {
  const moments = [waiting, ...measures.map((measure) => nextTellingAt(measure, rules))];
  return Math.min(now + LOOK_AGAIN_MS, ...moments.filter((at) => at !== undefined));
}

/** What is wrong with a new date; undefined when it can be used. */
export function whyNotPostponed({ due }: Pick<FollowedMeasure, 'due'>, to: string, now: number): string | undefined {
  if (to <= due) return `must be later than the date in force, ${due}`;
  return to < dateAt(now) ? `has passed: today is ${dateAt(now)}` : undefined;
}
