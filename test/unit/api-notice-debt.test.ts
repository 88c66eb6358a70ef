import fc from 'fast-check';
import { noticeDebt, toIsoDuration } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { DAY, describeDuration, HOUR, MINUTE } from '../../domain/shared/time';
import { WINDOW_CLASSES, type WindowClass } from '../../domain/window/types';
import { T0 } from '../support/windows';

const debt = (windowClass: WindowClass, inMs: number) =>
  noticeDebt({ class: windowClass, slot: { startsAt: T0 + inMs, endsAt: T0 + inMs + HOUR } }, T0, DEFAULT_POLICY);

const owed = (promisedMs: number, givenMs: number) => ({
  ...{ promisedMs, givenMs },
  ...{ promised: describeDuration(promisedMs), keptFrom: T0 + promisedMs },
});

describe('N11: notice debt', () => {
  it.each<[WindowClass, number, ReturnType<typeof debt>]>([
    ['standard', 14 * DAY, null],
    ['standard', 14 * DAY - 1, owed(14 * DAY, 14 * DAY - 1)],
    ['standard', 5 * DAY, owed(14 * DAY, 5 * DAY)],
    ['expedited', 3 * DAY, null],
    ['expedited', 2 * DAY, owed(3 * DAY, 2 * DAY)],
    ['emergency', HOUR, null],
    ['emergency', -HOUR, null],
  ])('of class %s that starts in %d ms', (windowClass, inMs, expected) => {
    expect(debt(windowClass, inMs)).toEqual(expected);
  });

  it('is owed exactly when less is given than the class promises, and never less than nothing is given', () => {
    const inMs = fc.integer({ min: -30 * DAY, max: 30 * DAY });
    fc.assert(
      fc.property(fc.constantFrom(...WINDOW_CLASSES), inMs, (windowClass, ms) => {
        const promisedMs = DEFAULT_POLICY.classes[windowClass].leadMs;
        const givenMs = Math.max(0, ms);
        expect(debt(windowClass, ms)).toEqual(givenMs < promisedMs ? owed(promisedMs, givenMs) : null);
      }),
    );
  });
});

it.each([
  [14 * DAY, 'P14D'],
  [5 * DAY - MINUTE, 'P4DT23H59M'],
  [DAY + MINUTE, 'P1DT1M'],
  [3 * HOUR, 'PT3H'],
  [MINUTE - 1, 'PT0M'],
  [0, 'PT0M'],
])('%d ms is %s', (ms, text) => {
  expect(toIsoDuration(ms)).toBe(text);
});
