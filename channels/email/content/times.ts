import { HOUR, MINUTE, DAY } from '../../../domain/shared/time';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';

/** Dates as customers read them. Instants are UTC milliseconds; nothing here looks at the wall clock. */

/** Wall-clock fields of an instant in one zone. */
interface LocalTime {
  /** `Thu 10 Dec 2026` */
  readonly date: string;
  /** `02:00` */
  readonly clock: string;
  /** `UTC+1`, `UTC+5:30`, `UTC+0`. */
  readonly offset: string;
}

/** As the format of `zoneOf` has them. */
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** An IANA zone that can say what its clocks show. */
export interface Zone {
  readonly name: string;
  /** In which its dates are written. */
  readonly language: Language;
  read(at: number): LocalTime;
}

/** One instant, in UTC and where the reader is. `local` is null when the reader's zone is UTC, or unknown. */
export interface Moment {
  readonly utc: string;
  readonly local: string | null;
}

/** A span of time, likewise, with its length in words. */
export interface Span extends Moment {
  readonly duration: string;
}

const UTC_NAMES = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'Etc/Zulu', 'UCT', 'Zulu', 'GMT', 'Etc/GMT', 'Etc/GMT0']);

/** The zone of that IANA name, or undefined when this runtime's tables do not have it. Costly: keep what it returns. */
export function zoneOf(name: string, language: Language = ENGLISH): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      weekday: 'short',
      day: 'numeric',
      month: 'numeric',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'longOffset',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return {
    name,
    language,
    read: (at) => {
      const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
      const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
      return {
        date: language.date({
          weekday: WEEKDAYS.indexOf(part('weekday')),
          day: part('day'),
          month: Number(part('month')) - 1,
          year: part('year'),
        }),
        clock: `${part('hour')}:${part('minute')}`,
        offset: shortOffset(part('timeZoneName')),
      };
    },
  };
}

/** True for the names of UTC itself, whose readers need no second line. */
export function isUtc(name: string): boolean {
  return UTC_NAMES.has(name);
}

/** `GMT+01:00` as `UTC+1`, `GMT-03:30` as `UTC-3:30`, `GMT` as `UTC+0`. */
function shortOffset(long: string): string {
  const match = /^GMT([+-])(\d{2}):(\d{2})/.exec(long);
  if (!match) return 'UTC+0';
  const [, sign = '+', hours = '0', minutes = '00'] = match;
  return `UTC${sign}${String(Number(hours))}${minutes === '00' ? '' : `:${minutes}`}`;
}

/** `Thu 10 Dec 2026, 02:00 (Europe/Paris, UTC+1)` */
export function momentIn(zone: Zone, at: number): string {
  const { date, clock, offset } = zone.read(at);
  return `${date}, ${clock} (${label(zone, offset)})`;
}

/**
 * `Thu 10 Dec 2026, 02:00 to 04:00 (Europe/Paris, UTC+1)`; the second date only where it differs. When the clocks change in
 * between, each end carries its own offset: `Sun 25 Oct 2026, 02:30 UTC+2 to 02:30 UTC+1 (Europe/Paris)`.
 */
export function rangeIn(zone: Zone, startsAt: number, endsAt: number): string {
  const start = zone.read(startsAt);
  const end = zone.read(endsAt);
  const { to } = zone.language;
  const day = end.date === start.date ? '' : `${end.date}, `;
  return start.offset === end.offset
    ? `${start.date}, ${start.clock} ${to} ${day}${end.clock} (${label(zone, start.offset)})`
    : `${start.date}, ${start.clock} ${start.offset} ${to} ${day}${end.clock} ${end.offset} (${zone.name})`;
}

function label(zone: Zone, offset: string): string {
  return isUtc(zone.name) ? 'UTC' : `${zone.name}, ${offset}`;
}

/** `in 3 days`, `in 24 hours`, `in 45 minutes`, `now`, `10 minutes ago`: seen from `now`, to the nearest whole unit. */
export function relativeTo(at: number, now: number, language: Language = ENGLISH): string {
  const distance = Math.abs(at - now);
  if (distance < MINUTE / 2) return language.now;
  const [amount, unit] = nearest(distance);
  return at > now ? language.ahead(amount, unit) : language.ago(amount, unit);
}

function nearest(ms: number): [amount: number, unit: 'day' | 'hour' | 'minute'] {
  if (ms >= 36 * HOUR) return [Math.round(ms / DAY), 'day'];
  if (ms >= 100 * MINUTE) return [Math.round(ms / HOUR), 'hour'];
  return [Math.round(ms / MINUTE), 'minute'];
}
