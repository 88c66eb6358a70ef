/** Instants are milliseconds since the epoch (UTC), durations are milliseconds, everywhere in the domain. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant as ISO 8601 in UTC with whole seconds, as people and logs read it: `2026-12-10T01:00:00Z`. */
export function toIso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** The instant an ISO 8601 date-time with an offset names; the schemas have checked the form before. */
export function fromIso(text: string): number {
  return Date.parse(text);
}

/** The units of a duration in a language. */
export interface DurationWords {
  readonly day: UnitWords;
  readonly hour: UnitWords;
  readonly minute: UnitWords;
  /** A duration shorter than a minute. */
  readonly less: string;
}
interface UnitWords {
  readonly one: string;
  readonly other: string;
}

const ENGLISH: DurationWords = {
  day: { one: 'day', other: 'days' },
  hour: { one: 'hour', other: 'hours' },
  minute: { one: 'minute', other: 'minutes' },
  less: 'less than a minute',
};

/** A duration for people, at most two units, rounded down: `14 days`, `1 day 3 hours`, `45 minutes`, `less than a minute`. */
export function describeDuration(ms: number, words: DurationWords = ENGLISH): string {
  const units: [number, UnitWords][] = [
    [DAY, words.day],
    [HOUR, words.hour],
    [MINUTE, words.minute],
  ];
  const parts: string[] = [];
  let rest = Math.abs(ms);
  for (const [size, { one, other }] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${String(count)} ${count === 1 ? one : other}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length > 0 ? parts.join(' ') : words.less;
}
