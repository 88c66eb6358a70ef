import fc from 'fast-check';
import { checkRecurrence } from '../../domain/series/check-recurrence';
import { nextNights, nightOn, nights, type Night } from '../../domain/series/nights';
import { recurrenceSchema, WEEKDAYS, type Recurrence } from '../../domain/series/recurrence';
import { DAY, HOUR, MINUTE, toIso } from '../../domain/shared/time';
import { read } from '../../domain/shared/validation';

const daily = { every: 'day', at: '02:30', durationMinutes: 60, timeZone: 'Europe/Paris', from: '2027-01-01' };
const recurrence = (change: object): Recurrence => recurrenceSchema.parse({ ...daily, ...change });
const months = { every: 'month' };

/** The nights of three dates, as date, UTC start and UTC end. */
const around = (date: string, change: object) => {
  const from = Date.parse(date) - 2 * DAY;
  return nights(recurrence(change), from, from + 4 * DAY)
    .filter(({ night }) => Math.abs(Date.parse(night) - Date.parse(date)) <= DAY)
    .map(({ night, startsAt, endsAt }) => `${night} ${toIso(startsAt)} ${toIso(endsAt).slice(11)}`);
};

describe('L10: the clock of a night', () => {
  it.each<[string, string, object, string[]]>([
    [
      'Paris, clocks go forward at 02:00: 02:30 does not exist',
      '2027-03-28',
      {},
      [
        '2027-03-27 2027-03-27T01:30:00Z 02:30:00Z',
        '2027-03-28 2027-03-28T01:30:00Z 02:30:00Z',
        '2027-03-29 2027-03-29T00:30:00Z 01:30:00Z',
      ],
    ],
    [
      'Paris, clocks go back at 03:00: 02:30 comes twice',
      '2027-10-31',
      {},
      [
        '2027-10-30 2027-10-30T00:30:00Z 01:30:00Z',
        '2027-10-31 2027-10-31T00:30:00Z 01:30:00Z',
        '2027-11-01 2027-11-01T01:30:00Z 02:30:00Z',
      ],
    ],
    [
      'New York, clocks go forward at 02:00',
      '2027-03-14',
      { timeZone: 'America/New_York' },
      [
        '2027-03-13 2027-03-13T07:30:00Z 08:30:00Z',
        '2027-03-14 2027-03-14T07:30:00Z 08:30:00Z',
        '2027-03-15 2027-03-15T06:30:00Z 07:30:00Z',
      ],
    ],
    [
      'New York, clocks go back at 02:00: 01:30 comes twice',
      '2027-11-07',
      { timeZone: 'America/New_York', at: '01:30' },
      [
        '2027-11-06 2027-11-06T05:30:00Z 06:30:00Z',
        '2027-11-07 2027-11-07T05:30:00Z 06:30:00Z',
        '2027-11-08 2027-11-08T06:30:00Z 07:30:00Z',
      ],
    ],
    [
      'Lord Howe, clocks go forward by half an hour at 02:00: 02:15 does not exist',
      '2027-10-03',
      { timeZone: 'Australia/Lord_Howe', at: '02:15' },
      [
        '2027-10-02 2027-10-01T15:45:00Z 16:45:00Z',
        '2027-10-03 2027-10-02T15:45:00Z 16:45:00Z',
        '2027-10-04 2027-10-03T15:15:00Z 16:15:00Z',
      ],
    ],
    [
      'Lord Howe, clocks go back by half an hour at 02:00: 01:45 comes twice',
      '2027-04-04',
      { timeZone: 'Australia/Lord_Howe', at: '01:45' },
      [
        '2027-04-03 2027-04-02T14:45:00Z 15:45:00Z',
        '2027-04-04 2027-04-03T14:45:00Z 15:45:00Z',
        '2027-04-05 2027-04-04T15:15:00Z 16:15:00Z',
      ],
    ],
    [
      'Kolkata, whose clocks never change',
      '2027-03-28',
      { timeZone: 'Asia/Kolkata' },
      [
        '2027-03-27 2027-03-26T21:00:00Z 22:00:00Z',
        '2027-03-28 2027-03-27T21:00:00Z 22:00:00Z',
        '2027-03-29 2027-03-28T21:00:00Z 22:00:00Z',
      ],
    ],
  ])('%s', (_what, date, change, expected) => {
    expect(around(date, change)).toEqual(expected);
  });

  it('says what is odd, and nothing of an ordinary night', () => {
    const noteOf = (date: string, change: object = {}) => nightOn(recurrence(change), date)?.note;
    expect(noteOf('2027-03-27')).toBeUndefined();
    expect(noteOf('2027-03-28')).toBe('02:30 does not exist on 2027-03-28 in Europe/Paris; the work starts at 03:30.');
    expect(noteOf('2027-10-03', { timeZone: 'Australia/Lord_Howe', at: '02:15' })).toContain(
      'the work starts at 02:45.',
    );
    expect(noteOf('2027-10-31')).toBe(
      '02:30 comes twice on 2027-10-31 in Europe/Paris; the work starts at the first, 2027-10-31T00:30:00Z. ' +
        'Clocks in Europe/Paris change during the work; it ends at 02:30, 2027-10-31T01:30:00Z.',
    );
    // one hour of work before the change and one after it: real elapsed time
    expect(noteOf('2027-03-28', { at: '01:00', durationMinutes: 120 })).toBe(
      'Clocks in Europe/Paris change during the work; it ends at 04:00, 2027-03-28T02:00:00Z.',
    );
  });

  it('has no night on a date that is missing as a whole', () => {
    const samoa = { timeZone: 'Pacific/Apia', from: '2011-12-29', until: '2011-12-31' };
    expect(nextNights(recurrence(samoa), 0, 5).map(({ night }) => night)).toEqual(['2011-12-29', '2011-12-31']);
  });
});

