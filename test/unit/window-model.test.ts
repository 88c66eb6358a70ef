import fc from 'fast-check';
import { DAY, HOUR } from '../../domain/shared/time';
import type { NoticeKind } from '../../domain/notices/notices';
import { nextDue, noticesAtRest, planOf } from '../../domain/window/duties/agenda';
import { owesRfo } from '../../domain/window/duties/report';
import { decide } from '../../domain/window/commands/decide';
import type { Verdict } from '../../domain/window/commands/verdict';
import { decideDue } from '../../domain/window/duties/due';
import { evolve } from '../../domain/window/evolve/evolve';
import type { WindowEvent } from '../../domain/window/events';
import type { Phase, WindowState } from '../../domain/window/types';
import { breaking } from '../support/planted';
import { opening, randomBody, step, take, type RandomOpening, type Step } from '../support/random-life';
import { checkLog, checkState } from '../support/window-invariants';
import { CoreWindow, iso, openedEvent, openingBody, T0, type Rules } from '../support/windows';

function live(first: RandomOpening, steps: readonly Step[], rules?: Rules): CoreWindow {
  const body = openingBody({ class: first.windowClass, ...randomBody(first, T0) });
  const window = new CoreWindow(
    openedEvent(body, { policy: first.policy, settings: { hasBrief: first.hasBrief } }),
    T0,
    rules,
  );
  checkState(window);
  for (const next of steps) {
    take(window, next);
    checkState(window);
  }
  checkLog(window);
  return window;
}

const steps = fc.array(step, { minLength: 1, maxLength: 25, size: 'max' });

test('N7–N11, L1, L3, L6–L8, L12–L14, E3, E4, P4, P5 hold in 10,000 random lives of a window', () => {
  const reached = new Set<Phase>();
  const happened = new Set<string>();
  fc.assert(
    fc.property(opening, steps, (first, then) => {
      const window = live(first, then);
      for (const phase of window.phases) reached.add(phase);
      for (const { event } of window.log) happened.add(event.type);
    }),
    { numRuns: 10_000 },
  );
  // the generator must reach the whole life cycle and every change of plan, else it shows nothing
  expect([...reached].sort()).toEqual(
    [
      'announced',
      'approved',
      'cancelled',
      'closed',
      'completed',
      'delayed',
      'draft',
      'in-progress',
      'overdue',
      'rolled-back',
      'rolling-back',
      'verifying',
    ].sort(),
  );
  const changes = ['rescheduled', 'rescoped', 'reclassified', 'extended', 'edited', 'alternate-released', 'approved'];
  const others = [
    'approval-withdrawn',
    'approval-missed',
    'nominated',
    'ticked',
    'escalated',
    'rule-overridden',
    'written-off',
    'delayed',
    'roll-back-begun',
    'rolled-back',
  ];
  expect([...changes, ...others].filter((type) => !happened.has(type))).toEqual([]);
}, 300_000);

test('L1, L6: left alone, every window comes to rest: after a while only a person can move it on', () => {
  fc.assert(
    fc.property(opening, steps, (first, then) => {
      const window = live(first, then);
      window.runUntil(window.now + 200 * DAY);
      expect(nextDue(window.state)).toBeUndefined();
      checkLog(window);
    }),
    { numRuns: 1_000 },
  );
}, 300_000);

test('N9: a stale reminder kept after a reschedule is caught by these invariants', () => {
  /** Remembers when the reminders of the first date were due, as a stored calendar would. */
  const staleDue: Rules['decideDue'] = (state, now) => {
    const events = decideDue(state, now);
    if (events.length > 0 || state.phase !== 'announced' || state.revision === 1) return events;
    const firstStart = T0 + 20 * DAY;
    const original = planOf({
      ...state,
      spec: { ...state.spec, slot: { startsAt: firstStart, endsAt: firstStart + HOUR } },
    });
    const stale = original.find(({ dueAt }) => dueAt <= now);
    if (!stale || state.notices.some(({ kind }) => kind === stale.kind)) return events;
    return [{ type: 'notice-begun', notice: { kind: stale.kind, revision: state.revision, ordinal: 1 }, folded: [] }];
  };
  const result = fc.check(
    fc.property(opening, steps, (first, then) => {
      const standard = { ...first, windowClass: 'standard' as const, inMs: 20 * DAY, draft: false };
      breaking(/N(1|9|10) does not hold/, () => live(standard, then, { decide, decideDue: staleDue, evolve }));
    }),
    // which life finds it is not asked, so it need not be made small
    { numRuns: 10_000, endOnFailure: true },
  );
  expect(result.failed).toBe(true);
}, 300_000);

