import type { PublicWindow } from '../../domain/public/window';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { openDatabase, type Database } from '../../store/database/database';
import { ENDED_PHASES, readPublicPage, RUNNING_PHASES, type PublicPage } from '../../store/public/public-page';
import { testDatabase } from '../support/database';
import { CANARY, PublicLife, seedInventory } from '../support/public-life';
import { iso } from '../support/windows';

const database = testDatabase();
let db: Database;

beforeAll(async () => {
  db = openDatabase(database.url());
  await seedInventory(db);
});
afterEach(() => db.deleteFrom('windows').execute());
afterAll(() => db.destroy());

const read = <T>(work: (page: PublicPage) => Promise<T>) => readPublicPage(db, work);
const open = (reference: string, body = {}, more = {}) => new PublicLife(db, { reference, body, ...more });

async function shown(reference: string): Promise<PublicWindow> {
  const window = await read((page) => page.window(reference));
  if (!window) throw new Error(`${reference} is not public`);
  return window;
}

/** Everything the reader gives about windows, in one value. */
const everything = () =>
  read(async (page) => ({
    windows: await page.windows({ order: 'starts-soonest' }),
    running: await page.running(),
    ended: await page.count(ENDED_PHASES),
    updatedAt: await page.updatedAt(),
    changed: (await page.locations()).filter(({ changedAt }) => changedAt !== null),
  }));
const NOTHING = { windows: [], running: [], ended: 0, updatedAt: null, changed: [] };

describe('N7: what the public may know', () => {
  test('a private window does not exist, at any time of its life', async () => {
    const life = await open('MW-2026-0001', { visibility: 'private' }).announce();
    expect(await everything()).toEqual(NOTHING);
    await life.start();
    expect(await everything()).toEqual(NOTHING);
    await life.give('complete');
    expect(await everything()).toEqual(NOTHING);
    expect(await read((page) => page.window('MW-2026-0001'))).toBeUndefined();
  });

  test('a public window does not exist before its customers were told', async () => {
    const life = await open('MW-2026-0001').save();
    expect(await everything()).toEqual(NOTHING);
    expect(await read((page) => page.window('MW-2026-0001'))).toBeUndefined();

    await life.announce();

    expect(await everything()).toMatchObject({ windows: [{ phase: 'announced' }], updatedAt: life.announcedAt });
  });

  test('a window cancelled before anybody was told never existed', async () => {
    await open('MW-2026-0001').give('cancel', { reason: 'not needed' });
    expect(await everything()).toEqual(NOTHING);
  });

  test('what happened before the announcement is not told after it', async () => {
    const life = open('MW-2026-0001');
    const { startsAt } = life.slot;
    await life.give('reschedule', {
      start: iso(startsAt + DAY),
      end: iso(startsAt + DAY + HOUR),
      reason: `${CANARY} dates`,
    });
    await life.announce();

    const window = await shown('MW-2026-0001');

    expect(window.updates).toMatchObject([{ type: 'announced', slot: { startsAt: startsAt + DAY } }]);
    expect(JSON.stringify(window)).not.toContain(CANARY);
  });

  test('who did what, the scope, the point of contact, drafts and the trouble with mail stay inside', async () => {
    const life = open('MW-2026-0001', {
      class: 'emergency',
      scope: { resources: [`${CANARY}-eu-1-dc-1-rack-a12`], labels: { tenant: CANARY } },
      emergency: { trigger: 'infrastructure', necessity: CANARY, risk: CANARY, mitigation: CANARY },
    });
    await life.start();
    await life.happen(
      { type: 'command-refused', command: 'start', reason: `${CANARY} refused` },
      {
        type: 'notice-troubled',
        notice: { kind: 'announcement', revision: 1, ordinal: 1 },
        trouble: `550 ${CANARY} mailbox`,
      },
      { type: 'rfo-owed', because: `${CANARY} because` },
    );
    await life.give('complete');
    const measure = { text: 'A second pump.', owner: `${CANARY} team`, due: '2026-12-31', public: true };
    const inside = { ...measure, text: CANARY, public: false };
    await life.give('draftRfo', {
      summary: 'A pump failed.',
      rootCause: 'Wear.',
      preventiveMeasures: [measure, inside],
    });
    await life.give('approveRfo');
    await life.give('draftRfo', { summary: `${CANARY} second draft`, rootCause: CANARY });

    const window = await shown('MW-2026-0001');

    expect(JSON.stringify(window)).not.toContain(CANARY);
    expect(window.updates[0]).toMatchObject({
      type: 'report',
      version: 1,
      report: { summary: 'A pump failed.', preventiveMeasures: [{ text: 'A second pump.', due: '2026-12-31' }] },
    });
    expect(window.updates.filter(({ type }) => type === 'report')).toHaveLength(1);
  });
});