describe('L10: the dates of a series', () => {
  it.each<[string, object, string[]]>([
    [
      'every third day, across the year',
      { interval: 3, from: '2027-12-27' },
      ['2027-12-27', '2027-12-30', '2028-01-02'],
    ],
    [
      'Tuesday and Thursday of every other week, from a Wednesday on',
      { every: 'week', weekdays: ['thursday', 'tuesday'], interval: 2, from: '2027-12-15' },
      ['2027-12-16', '2027-12-28', '2027-12-30', '2028-01-11'],
    ],
    [
      'the 31st, in months that have one',
      { ...months, dayOfMonth: 31, from: '2027-01-01' },
      ['2027-01-31', '2027-03-31', '2027-05-31'],
    ],
    ['the last day', { ...months, dayOfMonth: 'last', from: '2028-01-31' }, ['2028-01-31', '2028-02-29', '2028-03-31']],
    [
      'the second Tuesday of every fourth month',
      { ...months, nthWeekday: { nth: 2, weekday: 'tuesday' }, interval: 4, from: '2027-09-14' },
      ['2027-09-14', '2028-01-11', '2028-05-09'],
    ],
    [
      'the last Friday',
      { ...months, nthWeekday: { nth: 'last', weekday: 'friday' } },
      ['2027-01-29', '2027-02-26', '2027-03-26'],
    ],
    [
      'the fifth Monday, in months that have one',
      { ...months, nthWeekday: { nth: 5, weekday: 'monday' } },
      ['2027-03-29', '2027-05-31', '2027-08-30'],
    ],
    ['up to and with the last date', { from: '2027-01-01', until: '2027-01-02' }, ['2027-01-01', '2027-01-02']],
  ])('%s', (_what, change, expected) => {
    const found = nextNights(recurrence(change), 0, expected.length);
    expect(found.map(({ night }) => night)).toEqual(expected);
  });

  it('takes any instant to begin from', () => {
    expect(nights(recurrence({}), -Infinity, Date.UTC(2027, 0, 2))).toHaveLength(1);
    expect(nights(recurrence({ until: '2027-01-05' }), -1e20, Infinity)).toHaveLength(5);
    expect(nights(recurrence({}), Infinity, Infinity)).toEqual([]);
    expect(nights(recurrence({}), 0.5, Date.UTC(2027, 0, 2) + 0.5)).toHaveLength(1);
  });
});

