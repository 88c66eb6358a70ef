import fc from 'fast-check';
import { DAY } from '../../domain/shared/time';
import { hrefOf, readAskedFor } from '../../web/console/calendar/asked-for';
import { dayText, daysOf, readDay, SPANS, weeksOf } from '../../web/console/calendar/weeks';
import { T0 } from '../support/windows';

const day = fc.integer({ min: Date.UTC(2001, 0, 1) / DAY, max: Date.UTC(2098, 11, 1) / DAY }).map((days) => days * DAY);

describe('P8: the weeks of the calendar', () => {
  test('are whole, begin on Monday, and hold the day that was asked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPANS), day, (span, at) => {
        const { from, to } = weeksOf(span, at);
        expect(from <= at && at < to).toBe(true);
        expect(new Date(from).getUTCDay()).toBe(1);
        expect(daysOf({ from, to }).length % 7).toBe(0);
        expect(daysOf({ from, to }).length).toBeLessThanOrEqual(span === 'week' ? 7 : 42);
      }),
    );
  });

  test('lead to those around them without leaving out a day, and back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPANS), day, (span, at) => {
        const weeks = weeksOf(span, at);
        const later = weeksOf(span, readDay(weeks.later) ?? 0);
        expect(later.from).toBeLessThanOrEqual(weeks.to);
        expect(later.from).toBeGreaterThan(weeks.from);
        expect(weeksOf(span, readDay(later.earlier) ?? 0)).toEqual(weeks);
      }),
    );
  });

  test('of a month are those around it', () => {
    const { title, from, to } = weeksOf('month', Date.UTC(2026, 11, 10));
    expect([title, dayText(from), dayText(to)]).toEqual(['December 2026', '2026-11-30', '2027-01-04']);
    expect(weeksOf('week', Date.UTC(2026, 11, 10)).title).toBe('Mon 7 Dec 2026 to Sun 13 Dec 2026');
  });
});

test('P8: what is shown stands in the address, and what the address cannot mean is left out', () => {
  const asked = {
    view: 'days',
    span: 'week',
    on: '2026-12-10',
    level: '3',
    at: 'eu-1/dc-1',
    phase: 'announced',
    class: 'standard',
  };
  const read = readAskedFor(asked, T0);
  const address = new URL(hrefOf(read), 'http://console.example');
  expect(Object.fromEntries(address.searchParams)).toEqual(asked);
  const nonsense = {
    view: 'x',
    span: ['week'],
    on: '2026-02-31',
    level: '-1',
    at: { a: 'b' },
    phase: 'asleep',
    class: '',
  };
  expect(readAskedFor(nonsense, T0 + 1)).toEqual({
    ...{ view: 'places', span: 'month', day: T0, level: undefined, at: undefined, phase: undefined, class: undefined },
  });
});
