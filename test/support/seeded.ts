import { SEED } from './seed';

/** Reproducible random draws: the same seed gives the same draws. */
export interface Chance {
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** One of the elements. */
  pick<T>(of: readonly T[]): T;
  /** True in this percentage of the draws. */
  percent(share: number): boolean;
}

/** Random draws for the named part of a test run; see choose-seed.cjs for how to repeat them. */
export function seeded(part: string): Chance {
  process.stdout.write(`${part}: FOREWARN_TEST_SEED=${String(SEED)}\n`);
  return chanceOf(SEED);
}

/** Random draws from this seed. */
export function chanceOf(seed: number): Chance {
  const next = mulberry32(seed);
  return {
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (of) => {
      const picked = of[Math.floor(next() * of.length)];
      if (picked === undefined) throw new Error('there is nothing to pick from');
      return picked;
    },
    percent: (share) => next() * 100 < share,
  };
}

/** A small generator of even numbers in [0, 1) (mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
