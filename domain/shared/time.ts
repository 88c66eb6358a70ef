/** Instants are milliseconds since the epoch (UTC), durations are milliseconds, everywhere in the domain. */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The instant as ISO 8601 in UTC with whole seconds, as people and logs read it: `2026-12-10T01:00:00Z`. */
export function toIso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The instant as people of the staff read it in a mail: `Sun 29 Nov 2026, 13:49 UTC`; seconds are left out. */
export function describeInstant(at: number): string {
  return `${dayOf(at)}, ${clockOf(at)} UTC`;
}

/** `Sun 29 Nov 2026, 13:49 to 15:49 UTC`; the second date only where it differs. */
export function describeSpan(startsAt: number, endsAt: number): string {
  const day = dayOf(endsAt);
  const end = day === dayOf(startsAt) ? '' : `${day}, `;
  return `${dayOf(startsAt)}, ${clockOf(startsAt)} to ${end}${clockOf(endsAt)} UTC`;
}

function dayOf(at: number): string {
  const date = new Date(at);
  const [weekday, month] = [WEEKDAYS[date.getUTCDay()] ?? '', MONTHS[date.getUTCMonth()] ?? ''];
  return `${weekday} ${String(date.getUTCDate())} ${month} ${String(date.getUTCFullYear())}`;
}

function clockOf(at: number): string {
  return new Date(at).toISOString().slice(11, 16);
}

const ISO = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z/g;

/** A text with the instants in it as people read them, where it was worded for logs and the timeline as well. */
export function readable(text: string): string {
  return text.replace(ISO, (iso) => {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? iso : describeInstant(at);
  });
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
