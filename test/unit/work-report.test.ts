import { MINUTE } from '../../domain/shared/time';
import { evolve } from '../../domain/window/evolve/evolve';
import type { WindowEvent } from '../../domain/window/events';
import { readWorkReport } from '../../domain/window/reports';
import { internalWords } from '../../domain/window/staff-words';
import { decideWorkReport, type WorkReport } from '../../domain/window/work-report';
import { reportOf } from '../../domain/work/report';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { nextBatch } from '../../domain/work/next-batch';
import { newRun } from '../../domain/work/run';
import { CoreWindow, iso, openedEvent, openingBody, PLAIN_POLICY, PROCESS_POLICY } from '../support/windows';

/** What a window does about the words of its work (S2, S5, L6). */

const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo' };
const COUNTS = { done: 3, failed: 0, unknown: 0, skipped: 0, left: 4 };
const ITEM = { reference: 'MW-2026-0001', resourceId: 'a', kind: 'server', environment: 'x', attempt: 0, since: 0 };

function begun(policy = PROCESS_POLICY): CoreWindow {
  const work = { mode: 'automatic', executor: 'demo' } as const;
  const core = new CoreWindow(openedEvent(openingBody({ work }), { policy }));
  core.advance(core.state.spec.slot.startsAt - core.now);
  expect(core.give('start')).toBeUndefined();
  return core;
}

/** The report of work that has forty resources left, of which it reads a page, so long before the planned end (ms). */
function reportAt(core: CoreWindow, beforeEnd: number): WorkReport {
  const { endsAt } = core.state.spec.slot;
  const next = nextBatch(PLAN, newRun(PLAN), [{ ...ITEM, state: 'due' }], endsAt - beforeEnd, endsAt, 40);
  if (next.do === 'start') return { state: 'going', counts: COUNTS };
  const report = readWorkReport(reportOf(newRun(PLAN), next, COUNTS));
  if (!report) throw new Error('the window cannot read it');
  return report;
}

/** What the window does at that moment before its planned end. */
function heard(core: CoreWindow, beforeEnd: number): readonly WindowEvent[] {
  core.now = core.state.spec.slot.endsAt - beforeEnd;
  const events = decideWorkReport(core.state, reportAt(core, beforeEnd), core.now);
  core.apply(events, 'clock');
  return events;
}
const asks = (events: readonly WindowEvent[]) =>
  events.filter((event) => event.type === 'notice-begun').map(({ notice }) => notice.kind);

describe('S2, L6: what cannot be begun before the planned end is asked about at once', () => {
  it('the point of contact is asked once, in words that say what is left and how to extend', () => {
    const core = begun();
    expect(asks(heard(core, 30 * MINUTE))).toEqual([]);
    expect(asks(heard(core, 10 * MINUTE - 1))).toEqual(['overrun-question']);
    const words = internalWords(core.state, 'overrun-question', []);
    expect(words).toContain('The work: 40 are left, and a resource is given 600 seconds');
    expect(words).toContain('extend: forewarn extend MW-2026-0001');
    expect(core.state.attention).toMatchObject([{ code: 'work' }]);
    expect(asks(heard(core, 9 * MINUTE))).toEqual([]);
    // nor by the clock, which would have asked by now
    core.tick();
    expect(core.state.notices.filter(({ kind }) => kind === 'overrun-question')).toHaveLength(1);
  });

  it('where the clock has asked already nobody is asked again', () => {
    const core = begun();
    core.advance(core.state.spec.slot.endsAt - 15 * MINUTE - core.now);
    expect(core.state.notices.filter(({ kind }) => kind === 'overrun-question')).toHaveLength(1);
    expect(asks(heard(core, 9 * MINUTE))).toEqual([]);
  });

  it('an extended window goes on, and is asked about its new end', () => {
    const core = begun();
    heard(core, 9 * MINUTE);
    const end = iso(core.state.spec.slot.endsAt + 60 * MINUTE);
    expect(core.give('extend', { end, reason: 'more to do' })).toBeUndefined();
    expect(asks(heard(core, 60 * MINUTE))).toEqual([]);
    expect(core.state.attention).toEqual([]);
    expect(asks(heard(core, 5 * MINUTE))).toEqual(['overrun-question']);
  });

  it('past the planned end the window is overdue, and nobody is asked whether it will be', () => {
    const core = begun();
    core.advance(core.state.spec.slot.endsAt + MINUTE - core.now);
    expect(core.state.phase).toBe('overdue');
    expect(asks(heard(core, -MINUTE))).toEqual([]);
  });

  it('without the process nobody is asked, and the window needs attention all the same', () => {
    const core = begun(PLAIN_POLICY);
    expect(asks(heard(core, 9 * MINUTE))).toEqual([]);
    expect(core.state.attention).toMatchObject([{ code: 'work' }]);
  });

  it('other reasons to wait ask nobody about the end', () => {
    const core = begun();
    const report: WorkReport = { state: 'waiting', because: 'Nothing is begun while this holds: Down', counts: COUNTS };
    expect(asks(decideWorkReport(core.state, report, core.now))).toEqual([]);
  });
});

test('S5: a window that has not begun is called off with nothing left, once', () => {
  const core = new CoreWindow(openedEvent(openingBody({ work: { mode: 'automatic', executor: 'demo' } })));
  const report: WorkReport = { state: 'nothing-left', counts: { ...COUNTS, left: 0 } };
  const events = decideWorkReport(core.state, report, core.now);
  expect(events.map(({ type }) => type)).toContain('cancelled');
  const [first] = events;
  if (!first) throw new Error('it does something');
  const cancelled = events.reduce(
    (state, event) =>
      evolve(state, { sequence: state.sequence + 1, at: core.now, by: 'forewarn', door: 'clock', event }),
    core.state,
  );
  expect(decideWorkReport(cancelled, report, core.now)).toEqual([]);
  expect(decideWorkReport(begun().state, report, core.now)).toEqual([]);
});