describe('a window as the public reads it', () => {
  test('L3: planned and actual times apart, its words, its updates newest first', async () => {
    const life = await open('MW-2026-0001').start();
    const { startsAt, endsAt } = life.slot;
    await life.advance(30 * MINUTE);
    await life.give('post', { message: 'Half of it is done.', nextUpdateBy: iso(endsAt) });
    await life.advance(2 * HOUR);
    await life.give('verify', { note: 'Looking good.' });
    await life.give('complete', { message: 'All done.', customerImpactMinutes: 7 });

    const window = await shown('MW-2026-0001');

    expect(window).toMatchObject({
      reference: 'MW-2026-0001',
      title: 'Replace the power distribution unit of rack A12',
      class: 'standard',
      reason: 'hardware',
      phase: 'completed',
      announcedAt: life.announcedAt,
      startsAt,
      endsAt,
      startedAt: startsAt,
      endedAt: life.now,
      cancelledAt: null,
      updatedAt: life.now,
      impact: { level: 'outage', minutes: 30, description: 'Each server loses power once.' },
      customerImpactMinutes: 7,
      customerAction: 'None. Servers come back by themselves.',
      nextUpdateBy: null,
      reportOwed: true,
      work: null,
      locations: ['eu-1/dc-1/rack-a12'],
    });
    expect(window.updates).toMatchObject([
      { type: 'completed', message: 'All done.', customerImpactMinutes: 7 },
      { type: 'verifying', note: 'Looking good.' },
      { type: 'overdue', at: endsAt },
      { type: 'posted', message: 'Half of it is done.', nextUpdateBy: endsAt },
      { type: 'started', note: null, at: startsAt },
      { type: 'announced', at: life.announcedAt, slot: { startsAt, endsAt } },
    ]);
  });

  test('L5: a new date keeps the old one in the announcement and in the move', async () => {
    const life = await open('MW-2026-0001').announce();
    const first = life.slot;
    const second = { startsAt: first.startsAt + DAY, endsAt: first.endsAt + DAY };
    const third = { startsAt: first.startsAt + 2 * DAY, endsAt: first.endsAt + 2 * DAY };
    for (const slot of [second, third]) {
      await life.give('reschedule', {
        start: iso(slot.startsAt),
        end: iso(slot.endsAt),
        reason: 'The spare part is late.',
      });
    }

    const window = await shown('MW-2026-0001');

    expect(window).toMatchObject({ ...third, phase: 'announced' });
    expect(window.updates).toMatchObject([
      { type: 'rescheduled', from: second, to: third, reason: 'The spare part is late.' },
      { type: 'rescheduled', from: first, to: second },
      { type: 'announced', slot: first },
    ]);
  });

  test('the promise of the next update is carried while the work runs (L4)', async () => {
    const life = await open('MW-2026-0001').start();
    await life.give('post', { message: 'Under way.', nextUpdateBy: iso(life.now + HOUR) });
    expect((await shown('MW-2026-0001')).nextUpdateBy).toBe(life.now + HOUR);
  });
});