/** The rules with one of them broken, and the first words of what these invariants say of it. */
const PLANTED: Record<string, readonly [rules: Partial<Rules>, caught: RegExp]> = {
  'a start after the planned end without a new date': [
    { decide: (state, given, now) => decide(given.name === 'start' ? of020(state) : state, given, now) },
    /L12 does not hold/,
  ],
  'begun work that is cancelled as if it had not begun': [
    { decide: (state, given, now) => decide(given.name === 'cancel' ? of020(state) : state, given, now) },
    /L13? does not hold|E4 does not hold/,
  ],
  'a window that closes after a roll-back with its report owed': [
    {
      decideDue: (state, now) =>
        state.phase === 'rolled-back' && noticesAtRest(state) ? [{ type: 'closed' }] : decideDue(state, now),
    },
    /E4 does not hold/,
  ],
  'a roll-back without a last word': [
    { decide: (state, given, now) => without('rolled-back', decide(state, given, now)) },
    /L13 does not hold/,
  ],
  'work that is completed without a word inside': [
    { decide: (state, given, now) => without('brief-completed', decide(state, given, now)) },
    /P5 does not hold/,
  ],
  'a change of plan without a word inside': [
    { decide: (state, given, now) => without('brief-changed', decide(state, given, now)) },
    /P5 does not hold/,
  ],
  'a start by itself without a word inside': [
    { decideDue: (state, now) => withoutNotice('brief-started', decideDue(state, now)) },
    /P5 does not hold/,
  ],
  'a step of which those who answer for customers get no list': [
    { decide: (state, given, now) => without('staff-list', decide(state, given, now)) },
    /P5 does not hold/,
  ],
  'a word inside of a step that nobody outside sees': [
    {
      decide: (state, given, now) =>
        given.name === 'nominate' ? noisy(state, decide(state, given, now)) : decide(state, given, now),
    },
    /P5 does not hold/,
  ],
  'a window that closes before customers can be told how it ended': [
    {
      decideDue: (state, now) =>
        state.phase === 'completed' && noticesAtRest(state) && !owesRfo(state)
          ? [{ type: 'closed' }]
          : decideDue(state, now),
    },
    /P4 does not hold/,
  ],
  'a private window that is overdue in silence': [
    { decideDue: (state, now) => withoutNotice('overdue', decideDue(state, now)) },
    /N7 does not hold/,
  ],
};

const of020 = ({ policy: { unplanned: _rules, ...policy }, ...state }: WindowState): WindowState => ({
  ...state,
  policy,
});

function withoutNotice(kind: NoticeKind, events: readonly WindowEvent[]): readonly WindowEvent[] {
  return events.filter((event) => event.type !== 'notice-begun' || event.notice.kind !== kind);
}

/** With one notice too many, which nobody needs. */
function noisy(state: WindowState, verdict: Verdict): Verdict {
  const { revision } = state;
  const isThere = state.notices.some((notice) => notice.kind === 'brief-changed' && notice.revision === revision);
  if (!('events' in verdict) || isThere) return verdict;
  const notice = { kind: 'brief-changed' as const, revision, ordinal: 1 };
  return { events: [...verdict.events, { type: 'notice-begun', notice, folded: [] }] };
}

function without(kind: NoticeKind, verdict: Verdict): Verdict {
  return 'events' in verdict ? { events: withoutNotice(kind, verdict.events) } : verdict;
}

test.each(Object.entries(PLANTED))(
  'L12, L13, N7, E4, P4, P5: %s is caught by these invariants',
  (_bug, [broken, caught]) => {
    const result = fc.check(
      fc.property(opening, steps, (first, then) => {
        breaking(caught, () => live(first, then, { decide, decideDue, evolve, ...broken }));
      }),
      // which life finds it is not asked, so it need not be made small
      { numRuns: 10_000, endOnFailure: true },
    );
    expect(result.failed).toBe(true);
  },
  300_000,
);

test('N1: whatever is rescheduled before, the last date gets every reminder that still lies ahead', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 8 * DAY, max: 40 * DAY }), { minLength: 1, maxLength: 5 }), (moves) => {
      const window = new CoreWindow(openedEvent(openingBody({}, { inMs: 20 * DAY })));
      window.advance(8 * DAY);
      for (const ms of moves) {
        window.advance(3 * HOUR);
        const start = window.now + ms;
        expect(
          window.give('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'text' }),
        ).toBeUndefined();
      }
      const { revision } = window.state;
      window.advance(41 * DAY);
      const told = window.begun.filter(({ notice }) => notice.revision === revision).map(({ notice }) => notice.kind);
      // nobody starts it, which customers hear as well (L12)
      expect(told).toEqual(['rescheduled', 'reminder-7d', 'reminder-3d', 'reminder-1d', 'delayed', 'delayed']);
    }),
    { numRuns: 300 },
  );
});
