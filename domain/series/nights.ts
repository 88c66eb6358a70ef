import { DAY, MINUTE, toIso } from '../shared/time';
import { readClock, wallClock } from './clock';
import { datesOf } from './dates';
import type { Recurrence } from './recurrence';

/** One night of a series. Instants are UTC ms. */
export interface Night {
  /** The local date on which the work is planned to start, `2027-03-28`: its name within the series. */
  readonly night: string;
  readonly startsAt: number;
  readonly endsAt: number;
  /** What is odd about its clocks, in words. */
  readonly note?: string;
}

/** Nobody plans before 2000 or after 2200; instants are clamped, so that any number is accepted. */
const EARLIEST = Date.UTC(1999, 11, 1);
const LATEST = Date.UTC(2201, 0, 1);

/** The nights that start at `from` or later (UTC ms), in order, as far as they are asked for. */
export function* nightsFrom(recurrence: Recurrence, from: number): Generator<Night> {
  const since = Math.floor(Math.min(Math.max(from, EARLIEST), LATEST));
  // a local date begins up to a day before and after the same date in UTC
  for (const date of datesOf(recurrence, wallClock(since - DAY, 'UTC').date)) {
    const night = nightOf(recurrence, date);
    if (night && night.startsAt >= from) yield night;
  }
}

/** The nights that start in [from, to), UTC ms: strictly increasing. */
export function nights(recurrence: Recurrence, from: number, to: number): Night[] {
  const found: Night[] = [];
  for (const night of nightsFrom(recurrence, from)) {
    if (night.startsAt >= to) break;
    found.push(night);
  }
  return found;
}

/** The next nights from an instant on, at most `count`. */
export function nextNights(recurrence: Recurrence, from: number, count: number): Night[] {
  const found: Night[] = [];
  if (count < 1) return found;
  for (const night of nightsFrom(recurrence, from)) if (found.push(night) >= count) break;
  return found;
}

/** The night of a date, or undefined when the series has none on it. `date` is ISO. */
export function nightOn(recurrence: Recurrence, date: string): Night | undefined {
  for (const found of datesOf(recurrence, date)) return found === date ? nightOf(recurrence, date) : undefined;
  return undefined;
}

function nightOf(recurrence: Recurrence, night: string): Night | undefined {
  const { at, timeZone, durationMinutes } = recurrence;
  const start = readClock(night, at, timeZone);
  if (!start) return undefined;
  const startsAt = start.at;
  const endsAt = startsAt + durationMinutes * MINUTE;
  const begins = wallClock(startsAt, timeZone);
  const ends = wallClock(endsAt, timeZone);
  const notes: string[] = [];
  if (start.comes === 'never') {
    notes.push(`${at} does not exist on ${night} in ${timeZone}; the work starts at ${begins.time}.`);
  }
  if (start.comes === 'twice') {
    notes.push(`${at} comes twice on ${night} in ${timeZone}; the work starts at the first, ${toIso(startsAt)}.`);
  }
  if (begins.offset !== ends.offset) {
    const on = ends.date === night ? '' : ` on ${ends.date}`;
    notes.push(`Clocks in ${timeZone} change during the work; it ends at ${ends.time}${on}, ${toIso(endsAt)}.`);
  }
  return { night, startsAt, endsAt, ...(notes.length > 0 ? { note: notes.join(' ') } : {}) };
}
