import { USUAL_WINDOW_RULES } from '../../use-cases/open-window';
import { createSeriesNights } from '../../use-cases/open-nights';
import { seriesSchema } from '../../domain/series/body';
import { KnownError } from '../../domain/shared/errors';
import { DAY, MINUTE } from '../../domain/shared/time';
import { nextSeriesId } from '../../store/windows/references';
import { getSeries, insertSeries, setSeriesState } from '../../store/series/series';
import { settledNights, skipNight, unskipNight } from '../../store/series/series-nights';
import { nightOn } from '../../domain/series/nights';
import { finishTask, listTasks } from '../../store/ledger/tasks';
import { FakeWindows } from '../api/support/fake-windows';
import { openedEvent, openingBody, T0 } from '../support/windows';
import { useStore } from './support';

const store = useStore();
const time = { now: T0 };
const clock = () => time.now;
let windows: FakeWindows;
beforeEach(() => {
  time.now = T0;
  windows = new FakeWindows(clock);
});

// three days of notice are enough for it
const { slots: _slots, ...template } = openingBody({ title: 'Kernel updates', class: 'expedited' });
const never = () => false;
const opener = () =>
  createSeriesNights({
    db: store.db,
    windows,
    executors: [],
    clock,
    provider: {
      ...{ approvals: 'by-request', supportAddress: 'support@provider.example' },
      ...{ providerName: 'Example', rules: USUAL_WINDOW_RULES, channelsToUndo: [], signals: [] },
    },
    onLateFailure: (_reference, error) => {
      throw error;
    },
  });
const openDue = (id: string) => opener().openDue(id, never);

let series = 0;

/** A half hour of the day for each series, from 03:00 on, so that no two of them meet. */
function ownTime(): string {
  const half = 6 + series++;
  return `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`;
}

/** A weekly series from now on: with a lead of 25 days its first nights are 2, 9, 16 December. */
async function weekly(change: object = {}): Promise<string> {
  const recurrence = {
    ...{ every: 'week', weekdays: ['wednesday'], at: ownTime(), durationMinutes: 30 },
    ...{ timeZone: 'Europe/Paris', from: '2026-11-26' },
  };
  const body = seriesSchema.parse({
    ...{ name: 'Weekly', window: template, leadDays: 25 },
    recurrence: { ...recurrence, ...change },
  });
  const id = await nextSeriesId(store.db, 2026);
  const { window: kept, ...series } = body;
  await insertSeries(store.db, { id, template: kept, ...series }, { by: 'anna', at: clock() });
  return id;
}

const nightsOf = async (id: string) =>
  (await settledNights(store.db, id)).map(({ night, state, reference }) => [night, state, reference]);
const statesOf = async (id: string) =>
  (await nightsOf(id)).map(([night, state]) => `${String(night)} ${String(state)}`);
const openTasks = async (id: string) => (await listTasks(store.db, { reference: id, open: true }, {})).items;
const THREE = ['2026-12-02 opened', '2026-12-09 opened', '2026-12-16 opened'];

/** What the window's own workflow does first. */
async function workflowsRecord(): Promise<void> {
  for (const opened of windows.opened) {
    if (opened.event.type !== 'opened') continue;
    await store.timeline.record({ reference: opened.event.reference, events: [opened] });
  }
}

