import fc from 'fast-check';
import { wallClock } from '../../domain/series/clock';
import { businessDaysAfter, businessDaysBefore, type BusinessCalendar } from '../../domain/notices/business-days';
import { DAY, HOUR } from '../../domain/shared/time';
import { policyBy } from '../support/rules';

const rules = (timeZone: string, holidays: string, more = '') => `
calendar: { timeZone: ${timeZone}, holidays: [${holidays}]${more} }
classes: { standard: { lead: 10 business days } }`;

/** The calendar of a window opened on 1 January 2026. */
async function calendarOf(text: string): Promise<BusinessCalendar> {
  const { calendar } = await policyBy(text, Date.UTC(2026, 0, 1));
  if (!calendar) throw new Error('business days need a calendar');
  return calendar;
}

const local = (at: number, zone: string) => wallClock(at, zone).iso;

describe('N1, P6: ten business days before a start', () => {
  it.each([
    // Germany (Bavaria): Christmas, New Year and Epiphany; Easter and the clocks of 29 March 2026; the clocks of 25 October
    ['Europe/Berlin', 'DE-BY', '2026-01-20T02:00:00+01:00', '2026-01-05T02:00:00+01:00'],
    ['Europe/Berlin', 'DE-BY', '2026-01-14T02:00:00+01:00', '2025-12-29T02:00:00+01:00'],
    ['Europe/Berlin', 'DE-BY', '2026-04-14T22:00:00+02:00', '2026-03-27T22:00:00+01:00'],
    ['Europe/Berlin', 'DE-BY', '2026-03-29T04:00:00+02:00', '2026-03-16T00:00:00+01:00'],
    ['Europe/Berlin', 'DE-BY', '2026-06-09T01:00:00+02:00', '2026-05-22T01:00:00+02:00'],
    ['Europe/Berlin', 'DE-BY', '2026-11-02T02:30:00+01:00', '2026-10-19T02:30:00+02:00'],
    ['Europe/Berlin', 'DE-BY', '2027-04-05T03:00:00+02:00', '2027-03-18T03:00:00+01:00'],
    ['Europe/Berlin', 'DE-BY', '2027-05-20T01:00:00+02:00', '2027-05-04T01:00:00+02:00'],
    // the United States: a holiday on a Saturday is kept on the Friday; Thanksgiving; the clocks of 8 March 2026 and 1 November
    ['America/New_York', 'US', '2026-07-13T02:00:00-04:00', '2026-06-26T02:00:00-04:00'],
    ['America/New_York', 'US', '2026-12-02T02:00:00-05:00', '2026-11-17T02:00:00-05:00'],
    ['America/New_York', 'US', '2026-03-14T01:00:00-04:00', '2026-03-02T00:00:00-05:00'],
    ['America/New_York', 'US', '2026-11-06T01:30:00-05:00', '2026-10-23T01:30:00-04:00'],
    ['America/New_York', 'US', '2027-01-08T00:00:00-05:00', '2026-12-23T00:00:00-05:00'],
    ['America/New_York', 'US', '2027-06-22T00:00:00-04:00', '2027-06-07T00:00:00-04:00'],
    // Japan: Golden Week, Silver Week; no clocks that change
    ['Asia/Tokyo', 'JP', '2026-05-12T01:00:00+09:00', '2026-04-22T01:00:00+09:00'],
    ['Asia/Tokyo', 'JP', '2026-09-28T01:00:00+09:00', '2026-09-09T01:00:00+09:00'],
    ['Asia/Tokyo', 'JP', '2027-05-10T01:00:00+09:00', '2027-04-20T01:00:00+09:00'],
    ['Asia/Tokyo', 'JP', '2027-01-12T01:00:00+09:00', '2026-12-25T01:00:00+09:00'],
  ])('in %s (%s): of %s it is %s', async (zone, holidays, start, expected) => {
    const calendar = await calendarOf(rules(zone, holidays));
    expect(local(businessDaysBefore(Date.parse(start), 10, calendar), zone)).toBe(expected);
  });

  it('a time that clocks jump over is the moment as long before the jump, one that comes twice the first', async () => {
    // Egypt's clocks go forward on a Friday; with a weekend on Saturday and Sunday that is a business day
    const calendar = await calendarOf(rules('Africa/Cairo', 'DE', ', weekend: [saturday, sunday]'));
    const before = (start: string) => businessDaysBefore(Date.parse(start), 1, calendar);
    expect(local(before('2026-04-27T00:30:00+03:00'), 'Africa/Cairo')).toBe('2026-04-23T23:30:00+02:00');
    // they go back on a Thursday at midnight: from then on 23:00 to 24:00 of that day comes a second time
    expect(local(before('2026-10-30T23:30:00+02:00'), 'Africa/Cairo')).toBe('2026-10-29T23:30:00+03:00');
  });

  it("the provider's own days off and weekend count", async () => {
    const text = rules('Asia/Dubai', 'AE', ", weekend: [friday, saturday], daysOff: ['2026-06-10']");
    const calendar = await calendarOf(text);
    // Thursday 11 June: Tuesday 9 is one business day before it, Sunday 7 three
    const start = Date.parse('2026-06-11T08:00:00+04:00');
    expect(local(businessDaysBefore(start, 1, calendar), 'Asia/Dubai')).toBe('2026-06-09T08:00:00+04:00');
    expect(local(businessDaysBefore(start, 3, calendar), 'Asia/Dubai')).toBe('2026-06-07T08:00:00+04:00');
  });

  it('a later start never asks for an earlier word, whole business days lie between, and the earliest start keeps the promise', async () => {
    const zones = [rules('Europe/Berlin', 'DE-BY'), rules('America/New_York', 'US'), rules('Asia/Tokyo', 'JP')];
    const calendars = await Promise.all(zones.map(calendarOf));
    const at = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...calendars),
        at,
        fc.nat({ max: 10_000 }),
        fc.integer({ min: 1, max: 60 }),
        (calendar, minute, later, count) => {
          const start = minute * 60_000;
          const told = businessDaysBefore(start, count, calendar);
          // an hour of local time that comes twice is told for once
          expect(businessDaysBefore(start + later * 60_000, count, calendar)).toBeGreaterThanOrEqual(told - HOUR);
          expect(businessDaysIn(told, start, calendar)).toBe(count);
          const from = businessDaysAfter(start, count, calendar);
          expect(businessDaysBefore(from, count, calendar)).toBeGreaterThanOrEqual(start);
          // no start more than the weekend and holidays between earlier would do
          expect(businessDaysBefore(from - 6 * DAY, count, calendar)).toBeLessThan(start);
        },
      ),
      { numRuns: 400 },
    );
  });
});

/** Counted another way: dates between the two whose business can be done after the word and before the start. */
function businessDaysIn(told: number, start: number, { timeZone, holidays }: BusinessCalendar): number {
  const toldDate = wallClock(told, timeZone).date;
  const startDate = wallClock(start, timeZone).date;
  let days = 0;
  for (let day = Date.parse(toldDate); day < Date.parse(startDate); day += DAY) {
    const date = new Date(day).toISOString().slice(0, 10);
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !holidays.includes(date)) days++;
  }
  return days;
}
