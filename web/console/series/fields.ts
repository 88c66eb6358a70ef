import { WEEKDAYS } from '../../../domain/series/recurrence';
import { readFields, type FieldSpec } from '../../forms/fields';
import { textOf, type Fault, type Typed } from '../../forms/typed';
import { atFields, bodyOf, SUMMARY_FIELDS } from '../plan/body';

/** The fields of the form that makes a series (L10) beside those of its windows, and the body they make. */

const optional = true as const;
const same = (list: readonly string[]) => list.map((one) => [one, one] as const);
const DAYS = WEEKDAYS.map((day) => [day, day.charAt(0).toUpperCase() + day.slice(1)] as const);
const numbers = (most: number) => same([...Array.from({ length: most }, (_, n) => String(n + 1)), 'last']);

export const NAME = {
  ...{
    name: 'name',
    label: 'Name of the series',
    kind: 'text',
    most: 120,
    hint: 'For staff, such as Kernel updates in Frankfurt.',
  },
} as const satisfies FieldSpec;

const EVERY = {
  ...{ name: 'recurrence.every', label: 'Every', kind: 'choice' },
  options: same(['month', 'week', 'day']),
} as const satisfies FieldSpec;

const COMMON: readonly FieldSpec[] = [
  {
    ...{ name: 'recurrence.interval', label: 'Only every so many of these', kind: 'number', most: 366, optional },
    hint: '1, where nothing is said; counted from the first date.',
  },
  {
    name: 'recurrence.at',
    label: 'Time of day',
    kind: 'text',
    most: 5,
    hint: 'By clocks in the time zone, such as 02:30.',
  },
  { name: 'recurrence.timeZone', label: 'Time zone', kind: 'text', most: 100, hint: 'Such as Europe/Paris.' },
  { name: 'recurrence.durationMinutes', label: 'Minutes it lasts', kind: 'number', most: 10_080 },
  { name: 'recurrence.from', label: 'First date a night can have', kind: 'date' },
  { name: 'recurrence.until', label: 'Last date', kind: 'date', optional },
];

const WEEKLY: readonly FieldSpec[] = [
  {
    name: 'recurrence.weekdays',
    label: 'Every week: on these days',
    kind: 'choices',
    options: DAYS,
    optional,
  },
];
const MONTHLY: readonly FieldSpec[] = [
  {
    name: 'recurrence.dayOfMonth',
    label: 'Every month: on this day of the month',
    kind: 'choice',
    options: numbers(31),
    optional,
  },
  {
    ...{
      name: 'recurrence.nthWeekday.nth',
      label: 'Every month: or on the first, second … of a weekday',
      kind: 'choice',
      optional,
    },
    options: numbers(5),
  },
  {
    ...{ name: 'recurrence.nthWeekday.weekday', label: 'Every month: that weekday', kind: 'choice', optional },
    options: DAYS,
  },
];

const LEAD = {
  ...{ name: 'leadDays', label: 'Days before a night its window is opened', kind: 'number', most: 366, optional },
  hint: 'What the class promises and a week, where nothing is said.',
} as const satisfies FieldSpec;

export const RECURRENCE: readonly FieldSpec[] = [EVERY, ...WEEKLY, ...MONTHLY, ...COMMON, LEAD];

/** Those of a window that a series says of all its windows: its nights give the rest. */
const OF_NIGHTS = /^(slots\.|decideBy$|override$)/;
export const SERIES_FIELDS: readonly FieldSpec[] = [
  NAME,
  ...RECURRENCE,
  ...SUMMARY_FIELDS.filter(({ name }) => !OF_NIGHTS.test(name)),
];

/** What belongs to the other choices of `every` is not sent. */
const OF_EVERY: Readonly<Record<string, readonly FieldSpec[]>> = { week: WEEKLY, month: MONTHLY };

/** The body of POST /v1/series. */
export function seriesBodyOf(typed: Typed): Record<string, unknown> {
  const { slots: _slots, decideBy: _decideBy, override: _override, ...window } = bodyOf(typed);
  const own = OF_EVERY[textOf(typed, EVERY.name)] ?? [];
  const { recurrence, ...body } = readFields(typed, [NAME, EVERY, ...own, ...COMMON, LEAD]);
  return { ...body, window, recurrence: counted(recurrence) };
}

/** A choice says `15`, and the body a number. */
function counted(value: unknown, name = ''): unknown {
  if (typeof value === 'string' && ['dayOfMonth', 'nth'].includes(name) && /^\d+$/.test(value)) return Number(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, counted(inner, key)]));
}

/** Each fault at its field: those of `window` are of fields that a single window has, too. */
export function atSeriesFields(faults: readonly Fault[]): Fault[] {
  return faults.flatMap((fault) => {
    if (fault.field.startsWith('window.')) return atFields([{ ...fault, field: fault.field.slice('window.'.length) }]);
    return SERIES_FIELDS.some(({ name }) => fault.field.startsWith(name)) ? [fault] : atFields([fault]);
  });
}
