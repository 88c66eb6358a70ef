import { oneAtATime } from '../../composition/metrics/one-at-a-time';
import { readSeldom } from '../../composition/metrics/seldom';

/** O3: whoever asks how things stand, and however often, is no load of its own. */

const EVERY_MS = 10_000;

/** A source whose answers the test gives. */
function source() {
  const waiting: PromiseWithResolvers<number>[] = [];
  return {
    waiting,
    read: jest.fn(() => {
      const next = withResolvers();
      waiting.push(next);
      return next.promise;
    }),
  };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function withResolvers(): PromiseWithResolvers<number> {
  let [resolve, reject]: [PromiseWithResolvers<number>['resolve'], PromiseWithResolvers<number>['reject']] = [
    () => undefined,
    () => undefined,
  ];
  const promise = new Promise<number>((yes, no) => ([resolve, reject] = [yes, no]));
  return { promise, resolve, reject };
}

describe('a figure that is read seldom', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('is read once in its time, and anew after it', async () => {
    const { read, waiting } = source();
    let now = 0;
    const ask = readSeldom(read, { everyMs: EVERY_MS, clock: () => now });
    const first = [ask(), ask()];
    waiting[0]?.resolve(1);
    expect(await Promise.all(first)).toEqual([1, 1]);
    now = EVERY_MS - 1;
    expect(await ask()).toBe(1);
    now = EVERY_MS;
    const second = ask();
    waiting[1]?.resolve(2);
    expect(await second).toBe(2);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('is not asked for again while a slow database still works on it, and nothing is said meanwhile', async () => {
    const { read, waiting } = source();
    let now = 0;
    const ask = readSeldom(read, { everyMs: EVERY_MS, clock: () => now });
    for (const at of [0, 1, 2, 3].map((scrape) => scrape * 15_000)) {
      now = at;
      const asked = ask();
      await jest.advanceTimersByTimeAsync(5_000);
      expect(await asked).toBeUndefined();
    }
    expect(read).toHaveBeenCalledTimes(1);
    waiting[0]?.resolve(1);
    await jest.advanceTimersByTimeAsync(0);
    const after = ask();
    waiting[1]?.resolve(2);
    expect(await after).toBe(2);
  });

  test('is asked for again at once after a failure', async () => {
    const { read, waiting } = source();
    const ask = readSeldom(read, { everyMs: EVERY_MS, clock: () => 0 });
    const failed = ask();
    waiting[0]?.reject(new Error('gone'));
    expect(await failed).toBeUndefined();
    const again = ask();
    waiting[1]?.resolve(3);
    expect(await again).toBe(3);
  });
});

test('two hundred probes at once are one question, and the next one is another', async () => {
  const { read, waiting } = source();
  const ask = oneAtATime(read);
  const probes = Array.from({ length: 200 }, () => ask());
  expect(read).toHaveBeenCalledTimes(1);
  waiting[0]?.resolve(1);
  expect(new Set(await Promise.all(probes))).toEqual(new Set([1]));
  const failing = ask();
  waiting[1]?.reject(new Error('gone'));
  await expect(failing).rejects.toThrow('gone');
  const after = ask();
  waiting[2]?.resolve(2);
  expect(await after).toBe(2);
  expect(read).toHaveBeenCalledTimes(3);
});
