import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { NoticeKind } from '../../domain/notices/notices';
import { nextDue, noticesAtRest } from '../../domain/window/duties/agenda';
import { owesRfo } from '../../domain/window/duties/report';
import { decide } from '../../domain/window/commands/decide';
import type { Verdict } from '../../domain/window/commands/verdict';
import { decideDue } from '../../domain/window/duties/due';
import { decideProbeReport } from '../../domain/window/degradation';
import { evolve } from '../../domain/window/evolve/evolve';
import type { WindowEvent } from '../../domain/window/events';
import type { Phase } from '../../domain/window/types';
import { opening, randomBody, step, take, type RandomOpening, type Step } from '../support/random-life';
import { checkLog, checkState } from '../support/window-invariants';
import { CoreWindow, iso, openedEvent, openingBody, T0, type Rules } from '../support/windows';

/** Random lives of windows whose result is watched (E3), from the end of the work on. */

type Later =
  | { readonly do: 'enter'; readonly value: number }
  | { readonly do: 'probe' }
  | {
      readonly do: 'give';
      readonly name: 'post' | 'complete' | 'cancel' | 'draftRfo' | 'approveRfo';
      readonly ms?: number;
    }
  | Step;

const ms = fc.constantFrom(5 * MINUTE, 40 * MINUTE, 3 * HOUR, 3 * DAY);
const later: fc.Arbitrary<Later> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('enter' as const), value: fc.constantFrom(50, 99.9, 100, 250) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'probe' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('give' as const),
      name: fc.constantFrom('post' as const, 'complete', 'complete', 'cancel', 'draftRfo', 'approveRfo'),
      ms,
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('advance' as const), ms, leap: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ do: 'finish-notices' as const, failed: 0 }) },
  { weight: 1, arbitrary: step },
);
const lives = fc.array(later, { minLength: 1, maxLength: 20, size: 'max' });

function live(first: RandomOpening, then: readonly Later[], rules?: Rules): CoreWindow {
  const body = openingBody({ class: first.windowClass, ...randomBody({ ...first, draft: false, measured: true }, T0) });
  const settings = { hasBrief: first.hasBrief };
  const window = new CoreWindow(openedEvent(body, { policy: first.policy, settings }), T0, rules);
  take(window, { do: 'reach-start', leap: false });
  window.give('start');
  window.finishNotices();
  window.advance(HOUR);
  window.give('complete', { override: 'nothing to check' });
  checkState(window);
  for (const next of then) {
    follow(window, next);
    checkState(window);
  }
  checkLog(window);
  return window;
}

function follow(window: CoreWindow, next: Later): void {
  switch (next.do) {
    case 'enter':
      return void window.give('enterValue', { value: next.value });
    case 'probe': {
      const found = { probe: 'checkout', found: 'bad', because: 'answered 503' } as const;
      window.apply(decideProbeReport(window.state, found), 'clock');
      return window.tick();
    }
    case 'give':
      return void window.give(next.name, bodyOf(next, window.now));
    default:
      return take(window, next);
  }
}

function bodyOf({ name, ms: ahead = HOUR }: Extract<Later, { do: 'give' }>, now: number): Record<string, unknown> {
  switch (name) {
    case 'post':
      return { message: 'text', ...(ahead > HOUR ? { nextUpdateBy: iso(now + ahead) } : {}) };
    case 'complete':
      return { override: 'nothing to check' };
    case 'cancel':
      return { reason: 'text' };
    case 'draftRfo':
      return { by: 'engineer', summary: 's', rootCause: 'r', state: 'final' };
    case 'approveRfo':
      return { by: 'marketing lead' };
  }
}

