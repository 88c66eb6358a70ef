import fc from 'fast-check';
import { momentIn, rangeIn, relativeTo, zoneOf, type Zone } from '../../channels/email/content/times';
import { DAY, HOUR, MINUTE, SECOND, fromIso } from '../../domain/shared/time';

function zone(name: string): Zone {
  const found = zoneOf(name);
  if (!found) throw new Error(`no zone ${name}`);
  return found;
}
const range = (name: string, start: string, end: string) => rangeIn(zone(name), fromIso(start), fromIso(end));

describe('N4: the window in UTC and in the reader’s zone', () => {
  it.each([
    [
      'one day',
      'Europe/Paris',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Thu 10 Dec 2026, 02:00 to 04:00 (Europe/Paris, UTC+1)',
    ],
    ['UTC', 'UTC', '2026-12-10T01:00:00Z', '2026-12-10T03:00:00Z', 'Thu 10 Dec 2026, 01:00 to 03:00 (UTC)'],
    [
      'UTC by another name',
      'Etc/UTC',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Thu 10 Dec 2026, 01:00 to 03:00 (UTC)',
    ],
    [
      'London in winter',
      'Europe/London',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Thu 10 Dec 2026, 01:00 to 03:00 (Europe/London, UTC+0)',
    ],
    [
      'over midnight',
      'Europe/Paris',
      '2026-12-10T22:00:00Z',
      '2026-12-11T00:00:00Z',
      'Thu 10 Dec 2026, 23:00 to Fri 11 Dec 2026, 01:00 (Europe/Paris, UTC+1)',
    ],
    [
      'to midnight sharp',
      'Europe/Paris',
      '2026-12-10T21:00:00Z',
      '2026-12-10T23:00:00Z',
      'Thu 10 Dec 2026, 22:00 to Fri 11 Dec 2026, 00:00 (Europe/Paris, UTC+1)',
    ],
    [
      'over the new year',
      'Asia/Tokyo',
      '2026-12-31T14:00:00Z',
      '2026-12-31T16:00:00Z',
      'Thu 31 Dec 2026, 23:00 to Fri 1 Jan 2027, 01:00 (Asia/Tokyo, UTC+9)',
    ],
    [
      'another day than in UTC',
      'America/Los_Angeles',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Wed 9 Dec 2026, 17:00 to 19:00 (America/Los_Angeles, UTC-8)',
    ],
    [
      'a half-hour offset',
      'Asia/Kolkata',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Thu 10 Dec 2026, 06:30 to 08:30 (Asia/Kolkata, UTC+5:30)',
    ],
    [
      'a negative half hour',
      'America/St_Johns',
      '2026-12-10T01:00:00Z',
      '2026-12-10T03:00:00Z',
      'Wed 9 Dec 2026, 21:30 to 23:30 (America/St_Johns, UTC-3:30)',
    ],
    [
      'clocks go back',
      'Europe/Paris',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      'Sun 25 Oct 2026, 02:30 UTC+2 to 02:30 UTC+1 (Europe/Paris)',
    ],
    [
      'clocks go forward',
      'Europe/Paris',
      '2027-03-28T00:30:00Z',
      '2027-03-28T01:30:00Z',
      'Sun 28 Mar 2027, 01:30 UTC+1 to 03:30 UTC+2 (Europe/Paris)',
    ],
    [
      'clocks go back over midnight',
      'America/New_York',
      '2026-11-01T03:00:00Z',
      '2026-11-01T07:00:00Z',
      'Sat 31 Oct 2026, 23:00 UTC-4 to Sun 1 Nov 2026, 02:00 UTC-5 (America/New_York)',
    ],
  ])('N4: %s', (_case, name, start, end, expected) => {
    expect(range(name, start, end)).toBe(expected);
  });

  it('N4: a single moment carries its own offset on either side of a clock change', () => {
    const paris = zone('Europe/Paris');
    expect(momentIn(paris, fromIso('2026-10-25T00:59:00Z'))).toBe('Sun 25 Oct 2026, 02:59 (Europe/Paris, UTC+2)');
    expect(momentIn(paris, fromIso('2026-10-25T01:00:00Z'))).toBe('Sun 25 Oct 2026, 02:00 (Europe/Paris, UTC+1)');
  });

  it('a name that is no zone gives none', () => {
    expect(zoneOf('Mars/Base')).toBeUndefined();
    expect(zoneOf('')).toBeUndefined();
  });
});

describe('relative phrases', () => {
  const now = fromIso('2026-12-01T00:00:00Z');
  it.each([
    [14 * DAY, 'in 14 days'],
    [3 * DAY - 2 * MINUTE, 'in 3 days'],
    [DAY, 'in 24 hours'],
    [DAY - 3 * MINUTE, 'in 24 hours'],
    [2 * HOUR, 'in 2 hours'],
    [90 * MINUTE, 'in 90 minutes'],
    [MINUTE, 'in 1 minute'],
    [10 * SECOND, 'now'],
    [0, 'now'],
    [-10 * MINUTE, '10 minutes ago'],
    [-2 * DAY, '2 days ago'],
  ])('%d ms: %s', (distance, expected) => {
    expect(relativeTo(now + distance, now)).toBe(expected);
  });

  it('depends on the distance alone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: -400 * DAY, max: 400 * DAY }),
        (at, distance) => {
          expect(relativeTo(at + distance, at)).toBe(relativeTo(distance, 0));
        },
      ),
    );
  });
});
