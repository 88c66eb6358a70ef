import { Temporal } from '@js-temporal/polyfill';
import { WEEKDAYS, type Recurrence, type Weekday } from './recurrence';

type Of<Every extends Recurrence['every']> = Extract<Recurrence, { every: Every }>;

/**
 * The dates of a series from `first` on, in order, ISO; ends at `until`, else at the end of the year 2201. Intervals count from
 * `from`: its day, its week (which begins on Monday), its month.
 */
export function* datesOf(recurrence: Recurrence, first: string): Generator<string> {
  const from = Temporal.PlainDate.from(recurrence.from);
  const wanted = Temporal.PlainDate.from(first);
  const begin = Temporal.PlainDate.compare(wanted, from) > 0 ? wanted : from;
  const end = recurrence.until ?? '2201-12-31';
  for (const date of candidates(recurrence, from, begin)) {
    const iso = date.toString();
    if (iso > end) return;
    if (Temporal.PlainDate.compare(date, begin) >= 0) yield iso;
  }
}

/** Dates in order, the first of them at or a little before `begin`; past the end of all series it stops by itself. */
function* candidates(
  recurrence: Recurrence,
  from: Temporal.PlainDate,
  begin: Temporal.PlainDate,
): Generator<Temporal.PlainDate> {
  const { interval } = recurrence;
  const periods = { day: 'days', week: 'weeks', month: 'months' } as const;
  const unit = periods[recurrence.every];
  const origin = originOf(recurrence, from);
  const passed = origin.until(begin, { largestUnit: unit })[unit];
  for (let step = Math.floor(passed / interval) * interval; ; step += interval) {
    const period = origin.add({ [unit]: step });
    if (period.year > 2201) return;
    yield* datesWithin(recurrence, period);
  }
}

function originOf({ every }: Recurrence, from: Temporal.PlainDate): Temporal.PlainDate {
  if (every === 'week') return from.subtract({ days: from.dayOfWeek - 1 });
  return every === 'month' ? from.with({ day: 1 }) : from;
}

/** The dates of the day, the week or the month that begins here. */
function datesWithin(recurrence: Recurrence, period: Temporal.PlainDate): Temporal.PlainDate[] {
  if (recurrence.every === 'day') return [period];
  if (recurrence.every === 'week') return daysOfWeek(recurrence).map((days) => period.add({ days }));
  const day = dayOfMonth(recurrence, period);
  return day === undefined ? [] : [period.with({ day })];
}

/** Monday is 0. */
function daysOfWeek({ weekdays }: Of<'week'>): number[] {
  return [...new Set(weekdays)].map(indexOf).sort((a, b) => a - b);
}

function dayOfMonth({ dayOfMonth: day, nthWeekday }: Of<'month'>, period: Temporal.PlainDate): number | undefined {
  const { daysInMonth } = period;
  if (day !== undefined) return day === 'last' ? daysInMonth : onlyUpTo(daysInMonth, day);
  if (nthWeekday === undefined) return undefined;
  const firstOne = 1 + ((indexOf(nthWeekday.weekday) - (period.dayOfWeek - 1) + 7) % 7);
  if (nthWeekday.nth !== 'last') return onlyUpTo(daysInMonth, firstOne + 7 * (nthWeekday.nth - 1));
  return firstOne + 7 * Math.floor((daysInMonth - firstOne) / 7);
}

function onlyUpTo(daysInMonth: number, day: number): number | undefined {
  return day <= daysInMonth ? day : undefined;
}

function indexOf(weekday: Weekday): number {
  return WEEKDAYS.indexOf(weekday);
}
