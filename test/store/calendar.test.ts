import { sql } from 'kysely';
import { DAY, HOUR } from '../../domain/shared/time';
import { conflictsOf, conflictsOfMany } from '../../store/planning/recorded-conflicts';
import {
  depthOfTree,
  hasPlace,
  MOST_NIGHTS,
  namesOf,
  nightsQuery,
  placesAt,
  readNights,
} from '../../store/windows/calendar';
import { iso, PROCESS_POLICY, T0 } from '../support/windows';
import { clearPlans, hours, loadNeighbours, NIGHT, planned, rack } from './plans';
import { StoredWindow, useStore } from './support';

const store = useStore();
beforeAll(() => loadNeighbours(store));
afterEach(() => clearPlans(store));

const STAFF = { organizationId: null };
const only = (...organizations: string[]) => ({ organizationId: null, organizations });
const weeks = { from: T0 + 14 * DAY, to: T0 + 21 * DAY, level: 2 };
const read = async (change = {}, viewer: Parameters<typeof readNights>[2] = STAFF) =>
  (await readNights(store.db, { ...weeks, ...change }, viewer)).nights;

describe('P8: the nights of some weeks', () => {
  it('are those that overlap them, with their places at the level that is asked for', async () => {
    const inside = await planned(store, { slots: [NIGHT], ...rack('c1', 'c2') });
    await planned(store, { slots: [hours(30 * DAY)], ...rack('d1') });
    const night = {
      startsAt: T0 + 15 * DAY,
      endsAt: T0 + 15 * DAY + 2 * HOUR,
      isAlternate: false,
      phase: 'approved',
      class: 'standard',
    };
    expect(await read()).toMatchObject([{ ...night, reference: inside.reference, places: ['eu-1/dc-1'] }]);
    expect((await read({ level: 1 }))[0]?.places).toEqual(['eu-1']);
    expect((await read({ level: 9 }))[0]?.places).toEqual(['eu-1/dc-1/rack-c1', 'eu-1/dc-1/rack-c2']);
    // half-open: one that begins when the weeks end is not in them
    expect(await read({ from: T0, to: T0 + 15 * DAY })).toEqual([]);
    expect(await read({ from: T0 + 15 * DAY + HOUR, to: T0 + 16 * DAY })).toHaveLength(1);
  });

  it('are narrowed by place, phase and class', async () => {
    const { reference } = await planned(store, { slots: [NIGHT], ...rack('c1', 'd1') });
    expect((await read({ level: 3, under: 'eu-1/dc-1/rack-c1' })).map(({ places }) => places)).toEqual([
      ['eu-1/dc-1/rack-c1'],
    ]);
    // a path that another only begins with
    expect(await read({ under: 'eu-1/dc-1/rack-c' })).toEqual([]);
    expect(await read({ phase: 'announced' })).toEqual([]);
    expect((await read({ phase: 'approved', class: 'standard' })).map((night) => night.reference)).toEqual([reference]);
    expect(await read({ class: 'emergency' })).toEqual([]);
  });

  it('have the second night of a window that has one', async () => {
    await planned(store, { slots: [NIGHT, hours(17 * DAY)], decideBy: iso(T0 + 14 * DAY), ...rack('c1') });
    expect((await read()).map(({ isAlternate, startsAt }) => [isAlternate, startsAt])).toEqual([
      [false, T0 + 15 * DAY],
      [true, T0 + 17 * DAY],
    ]);
  });

  it('stay when the work is over, and are left out when it was cancelled, unless that is asked for', async () => {
    const done = await StoredWindow.announced(store, { slots: [NIGHT], ...rack('d1') });
    await done.start();
    await done.give('complete', { message: 'Done.', customerImpactMinutes: 1 });
    const off = await planned(store, { slots: [hours(16 * DAY)], ...rack('c1') });
    await off.give('cancel', { reason: 'The part is not there.' });
    expect((await read()).map(({ reference }) => reference)).toEqual([done.reference]);
    expect((await read({ phase: 'cancelled' })).map(({ reference }) => reference)).toEqual([off.reference]);
  });

  it('T3: somebody limited to organizations sees their windows alone, and where their own resources are', async () => {
    const both = await planned(store, { slots: [NIGHT], ...rack('c1', 'd1') });
    await planned(store, { slots: [hours(17 * DAY)], ...rack('d2') });
    const foxys = await read({ level: 3 }, only('foxy'));
    expect(foxys.map(({ reference, places }) => [reference, places])).toEqual([
      [both.reference, ['eu-1/dc-1/rack-c1']],
    ]);
    expect(await read({}, only('echo'))).toEqual([]);
    expect(await read({}, only())).toEqual([]);
  });
});

