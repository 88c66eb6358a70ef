import fc from 'fast-check';
import { wallClock } from '../../domain/series/clock';
import { brokenPlaceRules } from '../../domain/planning/place-hours';
import type { PlaceRule } from '../../domain/planning/place-rule';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { policyBy } from '../support/rules';
import { parseRules } from '../../config/rules-file';

/** When and for how long places may be worked on (P6). */

const at = (iso: string) => Date.parse(iso);
const night = (start: string, hours: number) => ({ startsAt: at(start), endsAt: at(start) + hours * HOUR });
const BERLIN: PlaceRule = {
  location: 'eu-1',
  hours: { from: 22 * 60, to: 6 * 60, timeZone: 'Europe/Berlin' },
  longestMs: 4 * HOUR,
  refuses: true,
};
const found = (start: string, hours: number, rule = BERLIN) =>
  brokenPlaceRules([rule], [night(start, hours)]).map(({ kind, text, freeAt }) => [
    kind,
    text,
    new Date(freeAt).toISOString(),
  ]);

describe('P6: the hours of a place', () => {
  it.each([
    ['2026-12-01T21:00:00Z', 2, []],
    ['2026-12-02T01:00:00Z', 4, []],
    ['2026-07-01T20:00:00Z', 2, []],
    ['2026-12-01T20:00:00Z', 2, ['2026-12-01T21:00:00.000Z']],
    ['2026-12-02T03:00:00Z', 3, ['2026-12-02T21:00:00.000Z']],
    ['2026-12-02T12:00:00Z', 1, ['2026-12-02T21:00:00.000Z']],
    // the night in which clocks go forward has seven of the eight hours
    ['2027-03-27T21:00:00Z', 4, []],
    ['2027-03-28T01:00:00Z', 4, ['2027-03-28T20:00:00.000Z']],
  ])('a window from %s for %d h', (start, hours, expected) => {
    expect(found(start, hours).map(([, , free]) => free)).toEqual(expected);
  });

  it('a window longer than the hours fits nowhere, one longer than allowed is too long at any time', () => {
    expect(found('2026-12-01T21:00:00Z', 9).map(([kind, , free]) => [kind, free])).toEqual([
      ['hours', '2026-12-01T21:00:00.000Z'],
      ['length', '2026-12-01T21:00:00.000Z'],
    ]);
    expect(found('2026-12-01T12:00:00Z', 5)).toEqual([
      ['hours', 'eu-1: 22:00 to 06:00 (Europe/Berlin)', '2026-12-01T21:00:00.000Z'],
      ['length', 'eu-1: 4 hours', '2026-12-01T12:00:00.000Z'],
    ]);
  });

  it('the start it offers keeps the hours by the clocks there, and no earlier one after the plan does', () => {
    fc.assert(
      fc.property(
        fc.record({
          from: fc.integer({ min: 0, max: 47 }).map((half) => half * 30),
          lasts: fc.integer({ min: 120, max: 1_200 }),
          start: fc.integer({ min: 0, max: 2 * 365 * 24 * 4 }),
          work: fc.integer({ min: 1, max: 110 }),
          timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
        }),
        ({ from, lasts, start, work, timeZone }) => {
          const hours = { from, to: (from + lasts) % 1_440, timeZone };
          const startsAt = at('2026-01-01T00:00:00Z') + start * 15 * MINUTE;
          const slot = { startsAt, endsAt: startsAt + work * MINUTE };
          const isIn = (moment: number) => {
            const { time } = wallClock(moment, timeZone);
            return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) - from + 1_440) % 1_440 <= lasts;
          };
          const isWithin = (first: number) => [0, 0.5, 1].every((share) => isIn(first + share * work * MINUTE));
          const [broken] = brokenPlaceRules([{ hours, refuses: true }], [slot]);
          const free = broken?.freeAt ?? startsAt;
          expect(isWithin(free)).toBe(true);
          const earlier = Array.from(
            { length: Math.floor((free - startsAt) / HOUR) },
            (_, step) => startsAt + step * HOUR,
          );
          expect(earlier.filter((one) => isWithin(one))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('P6: places in the file of rules', () => {
  it('are part of the policy, by location or everywhere', async () => {
    const policy = await policyBy(`
places:
  eu-1: { hours: '22:00 to 06:00', timeZone: Europe/Berlin, longest: 4 hours, otherwise: refuse }
  everywhere: { longest: 8 hours }
`);
    expect(policy.places).toEqual([BERLIN, { longestMs: 8 * HOUR, refuses: false }]);
    expect(await policyBy('spread: none')).not.toHaveProperty('places');
  });

  it.each([
    ["{ hours: '22:00' , timeZone: UTC }", 'places.eu-1.hours must be hours of a day such as "22:00 to 06:00"'],
    ["{ hours: '22:00 to 22:00', timeZone: UTC }", 'places.eu-1.hours must be hours of a day'],
    ["{ hours: '22:00 to 06:00' }", 'places.eu-1.timeZone is required with hours'],
    ['{ longest: 1 hour, timeZone: UTC }', 'places.eu-1.timeZone belongs to hours'],
    ['{ otherwise: warn }', 'places.eu-1 must have hours, longest, or both'],
    ['{ longest: 40 days }', 'places.eu-1.longest must be 30 days or less'],
    ['{ longest: 1 hour, otherwise: never }', 'places.eu-1.otherwise'],
  ])('%s is refused: %s', (rule, message) => {
    const read = parseRules(`places:\n  eu-1: ${rule}\n`, () => undefined);
    const faults =
      'faults' in read
        ? read.faults.map(({ line, field, message: words }) => `${String(line)}: ${field} ${words}`)
        : [];
    expect(faults.join('\n')).toContain(`2: ${message}`);
  });

  it('no name of a location is refused as such', () => {
    const read = parseRules('places:\n  "eu 1": { longest: 1 hour }\n', () => undefined);
    expect('faults' in read && read.faults.map(({ field }) => field)).toEqual(['places.eu 1']);
  });
});
