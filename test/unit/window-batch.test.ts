import fc from 'fast-check';
import { decideBatch, MOST_TAKEN, type Outcome, type Waiting } from '../../domain/window/batch';
import { isRevising, type RecordedEvent } from '../../domain/window/events';
import { begunNotices } from '../../domain/window/facts';
import { evolve } from '../../domain/window/evolve/evolve';
import type { WindowState } from '../../domain/window/types';
import { command as randomCommand, opening, randomBody, step, take } from '../support/random-life';
import { command, CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

/** All of `waiting`, in as many steps as it takes; with `most` 1 each of them is a step of its own. */
function workOff(before: WindowState, waiting: readonly Waiting[], now: number, most = Infinity) {
  let state = before;
  let left = waiting;
  const done = {
    outcomes: [] as Outcome[],
    events: [] as RecordedEvent[],
    notices: [] as ReturnType<typeof begunNotices>,
    steps: 0,
  };
  while (left.length > 0) {
    const batch = decideBatch(state, left.slice(0, most), now);
    expect(batch.outcomes.length).toBeGreaterThan(0);
    expect(batch.parts.reduce((sum, count) => sum + count, 0)).toBe(batch.events.length);
    let from = 0;
    let after = state;
    for (const count of batch.parts) {
      const part = batch.events.slice(from, (from += count));
      after = part.reduce(evolve, after);
      done.notices.push(...begunNotices(after, part));
    }
    expect(batch.state).toEqual(after);
    ({ state } = batch);
    done.outcomes.push(...batch.outcomes);
    done.events.push(...batch.events);
    done.steps++;
    left = left.slice(batch.outcomes.length);
  }
  return { state, ...done };
}

const lives = fc.tuple(
  opening,
  fc.array(step, { maxLength: 12 }),
  fc.array(randomCommand, { minLength: 1, maxLength: 12 }),
);

test('T8: what waits together is decided as if each had come alone: same verdicts, events and notices', () => {
  let together = 0;
  let alone = 0;
  fc.assert(
    fc.property(lives, ([first, steps, commands]) => {
      const window = new CoreWindow(
        openedEvent(openingBody({ class: first.windowClass, ...randomBody(first, T0) }), { policy: first.policy }),
      );
      for (const next of steps) take(window, next);
      const waiting = commands.map(({ name, body }): Waiting => {
        return { type: 'command', command: command(name, body(window.now)), door: 'api' };
      });
      const atOnce = workOff(window.state, waiting, window.now);
      const oneByOne = workOff(window.state, waiting, window.now, 1);
      expect(atOnce.outcomes).toEqual(oneByOne.outcomes);
      expect(atOnce.events).toEqual(oneByOne.events);
      expect(atOnce.notices).toEqual(oneByOne.notices);
      expect(atOnce.state).toEqual(oneByOne.state);
      together += atOnce.steps;
      alone += oneByOne.steps;
    }),
    { numRuns: 2_000 },
  );
  expect(together).toBeLessThan(alone / 2);
}, 120_000);

test('L9: a change of plan, which the record may refuse, is a step of its own', () => {
  fc.assert(
    fc.property(lives, ([first, steps, commands]) => {
      const window = new CoreWindow(
        openedEvent(openingBody({ class: first.windowClass, ...randomBody(first, T0) }), { policy: first.policy }),
      );
      for (const next of steps) take(window, next);
      const waiting = commands.map(({ name, body }): Waiting => {
        return { type: 'command', command: command(name, body(window.now)), door: 'signal' };
      });
      const { events, outcomes } = decideBatch(window.state, waiting, window.now);
      const accepted = outcomes.filter((one) => 'state' in one).length;
      expect(events.some(({ event }) => isRevising(event)) && accepted > 1).toBe(false);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test('T8: the same refusal a thousand times is one line that says so', () => {
  const window = new CoreWindow(openedEvent(openingBody()));
  const start: Waiting = { type: 'command', command: command('start', { by: 'operator' }), door: 'signal' };
  const other: Waiting = { type: 'command', command: command('start', { by: 'somebody else' }), door: 'signal' };
  const { events, outcomes } = decideBatch(window.state, [start, ...Array<Waiting>(1_000).fill(start), other], T0);
  expect(outcomes).toHaveLength(MOST_TAKEN);
  expect(events).toMatchObject([{ by: 'operator', event: { type: 'command-refused', times: MOST_TAKEN } }]);
  const few = decideBatch(window.state, [start, start, other, start], T0);
  expect(few.events.map(({ by, event }) => [by, 'times' in event ? event.times : undefined])).toEqual([
    ['operator', 3],
    ['somebody else', undefined],
  ]);
});
