import type { QuietHours, QuietWait } from '../notices/quiet-hours';
import { DAY, MINUTE } from '../shared/time';
import { clockText } from '../planning/place-rule';
import { offsetsOf, readClock, wallClock, zoneName } from './clock';

/** Quiet hours by the clocks of a time zone (N10). Not for workflows: it knows time zones. */

type Hours = Pick<QuietHours, 'from' | 'to' | 'weekends'>;

/** A night, a weekend and the night after it are three steps; more do not follow each other. */
const MOST_STEPS = 10;

/** When the quiet hours that are on at `now` end (UTC ms); undefined where there are none then. In UTC for a zone that is none. */
export function quietEnd(hours: Hours, timeZone: string, now: number): number | undefined {
  const zone = zoneName(timeZone) ?? 'Etc/UTC';
  let at = now;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const next = stepFrom(hours, zone, at);
    if (next === undefined) break;
    at = next;
  }
  return at === now ? undefined : at;
}

/** The end of the night, or of the day of a weekend, that `at` lies in; undefined in neither. */
function stepFrom({ from, to, weekends }: Hours, zone: string, at: number): number | undefined {
  const { date, time } = wallClock(at, zone);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = hour * 60 + minute;
  if (weekends && isWeekend(date)) return timeOn(dayAfter(date), 0, zone, at, 24 * 60 - minutes);
  const isBefore = minutes < to;
  const isNight = from < to ? minutes >= from && isBefore : minutes >= from || isBefore;
  if (!isNight) return undefined;
  return isBefore
    ? timeOn(date, to, zone, at, to - minutes)
    : timeOn(dayAfter(date), to, zone, at, 24 * 60 - minutes + to);
}

/** Of a time that comes twice, the one that lies ahead; of one that clocks jump over, the moment of the jump. */
function timeOn(date: string, minutes: number, zone: string, at: number, left: number): number {
  const read = readClock(date, clockText(minutes), zone);
  if (read === undefined || read.at <= at) return Math.floor(at / MINUTE) * MINUTE + left * MINUTE;
  if (read.comes !== 'never') return read.at;
  return offsetsOf(zone, at, read.at + 1).at(-1)?.[0] ?? read.at;
}

function isWeekend(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/**
 * What becomes of a notice that would be sent at `now` (UTC ms) to a reader in that zone: it waits until the end of the quiet hours
 * that are on, or leaves in them because waiting would break what is promised. Undefined outside of them.
 */
export function waitIn(
  wait: QuietWait,
  timeZone: string,
  now: number,
): { readonly until: number } | 'promised' | undefined {
  const until = quietEnd(wait, timeZone, now);
  if (until === undefined) return undefined;
  if (until > wait.latest) return 'promised';
  const zone = zoneName(timeZone) ?? 'Etc/UTC';
  const dateOf = (at: number) => wallClock(at, zone).date;
  return wait.onDateOf !== undefined && dateOf(until) > dateOf(wait.onDateOf) ? 'promised' : { until };
}