describe('L10: the nights of a series', () => {
  it('are opened once they are inside the lead, through the door of every window', async () => {
    const id = await weekly({ at: '02:30' });
    expect(await openDue(id)).toMatchObject({ state: 'active', refused: [] });
    expect(await statesOf(id)).toEqual(THREE);
    expect(windows.opened.map(({ by, door, event }) => [by, door, event.type === 'opened' && event.spec.slot])).toEqual(
      ['2026-12-02', '2026-12-09', '2026-12-16'].map((date) => {
        const startsAt = Date.parse(`${date}T01:30:00Z`);
        return [`series ${id}`, 'clock', { startsAt, endsAt: startsAt + 30 * MINUTE }];
      }),
    );
    // nothing more on the same day, one more a week later
    expect(await openDue(id)).toEqual({ state: 'active', opened: [], refused: [] });
    time.now += 7 * DAY;
    expect(await openDue(id)).toMatchObject({ opened: [expect.stringMatching(/^MW-2026-/)] });
    expect(windows.opened).toHaveLength(4);
  });

  it.each([
    ['before Temporal had the window', { fails: new Error('killed'), started: false }],
    ['when Temporal had it and nobody had heard', { fails: new Error('killed'), started: true }],
  ])('are opened once when a try is killed %s', async (_when, failure) => {
    const id = await weekly();
    windows.nextOpening = failure;
    await expect(openDue(id)).rejects.toThrow(`nights of ${id} that wait: 2026-12-02 (failed)`);
    expect(await statesOf(id)).toEqual(['2026-12-02 opening', ...THREE.slice(1)]);
    await workflowsRecord();
    await openDue(id);
    expect(await statesOf(id)).toEqual(THREE);
    const references = (await nightsOf(id)).map(([, , reference]) => reference);
    expect(windows.opened.map(({ event }) => event.type === 'opened' && event.reference).sort()).toEqual(references);
  });

  it('are opened once when a try is killed before it could note that they are', async () => {
    const id = await weekly();
    await openDue(id);
    await store.db.updateTable('series_nights').set({ state: 'opening' }).where('series_id', '=', id).execute();
    await openDue(id);
    expect(await statesOf(id)).toEqual(THREE);
    expect(windows.opened).toHaveLength(3);
  });

  it('are opened once by two workers at the same time', async () => {
    const id = await weekly({ until: '2026-12-20' });
    await Promise.allSettled([openDue(id), openDue(id), openDue(id)]);
    await openDue(id);
    expect(await statesOf(id)).toEqual(THREE);
    expect(windows.opened).toHaveLength(3);
  });

  it('wait while Temporal cannot be reached', async () => {
    const id = await weekly();
    windows.reachable = false;
    await expect(openDue(id)).rejects.toThrow('2026-12-02 (temporal-unreachable), 2026-12-09 (temporal-unreachable)');
    windows.reachable = true;
    await openDue(id);
    expect(await statesOf(id)).toEqual(THREE);
    expect(await openTasks(id)).toEqual([]);
  });

  it('take another reference when Temporal has a stranger under theirs', async () => {
    const id = await weekly({ until: '2026-12-03' });
    const { last } = await store.db.selectFrom('reference_counters').select('last').executeTakeFirstOrThrow();
    const reference = `MW-2026-${String(last + 1).padStart(4, '0')}`;
    await windows.open(openedEvent(openingBody(), { reference }));
    await expect(openDue(id)).rejects.toThrow('2026-12-02 (key-in-progress)');
    expect(await nightsOf(id)).toEqual([['2026-12-02', 'opening', reference]]);
    time.now += 6 * MINUTE;
    await expect(openDue(id)).rejects.toThrow('2026-12-02 (key-in-progress)');
    await openDue(id);
    expect(await nightsOf(id)).toEqual([['2026-12-02', 'opened', expect.not.stringMatching(reference)]]);
  });
});

describe('L10: a night that is refused', () => {
  it('keeps its reason and a task, while the others go on; taken in again it is opened', async () => {
    const { db } = store;
    const id = await weekly({ weekdays: ['friday'], at: '02:30' });
    // the first night is three hours and a half too near for its class
    time.now = Date.UTC(2026, 10, 24, 5);
    await db
      .updateTable('window_series')
      .set({ watched_from: new Date(time.now) })
      .where('id', '=', id)
      .execute();
    expect(await openDue(id)).toMatchObject({ refused: ['2026-11-27'], opened: { length: 3 } });
    const [first] = await settledNights(db, id);
    expect(first).toMatchObject({
      state: 'refused',
      phase: null,
      reason: expect.stringContaining('3 days of notice') as string,
    });
    const [task] = await openTasks(id);
    expect(task).toMatchObject({
      ...{ reference: id, kind: 'night-refused', subject: 'night:2026-11-27', organizationId: null },
      reason: first?.reason,
    });
    await finishTask(db, task?.id ?? 0, { by: 'ben', note: null, at: new Date() });

    // the same again makes the task anew
    const again = { by: 'ben', at: time.now };
    await unskipNight(db, id, '2026-11-27', again);
    expect(await openDue(id)).toMatchObject({ refused: ['2026-11-27'], opened: [] });
    expect(await openTasks(id)).toHaveLength(1);

    time.now -= DAY;
    await unskipNight(db, id, '2026-11-27', again);
    expect(await openDue(id)).toMatchObject({ refused: [], opened: [first?.reference] });
    expect(await openTasks(id)).toEqual([]);
  });

  it('is refused, not forgotten, when the system was down until it had passed', async () => {
    const id = await weekly();
    time.now = Date.UTC(2026, 11, 5);
    expect(await openDue(id)).toMatchObject({ refused: ['2026-12-02'] });
    expect((await settledNights(store.db, id))[0]?.reason).toMatch(/^The start 2026-12-02T\S+ was 2 days/);
  });

  it('has a window after all when a killed try had opened it', async () => {
    const id = await weekly({ until: '2026-12-03' });
    windows.nextOpening = { fails: new Error('killed'), started: true };
    await expect(openDue(id)).rejects.toThrow('wait');
    time.now = Date.UTC(2026, 11, 5);
    expect(await openDue(id)).toMatchObject({ refused: ['2026-12-02'] });
    await workflowsRecord();
    await openDue(id);
    expect(await statesOf(id)).toEqual(['2026-12-02 opened']);
    expect(await openTasks(id)).toEqual([]);
  });
});