test('E3, E4, L1, L6, L7, L13: hold in 3,000 random lives of a window whose result is watched', () => {
  const reached = new Set<Phase>();
  const happened = new Set<string>();
  let closedAfterwards = 0;
  fc.assert(
    fc.property(opening, lives, (first, then) => {
      const { phases, log, state } = live(first, then);
      for (const phase of phases) reached.add(phase);
      for (const { event } of log) happened.add(event.type);
      if (state.phase === 'closed' && state.degradation) closedAfterwards++;
    }),
    { numRuns: 3_000 },
  );
  // the generator must reach each way out, else it shows nothing
  expect(
    ['degraded', 'completed', 'rolling-back', 'rolled-back', 'closed'].filter((one) => !reached.has(one as Phase)),
  ).toEqual([]);
  const others = ['degraded', 'recovered', 'value-entered', 'value-missed', 'escalated', 'update-missed', 'rfo-late'];
  expect(others.filter((type) => !happened.has(type))).toEqual([]);
  expect(closedAfterwards).toBeGreaterThan(0);
}, 300_000);

test('E3, L6: left alone, a window whose result is bad comes to rest and stays open: only a person can move it on', () => {
  fc.assert(
    fc.property(opening, lives, (first, then) => {
      const window = live(first, then);
      const { phase } = window.state;
      window.runUntil(window.now + 200 * DAY);
      expect(nextDue(window.state)).toBeUndefined();
      expect(phase === 'degraded' ? window.state.phase : phase).toBe(phase);
      checkLog(window);
    }),
    { numRuns: 1_000 },
  );
}, 300_000);

/** The rules with one of them broken, and the first words of what these invariants say of it. */
const PLANTED: Record<string, readonly [rules: Partial<Rules>, caught: RegExp]> = {
  'a bad result that ends without a last word': [
    { decide: (state, given, now) => without('recovered', decide(state, given, now)) },
    /(L13|E3) does not hold/,
  ],
  'a roll-back of a bad result without a last word': [
    { decide: (state, given, now) => without('rolled-back', decide(state, given, now)) },
    /(L13|E3) does not hold/,
  ],
  'a bad result of which customers hear nothing': [
    { decide: (state, given, now) => without('degraded', decide(state, given, now)) },
    /E3 does not hold/,
  ],
  'a window that closes while its result is bad': [
    { decideDue: (state, now) => (state.phase === 'degraded' ? [{ type: 'closed' }] : decideDue(state, now)) },
    /(E3|E4|L1|L13) does not hold/,
  ],
  'customers who hear of each bad figure': [
    {
      decide: (state, given, now) =>
        decide(
          given.name === 'enterValue' && state.phase === 'degraded' ? { ...state, phase: 'completed' } : state,
          given,
          now,
        ),
    },
    /E3 does not hold/,
  ],
  'a window that closes before it is measured': [
    {
      decideDue: (state, now) =>
        state.phase === 'completed' && noticesAtRest(state) && !owesRfo(state) && state.monitoringValue === undefined
          ? [{ type: 'closed' }]
          : decideDue(state, now),
    },
    /E3 does not hold/,
  ],
  'a bad result that owes no report': [
    {
      decide(state, given, now) {
        const verdict = decide(state, given, now);
        return 'events' in verdict ? { events: verdict.events.filter(({ type }) => type !== 'rfo-owed') } : verdict;
      },
    },
    /E4 does not hold/,
  ],
};

function without(kind: NoticeKind, verdict: Verdict): Verdict {
  const isOther = (event: WindowEvent) => event.type !== 'notice-begun' || event.notice.kind !== kind;
  return 'events' in verdict ? { events: verdict.events.filter(isOther) } : verdict;
}

test.each(Object.entries(PLANTED))(
  'E3, E4, L13: %s is caught by these invariants',
  (_bug, [broken, caught]) => {
    const result = fc.check(
      fc.property(opening, lives, (first, then) => {
        live(first, then, { decide, decideDue, evolve, ...broken });
      }),
      { numRuns: 5_000 },
    );
    expect(result.failed).toBe(true);
    expect(String(result.errorInstance)).toMatch(caught);
  },
  300_000,
);
