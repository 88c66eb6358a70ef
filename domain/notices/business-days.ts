import { DAY, HOUR } from '../shared/time';

/**
 * Business days: dates of the provider's calendar that are neither weekend nor holiday. All that is needed to count them travels with
 * the window (N1, P6), because the tables of holidays and time zones change with the runtime, and a replay must not decide otherwise.
 */

/** A provider's calendar, fixed for some years when a window is opened. Plain JSON. */
export interface BusinessCalendar {
  /** In which zone a date begins and ends; the name is for people, the arithmetic uses `offsets`. */
  readonly timeZone: string;
  /** Weekdays without work, 0 is Sunday; never all seven. */
  readonly weekend: readonly number[];
  /** Dates without work besides, such as `2026-12-25`; those on a weekend may be left out. */
  readonly holidays: readonly string[];
  /** What is added to UTC for the zone's own time (ms) from each instant (UTC ms) on; the first counts before its instant, too. */
  readonly offsets: readonly (readonly [from: number, offset: number])[];
  /** UTC ms: from here on holidays and offsets are not known, so no promise is counted for a start after it. */
  readonly knownUntil: number;
}

/**
 * The latest instant (UTC ms) from which `count` whole business days pass until `at`: the same time of day, so many business days
 * earlier. A start on a weekend or holiday counts from the end of the last business day before it, so that a later start never
 * asks for an earlier word. Where clocks change, the earlier of two instants.
 */
export function businessDaysBefore(at: number, count: number, calendar: BusinessCalendar): number {
  const place = forward(localOf(at, calendar), calendar);
  let { day } = place;
  for (let left = count; left > 0;) {
    day--;
    if (isBusinessDay(day, calendar)) left--;
  }
  return instantOf({ day, time: place.time }, calendar);
}

/** The earliest start, on the hour of `from` or a little later, for which a word at `from` (UTC ms) is `count` business days ahead. */
export function businessDaysAfter(from: number, count: number, calendar: BusinessCalendar): number {
  const place = forward(localOf(from, calendar), calendar);
  let { day } = place;
  for (let left = count; left > 0;) {
    day++;
    if (isBusinessDay(day, calendar)) left--;
  }
  let start = Math.max(from, instantOf({ day, time: place.time }, calendar));
  // the hour that comes twice or not at all
  while (businessDaysBefore(start, count, calendar) < from) start += HOUR;
  return start;
}

/** `10 business days`. */
export function describeBusinessDays(count: number): string {
  return `${String(count)} business ${count === 1 ? 'day' : 'days'}`;
}

/** A moment on the zone's own clock: the day counted from 1970-01-01, and the time since its midnight (ms). */
interface Local {
  readonly day: number;
  readonly time: number;
}

/** The same moment, or the beginning of the next business day where there is no business at it. */
function forward({ day, time }: Local, calendar: BusinessCalendar): Local {
  if (isBusinessDay(day, calendar)) return { day, time };
  let next = day + 1;
  while (!isBusinessDay(next, calendar)) next++;
  return { day: next, time: 0 };
}

function isBusinessDay(day: number, { weekend, holidays }: BusinessCalendar): boolean {
  // 1970-01-01 was a Thursday
  const weekday = (((day + 4) % 7) + 7) % 7;
  return !weekend.includes(weekday) && !daysOf(holidays).has(day);
}

/** Read once for each calendar: the next duty of a window is computed at each of its steps. */
const read = new WeakMap<readonly string[], ReadonlySet<number>>();

function daysOf(holidays: readonly string[]): ReadonlySet<number> {
  const known = read.get(holidays);
  if (known) return known;
  const days = new Set(holidays.map((date) => Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY)));
  read.set(holidays, days);
  return days;
}

function localOf(at: number, calendar: BusinessCalendar): Local {
  const local = at + offsetAt(at, calendar);
  const day = Math.floor(local / DAY);
  return { day, time: local - day * DAY };
}

function instantOf({ day, time }: Local, calendar: BusinessCalendar): number {
  const local = day * DAY + time;
  const known = new Set(calendar.offsets.map(([, offset]) => offset));
  const near = [...known].map((offset) => local - offset);
  const exact = near.filter((at) => at + offsetAt(at, calendar) === local);
  if (exact.length > 0) return Math.min(...exact);
  // clocks jump over it: before the jump it is as long until then as after it was since
  return local - Math.max(offsetAt(local - DAY, calendar), offsetAt(local + DAY, calendar));
}

function offsetAt(at: number, { offsets }: BusinessCalendar): number {
  let found = offsets[0]?.[1] ?? 0;
  for (const [from, offset] of offsets) if (from <= at) found = offset;
  return found;
}