describe('L10: a series that cannot be used is refused with the reason', () => {
  const now = Date.UTC(2026, 10, 25);
  const check = (change: object) => checkRecurrence(recurrence(change), now);

  it.each<[string, object, string]>([
    ['the last day before the first', { until: '2026-12-31' }, 'until: must not be before the first date, 2027-01-01'],
    [
      'a zone of another planet',
      { timeZone: 'Mars/Olympus' },
      'timeZone: must be an IANA time zone, such as Europe/Paris',
    ],
    ['an offset', { timeZone: '+02:00' }, 'timeZone: must be an IANA time zone, such as Europe/Paris'],
    ['25:00', { at: '25:00' }, 'at: must be a time of day from 00:00 to 23:59, such as 02:30'],
    ['no duration', { durationMinutes: 0 }, 'durationMinutes: must be at least 1'],
    ['30 February', { from: '2027-02-30' }, 'from: must be a date, such as 2027-03-28'],
    ['the year 20270', { from: '20270-01-01' }, 'from: must be a date, such as 2027-03-28'],
    ['a year typed wrong', { from: '0207-01-01' }, 'from: must lie between 2000 and 2199'],
    ['another rhythm', { every: 'year' }, 'every: must be one of "day", "week", "month"'],
    ['no weekday', { every: 'week', weekdays: [] }, 'weekdays: must hold at least 1 entries'],
    ['no day of the month', { every: 'month' }, 'dayOfMonth: is required'],
    [
      'two days of the month',
      { every: 'month', dayOfMonth: 3, nthWeekday: { nth: 1, weekday: 'monday' } },
      'dayOfMonth: is needed or nthWeekday, and not both: say which day of the month',
    ],
  ])('%s', (_what, change, expected) => {
    const result = read(recurrenceSchema, { ...daily, ...change });
    expect('faults' in result && result.faults.map(({ field, message }) => `${field}: ${message}`)).toEqual([expected]);
  });

  it.each<[string, object, RegExp]>([
    [
      '31 February',
      { ...months, dayOfMonth: 31, interval: 12, from: '2027-02-01' },
      /^No month from 2027-02-01 on.*31st/,
    ],
    [
      'a span without one',
      { every: 'week', weekdays: ['sunday'], until: '2027-01-02' },
      /between 2027-01-01 and 2027-01-02/,
    ],
    ['what is over', { from: '2026-01-01', until: '2026-11-24' }, /no night left: it ends with 2026-11-24/],
    ['what is too far away', { from: '2029-01-01' }, /first night is 2029-01-01, more than two years ahead/],
  ])('%s never fires', (_what, change, reason) => {
    expect(check(change)).toMatchObject({ code: 'never-fires', detail: expect.stringMatching(reason) as string });
  });

  it('nights that run into each other, if only when clocks change', () => {
    expect(check({ durationMinutes: 23 * 60 })).toBeUndefined();
    expect(check({ durationMinutes: 23 * 60 + 1 })).toMatchObject({
      field: 'recurrence.durationMinutes',
      detail: expect.stringContaining('The work of 2027-03-28') as string,
    });
    expect(check({ durationMinutes: 24 * 60, timeZone: 'Asia/Kolkata' })).toBeUndefined();
  });
});

