import fc from 'fast-check';
import { noticeDebt, toIsoDuration } from '../../domain/notices/notice-debt';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { WINDOW_CLASSES, type WindowClass } from '../../domain/window/types';
import { T0 } from '../support/windows';

const debt = (windowClass: WindowClass, inMs: number) =>
  noticeDebt({ class: windowClass, slot: { startsAt: T0 + inMs, endsAt: T0 + inMs + HOUR } }, T0, DEFAULT_POLICY);

describe('N11: notice debt', () => {
  it.each<[WindowClass, number, ReturnType<typeof debt>]>([
    ['standard', 14 * DAY, null],
    ['standard', 14 * DAY - 1, { promisedMs: 14 * DAY, givenMs: 14 * DAY - 1 }],
    ['standard', 5 * DAY, { promisedMs: 14 * DAY, givenMs: 5 * DAY }],
    ['expedited', 3 * DAY, null],
    ['expedited', 2 * DAY, { promisedMs: 3 * DAY, givenMs: 2 * DAY }],
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
        expect(debt(windowClass, ms)).toEqual(givenMs < promisedMs ? { promisedMs, givenMs } : null);
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
