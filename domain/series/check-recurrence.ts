import type { Refusal } from '../shared/errors';
import { DAY, HOUR, MINUTE, toIso } from '../shared/time';
import { wallClock } from './clock';
import { nights, nightsFrom, type Night } from './nights';
import type { Recurrence } from './recurrence';

/** A window is planned at most two years ahead (domain/window/plan-rules.ts), so a night after that would never be opened. */
const FURTHEST_MS = 2 * 366 * DAY;

/** Nights are a day apart at least, less what clocks and, on the date line, calendars change: below this none overlap. */
const NEVER_OVERLAPS_MS = 20 * HOUR;

/** Why a series cannot be used now (L10), or undefined: it never fires, or its nights run into each other. */
export function checkRecurrence(recurrence: Recurrence, now: number): Refusal | undefined {
  const { value: first } = nightsFrom(recurrence, now).next() as { value: Night | undefined };
  if (!first || first.startsAt - now > FURTHEST_MS) {
    return {
      code: 'never-fires',
      field: 'recurrence',
      detail: `${whyNever(recurrence, first, now)} Change the dates.`,
    };
  }
  return checkOverlap(recurrence, first);
}

function whyNever(recurrence: Recurrence, first: Night | undefined, now: number): string {
  const { from, until, timeZone } = recurrence;
  const today = wallClock(now, timeZone).date;
  if (first) return `The first night is ${first.night}, more than two years ahead, so the series would do nothing.`;
  if (until !== undefined && until <= today) {
    return `The series has no night left: it ends with ${until}, and it is ${toIso(now)}.`;
  }
  const since = from > today ? from : today;
  const span = until === undefined ? `from ${since} on` : `between ${since} and ${until}`;
  if (recurrence.every === 'month') {
    const { dayOfMonth, nthWeekday, interval } = recurrence;
    const day = nthWeekday ? `${ordinal(nthWeekday.nth)} ${nthWeekday.weekday}` : ordinal(dayOfMonth ?? 'last');
    return `No month ${span}, counted from ${from.slice(0, 7)} in steps of ${String(interval)}, has the ${day}, so the series never fires.`;
  }
  return `No night of the series falls ${span}, so it never fires.`;
}

function ordinal(number: number | 'last'): string {
  if (number === 'last') return 'last';
  const ending = number > 3 && number < 21 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${String(number)}${ending}`;
}

function checkOverlap(recurrence: Recurrence, first: Night): Refusal | undefined {
  const lasts = recurrence.durationMinutes * MINUTE;
  if (lasts <= NEVER_OVERLAPS_MS) return undefined;
  // a year has every change of clocks
  const all = nights(recurrence, first.startsAt, first.startsAt + 366 * DAY);
  for (const [index, night] of all.entries()) {
    const next = all[index + 1];
    if (!next || night.endsAt <= next.startsAt) continue;
    return {
      code: 'invalid-body',
      field: 'recurrence.durationMinutes',
      detail:
        `The work of ${night.night} lasts until ${toIso(night.endsAt)}, when that of ${next.night} has begun at ${toIso(next.startsAt)}. ` +
        'Give a shorter duration or fewer nights.',
    };
  }
  return undefined;
}
