import fc from 'fast-check';
import { noticeWorkflowId } from '../../domain/notice';
import { DAY, HOUR, MINUTE } from '../../domain/time';
import type { CommandName } from '../../domain/window/commands';
import type { Phase, WindowClass } from '../../domain/window/types';
import { CoreWindow, iso, openedEvent, openingBody } from '../support/windows';

/**
 * Random lives of windows: commands in any order, the clock moved step by step or in leaps as after an outage, deliveries
 * that finish or do not. After every step the invariants must hold.
 */
type Step =
  | { do: 'advance'; ms: number; leap: boolean }
  | { do: 'reach-start'; leap: boolean }
  | { do: 'settle'; failed: number }
  | { do: 'command'; name: CommandName; body: (now: number) => Record<string, unknown> };

const span = fc.oneof(
  fc.integer({ min: 1, max: 3 * HOUR }),
  fc.integer({ min: HOUR, max: 9 * DAY }),
  fc.constantFrom(MINUTE, HOUR, DAY, 7 * DAY),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: span, leap: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reach-start' as const), leap: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), failed: fc.constantFrom(0, 0, 1) }) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom<CommandName>(
          ...(['start', 'start', 'post', 'verify', 'complete', 'complete', 'cancel'] as const),
          ...(['draftRfo', 'approveRfo', 'reschedule', 'retryFailed'] as const),
        ),
        span,
        fc.boolean(),
      )
      .map(([name, ms, flag]) => ({ do: 'command' as const, name, body: bodyOf(name, ms, flag) })),
  },
);

function bodyOf(name: CommandName, ms: number, flag: boolean): (now: number) => Record<string, unknown> {
  switch (name) {
    case 'post':
      return (now) => ({ message: 'text', notify: flag, ...(flag ? { nextUpdateBy: iso(now + ms) } : {}) });
    case 'reschedule':
      return (now) => ({ start: iso(now + ms), end: iso(now + ms + HOUR), reason: 'text' });
    case 'cancel':
      return () => ({ reason: 'text' });
    case 'draftRfo':
      return () => ({ summary: 's', rootCause: 'r', state: flag ? 'final' : 'preliminary' });
    default:
      return () => ({});
  }
}

const life = fc.record({
  windowClass: fc.constantFrom<WindowClass>('standard', 'standard', 'expedited', 'emergency'),
  inMs: fc.integer({ min: 3 * DAY, max: 30 * DAY }),
  steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
});

const BEFORE: Record<string, number> = { 'reminder-7d': 7 * DAY, 'reminder-3d': 3 * DAY, 'reminder-1d': 1 * DAY };

/** L1: what may follow each phase. */
const FOLLOWS: Record<Phase, readonly Phase[]> = {
  draft: ['approved'],
  approved: ['announced', 'cancelled'],
  announced: ['in-progress', 'cancelled'],
  'in-progress': ['overdue', 'verifying', 'completed', 'cancelled'],
  overdue: ['verifying', 'completed', 'cancelled'],
  verifying: ['overdue', 'completed', 'cancelled'],
  completed: ['closed'],
  closed: [],
  cancelled: [],
};

function take(window: CoreWindow, next: Step): void {
  switch (next.do) {
    case 'advance':
      return window.advance(next.ms, { leap: next.leap });
    case 'reach-start':
      return window.advance(Math.max(0, window.state.spec.slot.startsAt - window.now), { leap: next.leap });
    case 'settle':
      return window.settle(next.failed);
    case 'command':
      return void window.give(next.name, next.body(window.now));
  }
}