describe('L10: nights off', () => {
  const skip = async (id: string, date: string) => {
    const series = await getSeries(store.db, id);
    const night = series && nightOn(series.recurrence, date);
    if (!night) throw new Error(`${date} is no night of ${id}`);
    await skipNight(store.db, id, night, { reason: 'The trade fair.', by: 'anna', at: clock() });
  };

  it('a skipped night is left out until it is taken in again', async () => {
    const id = await weekly();
    await skip(id, '2026-12-09');
    await skip(id, '2026-12-09');
    await openDue(id);
    expect(await statesOf(id)).toEqual(['2026-12-02 opened', '2026-12-09 skipped', '2026-12-16 opened']);
    await unskipNight(store.db, id, '2026-12-09', { by: 'anna', at: clock() });
    // what is open stays as it is
    await unskipNight(store.db, id, '2026-12-02', { by: 'anna', at: clock() });
    await openDue(id);
    expect(await statesOf(id)).toEqual(THREE);
  });

  it('a night that has its window is not skipped; the refusal names it', async () => {
    const id = await weekly();
    windows.nextOpening = { fails: new Error('killed'), started: false };
    await openDue(id).catch(() => undefined);
    const [opening, opened] = await nightsOf(id);
    const refusals = await Promise.all(
      ['2026-12-02', '2026-12-09'].map((date) => skip(id, date).catch((error: unknown) => error)),
    );
    for (const [index, refusal] of refusals.entries()) {
      expect(refusal).toBeInstanceOf(KnownError);
      const reference = String([opening, opened][index]?.[2]);
      expect(refusal).toMatchObject({ code: 'night-taken', message: expect.stringContaining(reference) as string });
    }
  });

  it('a skip and an opening at the same time: one of them wins', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await weekly({ until: '2026-12-03' });
      const [skipped] = await Promise.allSettled([skip(id, '2026-12-02'), openDue(id)]);
      expect(await statesOf(id)).toEqual([`2026-12-02 ${skipped.status === 'fulfilled' ? 'skipped' : 'opened'}`]);
    }
  });

  it('a paused series opens nothing; resumed, it leaves out what began meanwhile; ended, it stays so', async () => {
    const { db } = store;
    const id = await weekly();
    const change = () => ({ by: 'anna', at: clock() });
    await setSeriesState(db, id, 'paused', change());
    expect(await openDue(id)).toEqual({ state: 'paused', opened: [], refused: [] });
    time.now = Date.UTC(2026, 11, 5);
    await setSeriesState(db, id, 'active', change());
    expect(await openDue(id)).toMatchObject({ opened: { length: 3 }, refused: [] });
    expect((await statesOf(id))[0]).toBe('2026-12-09 opened');
    await setSeriesState(db, id, 'ended', change());
    expect(await setSeriesState(db, id, 'active', change())).toMatchObject({ state: 'ended' });
    expect(await openDue(id)).toMatchObject({ state: 'ended', opened: [] });
    expect(await openDue('MS-2020-0001')).toMatchObject({ state: 'unknown', opened: [] });
  });

  it('stops before the next night when it is told to', async () => {
    const id = await weekly();
    const stopAfterOne = () => windows.opened.length >= 1;
    await expect(opener().openDue(id, stopAfterOne)).rejects.toThrow('stopped before the night 2026-12-09');
    expect(await statesOf(id)).toEqual(['2026-12-02 opened']);
  });
});
