import fc from 'fast-check';
import { nextDue } from '../domain/window/duties/agenda';
import type { NoticeRecord, WindowState } from '../domain/window/types';
import { opening, randomBody, step, take } from '../test/support/random-life';
import { CoreWindow, openedEvent, openingBody, T0 } from '../test/support/windows';
import { percentile } from './figures';
import { numberOption, type BenchOptions } from './options';

/** Calls that are timed together, because one alone is shorter than the clock can measure. */
const CALLS = 50;
const MANY = 1_000;
/** The same lives each time. */
const SEED = 1;

/** The time to compute a window's next duty, over every state reached in random lives. */
export function nextDueBench(options: BenchOptions): Promise<string[]> {
  const states = statesOf(numberOption(options, 'lives', 2_000));
  for (const state of states.slice(0, 5_000)) measured(state);
  const times = states.map(measured);
  const figure = (of: readonly number[], share: number) => `${percentile(of, share).toFixed(2)} µs`;
  const most = states.reduce((longest, { notices }) => Math.max(longest, notices.length), 0);
  const posts = Array.from({ length: MANY }, (_, index): NoticeRecord => {
    return { kind: 'progress', revision: 1, ordinal: index + 1, begunAt: T0, state: 'settled' };
  });
  const announced = states.filter(({ phase }) => phase === 'announced').slice(0, 1_000);
  const long = announced.map((state) => measured({ ...state, notices: [...posts, ...state.notices] }));
  return Promise.resolve([
    `${String(states.length)} states with at most ${String(most)} notices each: p50 ${figure(times, 0.5)}, p99 ${figure(times, 0.99)}`,
    `announced, with ${String(MANY)} notices more: p50 ${figure(long, 0.5)}, p99 ${figure(long, 0.99)}`,
  ]);
}

/** The state after each step of that many random lives. */
function statesOf(lives: number): WindowState[] {
  const life = fc.tuple(opening, fc.array(step, { minLength: 1, maxLength: 25, size: 'max' }));
  return fc.sample(life, { numRuns: lives, seed: SEED }).flatMap(([first, steps]) => {
    const body = openingBody({ class: first.windowClass, ...randomBody(first, T0) });
    const window = new CoreWindow(openedEvent(body, { policy: first.policy }), T0);
    return steps.map((next) => {
      take(window, next);
      return window.state;
    });
  });
}

/** µs for each call; the minimum of three rounds, because other work on the machine interferes. */
function measured(state: WindowState): number {
  const rounds = Array.from({ length: 3 }, () => {
    const began = process.hrtime.bigint();
    for (let call = 0; call < CALLS; call++) nextDue(state);
    return Number(process.hrtime.bigint() - began) / 1_000 / CALLS;
  });
  return Math.min(...rounds);
}