function check(window: CoreWindow, seen: number, phaseBefore: Phase): void {
  const fresh = window.log.slice(seen);
  const { state } = window;

  // N8: at most one notice per kind, ordinal and revision
  const ids = window.begun.map(({ notice }) => noticeWorkflowId(state.reference, notice));
  expect(new Set(ids).size).toBe(ids.length);

  let phase = phaseBefore;
  let slot = slotBefore(window, seen);
  let revision = revisionBefore(window, seen);
  for (const { event, at } of fresh) {
    if (event.type === 'rescheduled') {
      slot = event.to;
      revision++;
    }
    if (event.type === 'cancelled') revision++;
    if (event.type === 'notice-begun') {
      const { kind } = event.notice;
      // N9: every notice speaks for the revision, and so for the date, in force at that moment
      expect(event.notice.revision).toBe(revision);
      const before = BEFORE[kind];
      if (before !== undefined) {
        // N10 never early, and for the date in force (N9); after the start a reminder is senseless
        expect(at).toBeGreaterThanOrEqual(slot.startsAt - before);
        expect(at).toBeLessThan(slot.startsAt);
        // N10: no reminder stands beside a later one that was due as well
        const due = Object.keys(BEFORE).filter((k) => slot.startsAt - (BEFORE[k] ?? 0) <= at);
        expect(due.at(-1)).toBe(kind);
      }
      if (kind === 'announcement' && state.spec.class === 'standard') {
        expect(at).toBeGreaterThanOrEqual(slot.startsAt - 14 * DAY);
      }
    }
    const after = PHASE_OF[event.type];
    if (after && after !== phase) {
      expect(FOLLOWS[phase]).toContain(after);
      phase = after;
    } else if (event.type === 'notice-begun' && event.notice.kind === 'announcement') {
      expect(phase).toBe('approved');
      phase = 'announced';
    }
  }
  expect(state.phase).toBe(phase);

  // L1, L3: never completed before started
  if (state.endedAt !== undefined) expect(state.startedAt ?? Infinity).toBeLessThanOrEqual(state.endedAt);
  // E4: closed means nothing is owed
  if (state.phase === 'closed') {
    expect(state.rfo.owed && !state.rfo.finalPublished).toBe(false);
    if (state.spec.class === 'emergency' || state.wasOverdue) expect(state.rfo.finalPublished).toBe(true);
    expect(state.notices.filter((n) => n.state === 'under-way')).toEqual([]);
  }
  // every event has its number, without gaps
  expect(window.log.map(({ sequence }) => sequence)).toEqual(window.log.map((_, index) => index + 1));
}

const PHASE_OF: Partial<Record<string, Phase>> = {
  started: 'in-progress',
  verifying: 'verifying',
  overdue: 'overdue',
  completed: 'completed',
  closed: 'closed',
  cancelled: 'cancelled',
};

function slotBefore(window: CoreWindow, seen: number) {
  const [opened] = window.log;
  if (opened?.event.type !== 'opened') throw new Error('the first event opens');
  return window.log
    .slice(0, seen)
    .reduce((slot, { event }) => (event.type === 'rescheduled' ? event.to : slot), opened.event.spec.slot);
}

function revisionBefore(window: CoreWindow, seen: number): number {
  return 1 + window.log.slice(0, seen).filter(({ event }) => ['rescheduled', 'cancelled'].includes(event.type)).length;
}

test('N8, N9, N10, L1, E4 hold in every random life of a window', () => {
  const reached = new Set<Phase>();
  fc.assert(
    fc.property(life, ({ windowClass, inMs, steps }) => {
      const window = new CoreWindow(openedEvent(openingBody({ class: windowClass }, { inMs })));
      check(window, 0, 'approved');
      for (const next of steps) {
        const seen = window.log.length;
        const phase = window.state.phase;
        take(window, next);
        check(window, seen, phase);
        reached.add(window.state.phase);
      }
    }),
    { numRuns: 3_000 },
  );
  // the generator must reach the whole life cycle, else it shows nothing
  expect([...reached].sort()).toEqual(
    ['announced', 'approved', 'cancelled', 'closed', 'completed', 'in-progress', 'overdue', 'verifying'].sort(),
  );
});

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
      expect(told).toEqual(['rescheduled', 'reminder-7d', 'reminder-3d', 'reminder-1d']);
    }),
    { numRuns: 300 },
  );
});
