import { Temporal } from '@js-temporal/polyfill';
import { DAY } from '../shared/time';

/** Local time in a time zone: the only module that knows about clock changes. Workflows must not use it. */

/** The instant that a local date and time stands for. */
export interface Reading {
  /** UTC ms. */
  readonly at: number;
  /** A local time can be missing (clocks go forward over it) or come twice (they go back over it). */
  readonly comes: 'once' | 'never' | 'twice';
}

/**
 * The instant at which clocks in the zone show `time` ("02:30") on `date` ("2027-03-28"). A missing time is shifted forward
 * by the gap; of a time that comes twice the first is meant (RFC 5545, 3.3.5). Undefined for a date that is missing as a
 * whole, as 2011-12-30 on Samoa.
 */
export function readClock(date: string, time: string, timeZone: string): Reading | undefined {
  const wanted = Temporal.PlainDate.from(date).toPlainDateTime(time);
  const found = wanted.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  const at = found.epochMilliseconds;
  const shifted = wanted.until(found.toPlainDateTime()).total('milliseconds');
  if (shifted >= DAY) return undefined;
  if (shifted > 0) return { at, comes: 'never' };
  const later = wanted.toZonedDateTime(timeZone, { disambiguation: 'later' });
  return { at, comes: later.epochMilliseconds === at ? 'once' : 'twice' };
}

/** What clocks in the zone show at an instant. */
export interface WallClock {
  /** `2027-03-28`. */
  readonly date: string;
  /** `03:30`. */
  readonly time: string;
  /** `2027-03-28T03:30:00+02:00`. */
  readonly iso: string;
  /** Ahead of UTC by so much (ms). */
  readonly offset: number;
}

export function wallClock(at: number, timeZone: string): WallClock {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return {
    date: here.toPlainDate().toString(),
    time: here.toPlainTime().toString({ smallestUnit: 'minute' }),
    iso: here.toString({ timeZoneName: 'never', smallestUnit: 'second' }),
    offset: here.offsetNanoseconds / 1e6,
  };
}

/**
 * The zone's name as the database spells it (`europe/paris` → `Europe/Paris`), because Temporal's schedules accept only that
 * spelling; undefined when it is not a zone.
 */
export function zoneName(timeZone: string): string | undefined {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone).timeZoneId;
  } catch {
    return undefined;
  }
}

/** What the zone adds to UTC (ms) from each instant (UTC ms) on, between `from` and `until`; the first is in force at `from`. */
export function offsetsOf(timeZone: string, from: number, until: number): (readonly [from: number, offset: number])[] {
  const offsets: [number, number][] = [];
  let here: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  for (; here && here.epochMilliseconds < until; here = here.getTimeZoneTransition('next')) {
    offsets.push([here.epochMilliseconds, here.offsetNanoseconds / 1e6]);
  }
  return offsets;
}
