import { MINUTE, SECOND } from '../../domain/shared/time';
import type { Watch } from '../../domain/window/degradation';
import { badLooksIn, lookOnce, notYet } from '../../activities/work/watch-result';

const START = Date.UTC(2026, 11, 10);
const WATCH: Watch = { probe: 'checkout', until: START + 60 * MINUTE, everyMs: 5 * MINUTE, badAfter: 3 };

/** Attempts from `at` on by a probe that answers so, until one is certain; how long each left its place before the next (ms). */
async function round(answers: readonly (string | true)[], watch: Partial<Watch> = {}, at = START) {
  const settings = { ...WATCH, ...watch };
  const { signal } = new AbortController();
  let [now, looks, badBefore] = [at, 0, 0];
  const waits: number[] = [];
  const look = () => {
    const answer = answers[looks++] ?? true;
    return Promise.resolve(answer === true ? { healthy: true as const } : { healthy: false as const, reason: answer });
  };
  for (;;) {
    const found = await lookOnce({ look }, settings, { badBefore, now, signal });
    if (found.is !== 'doubtful') return { found, looks, waits };
    badBefore = badLooksIn({ bad: found.bad });
    const wait = Number(notYet(settings, now, { isDoubtful: true }).nextRetryDelay);
    waits.push(wait);
    now += wait;
  }
}

describe('E3: a watch by a probe', () => {
  it('is bad only when it fails so many times in a row, which is looked at soon', async () => {
    const down = await round(['answered 503', 'answered 503', 'answered 500']);
    expect(down.found).toEqual({ is: 'bad', because: 'answered 500, 3 times in a row' });
    expect(down.waits).toEqual([30 * SECOND, 30 * SECOND]);
    expect((await round(['answered 503'], { badAfter: 1 })).found).toEqual({ is: 'bad', because: 'answered 503' });
  });

  it('one good look is enough', async () => {
    expect(await round([true])).toEqual({ found: { is: 'good' }, looks: 1, waits: [] });
    expect(await round(['answered 503', 'answered 503', true])).toMatchObject({ found: { is: 'good' }, looks: 3 });
  });

  it('looks no more once the watch is over, also in the middle of a round', async () => {
    expect(await round([true], {}, WATCH.until)).toEqual({ found: { is: 'over' }, looks: 0, waits: [] });
    expect(await round(['a', 'b', 'c'], {}, WATCH.until - 40 * SECOND)).toMatchObject({
      found: { is: 'over' },
      looks: 2,
    });
  });

  it('leaves its place until the next look is due, the last one at its end', () => {
    expect(notYet(WATCH, START)).toMatchObject({ nextRetryDelay: 5 * MINUTE, nonRetryable: false });
    expect(notYet(WATCH, WATCH.until - MINUTE).nextRetryDelay).toBe(MINUTE);
    expect(notYet(WATCH, WATCH.until - SECOND, { isDoubtful: true }).nextRetryDelay).toBe(SECOND);
  });

  it('counts from nothing where the attempt before has left no figure', () => {
    for (const details of [undefined, null, 'x', {}, { bad: -1 }, { bad: 1.5 }, { bad: '2' }])
      expect(badLooksIn(details)).toBe(0);
    expect(badLooksIn({ bad: 2 })).toBe(2);
  });
});
