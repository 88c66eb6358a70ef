import { z } from 'zod';
import { line } from '../shared/fields';
import { isTimeZone } from '../shared/time-zone';
import { zoneName } from './clock';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A year beyond these is most likely a typing error. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2199;

const date = z.iso
  .date({ error: 'must be a date, such as 2027-03-28', abort: true })
  .refine(
    (text) => Number(text.slice(0, 4)) >= FIRST_YEAR && Number(text.slice(0, 4)) <= LAST_YEAR,
    `must lie between ${String(FIRST_YEAR)} and ${String(LAST_YEAR)}`,
  );

const common = {
  interval: z.int().min(1).max(366).default(1).describe('every so many days, weeks or months, counted from `from`'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day from 00:00 to 23:59, such as 02:30')
    .describe('when the work starts, by clocks in the time zone')
    .meta({ examples: ['02:30'] }),
  durationMinutes: z.int().min(1).max(10_080).describe('real elapsed time, also when clocks change meanwhile'),
  timeZone: line(100)
    .refine((name) => isTimeZone(name) && zoneName(name) !== undefined, {
      error: 'must be an IANA time zone, such as Europe/Paris',
      abort: true,
    })
    .overwrite((name) => zoneName(name) ?? name)
    .meta({ examples: ['Europe/Paris'] }),
  from: date.describe('the first date a night can have'),
  until: date.optional().describe('the last date a night can have; without it the series goes on until it is ended'),
};

const daily = z.strictObject({ every: z.literal('day'), ...common });

const weekly = z.strictObject({
  every: z.literal('week'),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1).max(7).describe('weeks begin on Monday'),
  ...common,
});

const monthly = z
  .strictObject({
    every: z.literal('month'),
    dayOfMonth: z
      .union([z.int().min(1).max(31), z.literal('last')], { error: 'must be a day from 1 to 31, or "last"' })
      .optional()
      .describe('months without that day are left out'),
    nthWeekday: z
      .strictObject({
        nth: z.union([z.int().min(1).max(5), z.literal('last')], { error: 'must be from 1 to 5, or "last"' }),
        weekday: z.enum(WEEKDAYS),
      })
      .optional()
      .describe('such as the second Tuesday; months without a fifth one are left out'),
    ...common,
  })
  .superRefine(({ dayOfMonth, nthWeekday }, context) => {
    if ((dayOfMonth === undefined) === (nthWeekday === undefined)) {
      const message = 'is needed or nthWeekday, and not both: say which day of the month';
      context.addIssue({ code: 'custom', path: ['dayOfMonth'], message });
    }
  });

/** When the nights of a series are. A value that parses never makes the other functions of this folder throw. */
export const recurrenceSchema = z
  .discriminatedUnion('every', [daily, weekly, monthly], { error: 'must be one of "day", "week", "month"' })
  .superRefine(({ from, until }, context) => {
    if (until === undefined || until >= from) return;
    const message = `must not be before the first date, ${from}`;
    context.addIssue({ code: 'custom', path: ['until'], message });
  });
export type Recurrence = z.output<typeof recurrenceSchema>;