describe('lists', () => {
  test('by planned start, by announcement and by end, each with its place in the list', async () => {
    const early = await open('MW-2026-0001', {}, { inMs: 15 * DAY }).announce();
    await open('MW-2026-0002', {}, { inMs: 16 * DAY }).announce();
    await open('MW-2026-0003', { class: 'emergency' }, { inMs: HOUR }).announce();
    const list = (query: Parameters<PublicPage['windows']>[0]) =>
      read(async (page) => (await page.windows(query)).map(({ reference }) => reference.slice(-1)));

    expect(await list({ order: 'starts-soonest' })).toEqual(['3', '1', '2']);
    expect(await list({ order: 'starts-latest' })).toEqual(['2', '1', '3']);
    expect(await list({ order: 'announced-latest' })).toEqual(['2', '1', '3']);
    expect(await list({ order: 'starts-soonest', classes: ['standard'] })).toEqual(['1', '2']);
    expect(await list({ order: 'starts-soonest', limit: 1, offset: 1 })).toEqual(['1']);

    await early.give('cancel', { reason: 'not needed' });
    const late = await open('MW-2026-0004', {}, { inMs: 17 * DAY }).start();
    await late.give('complete');

    expect(await list({ order: 'ended-latest', phases: ENDED_PHASES })).toEqual(['4', '1']);
    expect(await list({ order: 'starts-soonest', phases: ['announced'] })).toEqual(['3', '2']);
    expect(await read((page) => page.count(ENDED_PHASES))).toBe(2);
  });

  test('each window keeps its own updates and locations', async () => {
    await open('MW-2026-0001').announce();
    const other = await open('MW-2026-0002', { scope: { locations: ['us-1'] } }).announce();
    await other.give('cancel', { reason: 'not needed' });

    const windows = await read((page) => page.windows({ order: 'starts-soonest' }));

    expect(windows).toMatchObject([
      { reference: 'MW-2026-0001', locations: ['eu-1/dc-1/rack-a12'], updates: [{ type: 'announced' }] },
      { locations: ['us-1/dc-1/rack-c01'], updates: [{ type: 'cancelled' }, { type: 'announced' }] },
    ]);
  });
});

describe('locations and running work', () => {
  test('regions and datacenters, and when public work there last began or ended', async () => {
    const life = await open('MW-2026-0001').start();
    const changedAt = life.now;
    const at = () => read(async (page) => (await page.locations()).map((place) => [place.path, place.changedAt]));

    expect(await at()).toEqual([
      ['eu-1', changedAt],
      ['eu-1/dc-1', changedAt],
      ['eu-1/dc-2', null],
      ['us-1', null],
      ['us-1/dc-1', null],
    ]);

    await life.advance(HOUR);
    await life.give('complete');
    expect((await at())[1]).toEqual(['eu-1/dc-1', changedAt + HOUR]);
  });

  test('only work under way is running, with its places', async () => {
    const life = await open('MW-2026-0001').announce();
    const running = () => read((page) => page.running());
    expect(await running()).toEqual([]);

    await life.start();
    expect(await running()).toEqual([
      { class: 'standard', impact: 'outage', phase: 'in-progress', locations: ['eu-1/dc-1/rack-a12'] },
    ]);
    await life.give('verify');
    expect(await running()).toHaveLength(1);
    await life.advance(3 * HOUR);
    expect(await read((page) => page.windows({ phases: RUNNING_PHASES, order: 'starts-soonest' }))).toMatchObject([
      { phase: 'overdue' },
    ]);
    expect(await running()).toHaveLength(1);
    await life.give('complete');
    expect(await running()).toEqual([]);
  });

  test('one answer is one moment: what is written meanwhile is not half in it', async () => {
    const life = await open('MW-2026-0001').start();
    const [before, after] = await read(async (page) => {
      const work = await page.running();
      await life.give('complete');
      return [work, await page.windows({ phases: RUNNING_PHASES, order: 'starts-soonest' })];
    });
    expect([before.length, after.length]).toEqual([1, 1]);
    expect(await read((page) => page.running())).toEqual([]);
  });
});
