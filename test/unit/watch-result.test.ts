import { MINUTE, SECOND } from '../../domain/shared/time';
import type { Watch } from '../../domain/window/degradation';
import { lookRound, notYet } from '../../activities/work/watch-result';

const START = Date.UTC(2026, 11, 10);
const WATCH: Watch = { probe: 'checkout', until: START + 60 * MINUTE, everyMs: 5 * MINUTE, badAfter: 3 };

/** A round by a probe that answers so, one after the other; how long it waited between the looks (ms). */
async function round(answers: readonly (string | true)[], watch: Partial<Watch> = {}, at = START) {
  let now = at;
  let looks = 0;
  const waits: number[] = [];
  const probe = {
    look: () => {
      const answer = answers[looks++] ?? true;
      return Promise.resolve(
        answer === true ? { healthy: true as const } : { healthy: false as const, reason: answer },
      );
    },
  };
  const sleep = (ms: number) => {
    waits.push(ms);
    now += ms;
    return Promise.resolve();
  };
  const { signal } = new AbortController();
  const found = await lookRound(probe, { ...WATCH, ...watch }, { clock: () => now, sleep, signal });
  return { found, looks, waits };
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
  });
});