describe('P8: the places of the calendar', () => {
  it('are those at a level, below a place, with their names', async () => {
    expect(await depthOfTree(store.db)).toBe(3);
    expect((await placesAt(store.db, { level: 2 }, STAFF)).map(({ path }) => path)).toEqual(['eu-1/dc-1', 'us-1/dc-2']);
    expect((await placesAt(store.db, { level: 3, under: 'us-1' }, STAFF)).map(({ path }) => path)).toEqual([
      'us-1/dc-2/rack-b01',
    ]);
    expect([...(await namesOf(store.db, ['eu-1', 'gone'])).keys()]).toEqual(['eu-1']);
  });

  it('T3: are those of their own for somebody limited to organizations', async () => {
    expect((await placesAt(store.db, { level: 3 }, only('dyne'))).map(({ path }) => path)).toEqual([
      'us-1/dc-2/rack-b01',
    ]);
    expect(await placesAt(store.db, { level: 3, under: 'eu-1' }, only('dyne'))).toEqual([]);
    expect(await hasPlace(store.db, 'us-1/dc-2', only('dyne'))).toBe(true);
    expect(await hasPlace(store.db, 'eu-1/dc-1', only('dyne'))).toBe(false);
    expect(await hasPlace(store.db, 'eu-1/dc-1', STAFF)).toBe(true);
  });
});

it('L9: conflicts of many windows are those of each', async () => {
  const first = await planned(store, { slots: [NIGHT], ...rack('c1') });
  // foxy was promised one window in thirty days
  const second = new StoredWindow(
    store,
    { slots: [hours(18 * DAY)], ...rack('c2'), override: 'The vendor comes then.' },
    PROCESS_POLICY,
  );
  await second.record();
  const many = await conflictsOfMany(store.db, [first.reference, second.reference, 'MW-2026-9999']);
  for (const { reference } of [first, second]) {
    expect(many.get(reference) ?? []).toEqual(await conflictsOf(store.db, reference));
  }
  expect(await conflictsOfMany(store.db, [])).toEqual(new Map());
});

it('P8: beside 10,000 windows the nights of a month are found by indexes', async () => {
  await sql`
    insert into windows (reference, sequence, revision, phase, class, visibility, title, starts_at, ends_at, opened_at, updated_at, view)
    select 'MW-2020-' || n, 1, 1, case when n % 2 = 0 then 'closed' else 'announced' end, 'standard', 'public', 'Some work', at, at + interval '2 hours', at, at, '{}'
    from generate_series(1, 10000) n cross join lateral (select timestamptz '2020-01-01Z' + n * interval '1 hour' as at) t
  `.execute(store.db);
  await sql`
    insert into window_slots (window_reference, place, during, scope, impact)
    select reference, 0, tstzrange(starts_at, ends_at), '{}', 'outage' from windows where reference like 'MW-2020-%' and phase = 'announced'
  `.execute(store.db);
  await sql`analyze windows, window_slots`.execute(store.db);
  const request = { from: Date.UTC(2020, 2, 1), to: Date.UTC(2020, 3, 1), level: 2 };
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${nightsQuery(request, STAFF)}`.execute(
    store.db,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('window_slots_during');
  expect(plan).toContain('windows_by_night');
  const { nights, hasMore } = await readNights(store.db, request, STAFF);
  expect([nights.length, hasMore]).toEqual([MOST_NIGHTS, true]);
  await sql`delete from window_slots where window_reference like 'MW-2020-%'`.execute(store.db);
  await sql`delete from windows where reference like 'MW-2020-%'`.execute(store.db);
});