const ZONES = [
  ...['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'America/Nuuk', 'Africa/Casablanca'],
  ...['Pacific/Chatham', 'America/Santiago', 'Asia/Kathmandu', 'Etc/UTC', 'Antarctica/Troll'],
];
const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const DAY_ONE = Date.UTC(2026, 0, 1) / DAY;
const arbitrary = fc
  .record({
    every: fc.constantFrom('day', 'week', 'month'),
    interval: fc.integer({ min: 1, max: 20 }),
    at: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '30', '59'))
      .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`),
    durationMinutes: fc.integer({ min: 1, max: 1_000 }),
    timeZone: fc.constantFrom(...ZONES),
    from: fc.integer({ min: DAY_ONE, max: DAY_ONE + 1_500 }).map(iso),
    weekdays: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
    dayOfMonth: fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
    nthWeekday: fc.record({
      nth: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant('last' as const)),
      weekday: fc.constantFrom(...WEEKDAYS),
    }),
  })
  .map(({ weekdays, dayOfMonth, nthWeekday, ...rest }) =>
    recurrenceSchema.parse({
      ...rest,
      ...(rest.every === 'week' ? { weekdays } : {}),
      ...(rest.every === 'month' ? (dayOfMonth === undefined ? { nthWeekday } : { dayOfMonth }) : {}),
    }),
  );

/** What clocks show, by the runtime's own formatter: another implementation than the one under test. */
function shown(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(at);
}

/** The first instant of the two days around the night at which clocks show the wanted reading. */
function firstReading(wanted: string, timeZone: string): number | undefined {
  const utc = Date.parse(`${wanted.replace(' ', 'T')}:00Z`);
  for (let at = utc - 15 * HOUR; at <= utc + 15 * HOUR; at += 15 * MINUTE) {
    const found = at - (at % (15 * MINUTE)) + (utc % (15 * MINUTE));
    if (shown(found, timeZone) === wanted) return found;
  }
  return undefined;
}

describe('L10: whatever the series', () => {
  const sample = (recurrence: Recurrence): Night[] => nextNights(recurrence, Date.UTC(2026, 0, 1), 6);

  it('a night starts when clocks first show the wanted time, or the gap it is in later', () => {
    fc.assert(
      fc.property(arbitrary, (recurrence) => {
        for (const { night, startsAt, endsAt, note } of sample(recurrence)) {
          const wanted = `${night} ${recurrence.at}`;
          const first = firstReading(wanted, recurrence.timeZone);
          expect([night, note?.includes('does not exist') ?? false]).toEqual([night, first === undefined]);
          expect([night, startsAt]).toEqual([night, first ?? startsAt]);
          expect(endsAt - startsAt).toBe(recurrence.durationMinutes * MINUTE);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('nights increase strictly, keep to the interval across years, and do not depend on where one begins to look', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 0, max: 600 }), (recurrence, days) => {
        const { from, every, interval } = recurrence;
        // east of Greenwich the first night of 2026 begins in 2025
        const all = nights(recurrence, Date.UTC(2025, 11, 30), Date.UTC(2031, 0, 1));
        const periods = all.map(({ night }) => periodsBetween(every, from, night));
        expect(periods.every((count) => count >= 0 && count % interval === 0)).toBe(true);
        all
          .slice(1)
          .forEach((night, index) => expect(night.startsAt).toBeGreaterThan(all[index]?.startsAt ?? Infinity));
        // no period is left out, where each has a night
        const steps = all.length === 0 ? 0 : Math.floor((periods.at(-1) ?? 0) / interval) + 1;
        expect(every === 'day' ? new Set(periods).size : steps).toBe(steps);
        const since = Date.UTC(2026, 0, 1) + days * DAY;
        expect(nights(recurrence, since, since + 300 * DAY)).toEqual(
          all.filter(({ startsAt }) => startsAt >= since && startsAt < since + 300 * DAY),
        );
        for (const night of all.slice(0, 3)) expect(nightOn(recurrence, night.night)).toEqual(night);
      }),
      { numRuns: 20 },
    );
  });
});

/** Days, weeks that begin on Monday, or months between two dates. */
function periodsBetween(every: Recurrence['every'], from: string, to: string): number {
  const day = (date: string) => Date.parse(date) / DAY;
  // 1970-01-05 was a Monday
  const week = (date: string) => Math.floor((day(date) - 4) / 7);
  const month = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  const count = { day, week, month }[every];
  return count(to) - count(from);
}
