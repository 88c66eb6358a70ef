import { DAY } from '../../../domain/shared/time';
import { monthText, utcParts } from '../../../domain/public/times';
import type { Frame } from '../../pictures/frame';

/** Which days the calendar shows. Days are those of UTC and written `2026-12-10`; weeks begin on Monday. */

export const SPANS = ['week', 'month'] as const;
export type Span = (typeof SPANS)[number];

/** Whole weeks, and the way to those around them. */
export interface Weeks extends Frame {
  /** `December 2026`, `Mon 7 Dec 2026 to Sun 13 Dec 2026`. */
  readonly title: string;
  /** Some day of the weeks before, and of those after. */
  readonly earlier: string;
  readonly later: string;
}

/** The week, or the weeks of the month, in which the day lies (UTC ms). */
export function weeksOf(span: Span, day: number): Weeks {
  if (span === 'week') {
    const from = mondayOf(day);
    const to = from + 7 * DAY;
    const title = `${utcParts(from).date} to ${utcParts(to - 1).date}`;
    return { from, to, title, earlier: dayText(from - DAY), later: dayText(to) };
  }
  const first = firstOfMonth(day);
  const next = firstOfMonth(first + 31 * DAY);
  return {
    ...{ from: mondayOf(first), to: mondayOf(next - DAY) + 7 * DAY, title: monthText(first) },
    ...{ earlier: dayText(first - DAY), later: dayText(next) },
  };
}

/** The days of the frame, by their beginnings. */
export function daysOf({ from, to }: Frame): number[] {
  return Array.from({ length: Math.round((to - from) / DAY) }, (_, index) => from + index * DAY);
}

/** `2026-12-10` */
export function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** What the day is called in an address, as UTC ms; undefined for what is no day, and for years that nobody plans for. */
export function readDay(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^20\d{2}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  // 31 February is read as a day of March
  return Number.isNaN(at) || dayText(at) !== text ? undefined : at;
}

function mondayOf(at: number): number {
  const midnight = at - (((at % DAY) + DAY) % DAY);
  return midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY;
}

function firstOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
