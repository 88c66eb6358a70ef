import { DAY, HOUR } from '../../domain/shared/time';
import { fanOutsOf } from '../../store/ledger/over-time';
import { givenNotices, hoursOfWeek } from '../../store/windows/reports';
import { iso, PLAIN_POLICY, T0 } from '../support/windows';
import { clearPlans } from './plans';
import { settle, StoredWindow, take, useStore } from './support';

const store = useStore();
afterEach(() => clearPlans(store));

const STAFF = { organizationId: null };
const only = (...organizations: string[]) => ({ organizationId: null, organizations });
const YEAR = { from: T0, to: T0 + 365 * DAY };
const at = (inMs: number, lastsMs = 2 * HOUR) => [{ start: iso(T0 + inMs), end: iso(T0 + inMs + lastsMs) }];

describe('P8, N11: the notice that was given', () => {
  it('is counted to the start in force, beside what the class promised when the window was opened', async () => {
    await StoredWindow.announced(store, { slots: at(20 * DAY) });
    const moved = await StoredWindow.announced(store, { slots: at(40 * DAY) });
    await moved.give('reschedule', { ...at(43 * DAY)[0], reason: 'The part is late.' });
    const untold = new StoredWindow(store, { slots: at(60 * DAY) });
    await untold.record();
    const off = await StoredWindow.announced(store, { slots: at(80 * DAY) });
    await off.give('cancel', { reason: 'Not needed.' });
    const own = {
      ...PLAIN_POLICY,
      ownClasses: { 'night-work': { ...PLAIN_POLICY.classes.standard, like: 'standard' as const, leadMs: 2 * DAY } },
    };
    await StoredWindow.announced(store, { class: 'night-work', slots: at(100 * DAY) }, own);
    const given = await givenNotices(store.db, YEAR, STAFF);
    expect(given).toEqual([
      { class: 'night-work', promisedMs: 2 * DAY, givenMs: 2 * DAY },
      { class: 'standard', promisedMs: 14 * DAY, givenMs: 14 * DAY },
      // told at once of the new date, 14 days before the old one
      { class: 'standard', promisedMs: 14 * DAY, givenMs: 17 * DAY },
    ]);
    expect(await givenNotices(store.db, { from: T0 + 90 * DAY, to: T0 + 365 * DAY }, STAFF)).toHaveLength(1);
    expect(await givenNotices(store.db, YEAR, only('coil'))).toEqual([]);
    expect(await givenNotices(store.db, YEAR, only('acme'))).toHaveLength(3);
  });

  it('is promised in business days where the rules say so', async () => {
    const calendar = {
      ...{ timeZone: 'UTC', weekend: [6, 0], holidays: [], offsets: [[T0, 0]] as const },
      knownUntil: T0 + 400 * DAY,
    };
    const { standard } = PLAIN_POLICY.classes;
    const policy = {
      ...PLAIN_POLICY,
      calendar,
      classes: { ...PLAIN_POLICY.classes, standard: { ...standard, leadBusinessDays: 10 } },
    };
    await StoredWindow.announced(store, { slots: at(150 * DAY) }, policy);
    const [given] = await givenNotices(store.db, { from: T0 + 140 * DAY, to: T0 + 160 * DAY }, STAFF);
    expect(given?.promisedMs).toBe(given?.givenMs);
    expect(given?.promisedMs).toBeGreaterThanOrEqual(12 * DAY);
  });
});

it('P8: hours of the week count each window once, without cancelled ones', async () => {
  const from = T0 + 200 * DAY;
  const period = { from, to: from + 30 * DAY };
  // Sunday 13 June 2027, 23:30 to 01:30: three hours of two days
  const start = Date.UTC(2027, 5, 13, 23, 30) - T0;
  const night = new StoredWindow(store, { slots: at(start) });
  await night.record();
  const whole = new StoredWindow(store, { slots: at(start + 3 * DAY, 15 * DAY), scope: { locations: ['us-1'] } });
  await whole.record();
  const off = new StoredWindow(store, { slots: at(start + 20 * HOUR) });
  await off.record();
  await off.give('cancel', { reason: 'Not needed.' });
  const hours = await hoursOfWeek(store.db, period, STAFF);
  expect(hours).toHaveLength(7 * 24);
  expect(hours.filter(({ windows }) => windows > 1)).toEqual([
    { weekday: 1, hour: 0, windows: 2 },
    { weekday: 1, hour: 1, windows: 2 },
    { weekday: 7, hour: 23, windows: 2 },
  ]);
  const own = await hoursOfWeek(store.db, period, only('acme'));
  expect(own.map(({ weekday, hour, windows }) => [weekday, hour, windows])).toEqual([
    [1, 0, 1],
    [1, 1, 1],
    [7, 23, 1],
  ]);
});

it('P8: deliveries over time are those that were accepted, minute by minute; of others nothing is seen', async () => {
  const window = await StoredWindow.announced(store, { slots: at(300 * DAY) });
  expect(await fanOutsOf(store.db, window.reference, STAFF)).toEqual([]);
  const key = window.key('announcement');
  await store.ledger.prepare(key);
  const { claim, taken } = await take(store, key);
  await settle(store, claim, taken, (place) =>
    place === 0
      ? { state: 'failed', reply: '550 5.1.1 no such user' }
      : { state: 'accepted', reply: '250 2.0.0 queued' },
  );
  const [fanOut, ...rest] = await fanOutsOf(store.db, window.reference, STAFF);
  expect(rest).toEqual([]);
  expect(fanOut).toMatchObject({ slug: 'announcement', revision: 1, recipients: taken.length });
  expect(fanOut?.minutes.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(taken.length - 1);
  const bolts = await fanOutsOf(store.db, window.reference, only('bolt'));
  expect(bolts.map(({ recipients }) => recipients)).toEqual([1]);
  expect(await fanOutsOf(store.db, window.reference, only('coil'))).toEqual([]);
});
