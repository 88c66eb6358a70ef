import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { nextDue } from '../../domain/window/duties/agenda';
import { begunNotices } from '../../domain/window/facts';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

/** A standard window nobody approves, whose promise of 14 days can be kept until so many ms after its opening. */
const unapproved = (promiseInMs: number) =>
  new CoreWindow(
    openedEvent(openingBody({ draft: true }, { inMs: 14 * DAY + promiseInMs }), { policy: PROCESS_POLICY }),
  );

/** Leaves the window alone until its planned start; each step is taken so late as `delay` says. */
function leftAlone(window: CoreWindow, delay: () => number): CoreWindow {
  window.finishNotices();
  const { startsAt } = window.state.spec.slot;
  for (let due = nextDue(window.state); due !== undefined && due.at < startsAt; due = nextDue(window.state)) {
    window.now = Math.max(window.now, due.at + delay());
    window.tick();
    window.finishNotices();
  }
  return window;
}

const told = (window: CoreWindow) =>
  window.log.flatMap(({ event }) => {
    if (event.type === 'notice-begun') return [event.notice.kind];
    return event.type === 'approval-missed' ? [event.type] : [];
  });

test('L8: asked at once, two days before the promise, each day; when it is missed, that is said first and asked about with it', () => {
  const window = leftAlone(unapproved(4 * DAY), () => 0);
  const days = window.log.flatMap(({ event, at }) =>
    event.type === 'notice-begun' || event.type === 'approval-missed' ? [[event.type, (at - T0) / DAY]] : [],
  );
  expect(days.slice(0, 6)).toEqual([
    ['notice-begun', 0],
    ['notice-begun', 2],
    ['notice-begun', 3],
    ['approval-missed', 4],
    ['notice-begun', 4],
    ['notice-begun', 5],
  ]);
  expect(days).toHaveLength(5 + 13);
});

test('L8: what is asked when the promise is missed says so, and the ways out', () => {
  const window = leftAlone(unapproved(4 * DAY), () => 0);
  const words = begunNotices(window.state, window.log).map(({ facts }) => facts.message);
  expect(words.at(-1)).toContain(
    'needed it by Sun 29 Nov 2026, 00:00 UTC: approve it with an override, reschedule it, or cancel it',
  );
  const early = unapproved(4 * DAY);
  expect(begunNotices(early.state, early.log)[0]?.facts.message).toContain('needs it by Sun 29 Nov 2026, 00:00 UTC.');
});

test('L8: the order of nags and of the missed promise is the same however late each step is taken', () => {
  const days = fc.integer({ min: -3, max: 6 });
  const delays = fc.infiniteStream(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5 * MINUTE })));
  fc.assert(
    fc.property(days, delays, (promiseIn, late) => {
      const delayed = leftAlone(unapproved(promiseIn * DAY), () => late.next().value as number);
      expect(told(delayed)).toEqual(told(leftAlone(unapproved(promiseIn * DAY), () => 0)));
    }),
    { numRuns: 500 },
  );
});

test('L8: a plan changed after its promise was missed is asked about once more, not twice', () => {
  const window = unapproved(4 * DAY);
  window.advance(4 * DAY + HOUR);
  const before = told(window).length;
  expect(window.give('edit', { by: 'marketing lead', title: 'Replace a power unit' })).toBeUndefined();
  expect(told(window).slice(before)).toEqual(['approval-request', 'approval-missed']);
});

test('L8: opened too late to keep the promise, approvers are asked once, in the step that says it is missed', () => {
  expect(told(unapproved(-DAY))).toEqual(['approval-missed', 'approval-request']);
});
