import { setTimeout as sleep } from 'node:timers/promises';
import type { Watched } from '../../store/live/watched';
import { createHub, type News } from '../../web/live/hub';

/** One look is so far from the next (ms). */
const EVERY = 20;

const window = (more = {}) => ({ reference: 'MW-1', sequence: 1, mails: 100, taken: 10, ...more });

/** A database that answers what was put there, and counts how often it was asked, and for how much. */
function watchedStore(first: Watched) {
  const store = { now: first, asked: [] as (readonly string[])[], failure: undefined as Error | undefined };
  return {
    store,
    read: (references: readonly string[]) => {
      store.asked.push([...references]);
      return store.failure ? Promise.reject(store.failure) : Promise.resolve(store.now);
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds() && tries < 2_000; tries++) await sleep(EVERY / 4);
  expect(holds()).toBe(true);
}

const anything: News = { type: 'changed', reference: undefined };

test('two hundred open pages cost one look at a time, and none is taken when they are closed (P8)', async () => {
  const { store, read } = watchedStore({ events: 1, windows: [window()] });
  const hub = createHub({ read, everyMs: EVERY, onFailure: () => undefined });
  const heard: News[][] = [];
  const leave = Array.from({ length: 200 }, (_, index) => {
    const own: News[] = [];
    heard.push(own);
    return hub.watch({ references: index % 2 === 0 ? ['MW-1'] : ['MW-1', 'MW-2'], seen: 1 }, (news) => own.push(news));
  });
  await until(() => store.asked.length >= 2);
  heard.forEach((own) => own.splice(0));
  store.now = { events: 2, windows: [window({ sequence: 2, taken: 60 })] };
  const before = store.asked.length;
  await until(() => heard.every((own) => own.some(({ type }) => type === 'told')));
  // the looks of the time in which all two hundred heard
  expect(store.asked.length - before).toBeLessThanOrEqual(2);
  expect(store.asked.every((asked) => asked.length === 2)).toBe(true);
  expect(heard[0]).toEqual([
    anything,
    { type: 'changed', reference: 'MW-1' },
    { type: 'told', window: window({ sequence: 2, taken: 60 }) },
  ]);
  expect(heard[199]).toEqual(heard[0]);

  leave.forEach((end) => end());
  await sleep(3 * EVERY);
  const asked = store.asked.length;
  await sleep(5 * EVERY);
  expect(store.asked).toHaveLength(asked);
});

test('what changed between the making of a page and its first look is told, and each page is compared with what itself has seen (P8)', async () => {
  const { store, read } = watchedStore({ events: 7, windows: [window()] });
  const hub = createHub({ read, everyMs: EVERY, onFailure: () => undefined });
  const hearing = (seen: number | undefined) => {
    const heard: News[] = [];
    return { heard, leave: hub.watch({ references: ['MW-1'], seen }, (news) => heard.push(news)) };
  };
  const told: News = { type: 'told', window: window() };
  const own: News = { type: 'changed', reference: 'MW-1' };
  const [stale, current, unknown] = [hearing(6), hearing(7), hearing(undefined)];
  await until(() => store.asked.length >= 3);
  expect(stale.heard).toEqual([anything, own, told]);
  expect(current.heard).toEqual([told]);
  expect(unknown.heard).toEqual([anything, own, told]);
  // one that comes later is compared with its own mark, not with the last look of others
  const late = hearing(6);
  await until(() => late.heard.length > 0);
  expect(late.heard).toEqual([anything, own, told]);
  expect(stale.heard).toHaveLength(3);
  for (const { leave } of [stale, current, unknown, late]) leave();
});

test('what did not change is not told', async () => {
  const { store, read } = watchedStore({ events: 1, windows: [window({ mails: 0 })] });
  const hub = createHub({ read, everyMs: EVERY, onFailure: () => undefined });
  const heard: News[] = [];
  const leave = hub.watch({ references: ['MW-1'], seen: 1 }, (news) => heard.push(news));
  await until(() => store.asked.length >= 5);
  leave();
  expect(heard).toEqual([]);
});

test('a database that does not answer is asked again, and what changed meanwhile is told', async () => {
  const { store, read } = watchedStore({ events: 1, windows: [] });
  const failures: unknown[] = [];
  const hub = createHub({ read, everyMs: EVERY, onFailure: (error) => failures.push(error) });
  const heard: News[] = [];
  const leave = hub.watch({ references: [], seen: 1 }, (news) => heard.push(news));
  await until(() => store.asked.length >= 2);
  store.failure = new Error('down');
  await until(() => failures.length >= 2);
  store.now = { events: 2, windows: [] };
  store.failure = undefined;
  await until(() => heard.length > 0);
  leave();
  expect(heard).toEqual([anything]);
});
