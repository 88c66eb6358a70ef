import fc from 'fast-check';
import { UNVERIFIED } from '../../domain/shared/actor';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { USUAL_SIGNALS } from '../../domain/window/authority';
import type { Giver } from '../../domain/window/commands/command';
import { nextDue } from '../../domain/window/duties/agenda';
import { begunNotices } from '../../domain/window/facts';
import { WINDOW_CLASSES, type WindowClass } from '../../domain/window/types';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

/** A window of the class whose work is over and which owes a report; `now` is its completion. */
function owing(policy: NoticePolicy = PROCESS_POLICY, windowClass: WindowClass = 'emergency'): CoreWindow {
  const body = openingBody({ class: windowClass }, { inMs: windowClass === 'emergency' ? 0 : 20 * DAY });
  const window = new CoreWindow(openedEvent(body, { policy, settings: { signals: USUAL_SIGNALS } }));
  window.advance(window.state.spec.slot.startsAt - window.now);
  window.give('start');
  // past its planned end, which owes a report in every class
  window.advance(3 * HOUR);
  window.give('complete');
  return window;
}

const REPORT = { state: 'final', summary: 'A feed failed.', rootCause: 'A worn contact.' };

/** The mails about the report since `from`: which, and how long after it. */
const mails = (window: CoreWindow, from: number) =>
  window.begun
    .filter(({ notice, at }) => at >= from && ['report-nag', 'report-late'].includes(notice.kind))
    .map(({ notice, at }) => [notice.kind, at - from] as const);

const words = (window: CoreWindow) => begunNotices(window.state, window.log).at(-1)?.facts.message ?? '';

const late = (due: number) =>
  [0, 15 * MINUTE, 45 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR].map((after) => ['report-late', due + after]);

test('E4: a report is asked for before it is due, and once it is late escalated until nobody is told again', () => {
  const window = owing();
  const completed = window.now;
  window.advance(60 * DAY);
  expect(mails(window, completed)).toEqual([['report-nag', 36 * HOUR], ...late(48 * HOUR)]);
  expect(window.state.attention.map(({ code }) => code)).toEqual(['rfo-late', 'escalation']);
  expect(nextDue(window.state)).toBeUndefined();
});

test('E4: the final version ends it, a preliminary one and a word to customers do not', () => {
  const window = owing();
  const completed = window.now;
  window.advance(48 * HOUR + 20 * MINUTE);
  window.give('post', { message: 'We still look for the cause.' });
  window.give('draftRfo', { ...REPORT, state: 'preliminary' });
  expect(window.give('approveRfo', { by: 'second' })).toBeUndefined();
  window.advance(HOUR);
  expect(mails(window, completed)).toHaveLength(4);
  window.give('draftRfo', REPORT);
  expect(window.give('approveRfo', { by: 'second' })).toBeUndefined();
  expect(window.state.attention).toEqual([]);
  window.advance(30 * DAY);
  expect(mails(window, completed)).toHaveLength(4);
});

test('E4: what corrects the final version is final, too: the report is not owed anew', () => {
  const window = owing();
  window.give('draftRfo', REPORT);
  window.give('approveRfo', { by: 'mara' });
  expect(window.give('draftRfo', { ...REPORT, state: 'preliminary' })).toBe('wrong-phase');
  expect(window.give('draftRfo', { ...REPORT, summary: 'Both feeds failed.' })).toBeUndefined();
  expect(window.give('approveRfo', { by: 'mara' })).toBeUndefined();
  expect(window.state.rfo).toMatchObject({ published: 2, finalPublished: true });
});

test('E4: a report that is out in time is asked for by nobody', () => {
  const window = owing();
  window.give('draftRfo', REPORT);
  window.give('approveRfo', { by: 'second' });
  const published = window.now;
  window.advance(30 * DAY);
  expect(mails(window, published)).toEqual([]);
});

test('E4: the mail says when it is due, why it is owed, and what is left to do', () => {
  const window = owing();
  window.advance(36 * HOUR);
  expect(words(window)).toContain('is due at Fri 27 Nov 2026, 03:00 UTC');
  expect(words(window)).toContain('No final version has been drafted. Draft it: forewarn draft-rfo MW-2026-0001.');
  window.give('draftRfo', { ...REPORT, state: 'preliminary' });
  window.advance(12 * HOUR);
  expect(words(window)).toContain('Step 1: the reason-for-outage report was due at Fri 27 Nov 2026, 03:00 UTC');
  expect(words(window)).toContain('Version 1 is preliminary');
  window.give('draftRfo', REPORT);
  window.advance(DAY);
  expect(words(window)).toContain('This is the last time');
  expect(words(window)).toContain('Version 2 waits for a second person.');
});

test('E4, P6: each class has its own time for it, or that for all of them', () => {
  const { classes } = PROCESS_POLICY;
  const policy = { ...PROCESS_POLICY, classes: { ...classes, emergency: { ...classes.emergency, rfoDueMs: 5 * DAY } } };
  for (const [windowClass, due] of [
    ['emergency', 5 * DAY],
    ['standard', 2 * DAY],
  ] as const) {
    const window = owing(policy, windowClass);
    const completed = window.now;
    window.advance(due - MINUTE);
    expect(window.state.attention.map(({ code }) => code)).toEqual([]);
    window.advance(MINUTE);
    expect(window.state.attention.map(({ code }) => code)).toContain('rfo-late');
    expect(mails(window, completed).slice(0, 2)).toEqual([
      ['report-nag', due - 12 * HOUR],
      ['report-late', due],
    ]);
  }
});

test('E4: where the escalation begins later, its author and the point of contact are asked once more when it is due', () => {
  const { process } = PROCESS_POLICY;
  if (!process) throw new Error('there is one');
  const policy = { ...PROCESS_POLICY, process: { ...process, escalateAfterMs: [HOUR], escalateAgainAfterMs: [] } };
  const window = owing(policy);
  const completed = window.now;
  window.advance(30 * DAY);
  expect(mails(window, completed)).toEqual([
    ['report-nag', 36 * HOUR],
    ['report-nag', 48 * HOUR],
    ['report-late', 49 * HOUR],
  ]);
});

test('E4: a window opened before this rule needs attention and writes to nobody', () => {
  const { aftermath: _later, ...policy } = PROCESS_POLICY;
  const window = owing(policy);
  const completed = window.now;
  window.advance(30 * DAY);
  expect(mails(window, completed)).toEqual([]);
  expect(window.state.attention.map(({ code }) => code)).toEqual(['rfo-late']);
});

test('E4: whatever the rules, nobody is asked early, twice at a time, or more often than they say', () => {
  const minutes = (max: number) => fc.integer({ min: 1, max }).map((count) => count * MINUTE);
  const rising = (maxLength: number) =>
    fc.uniqueArray(minutes(3 * 1440), { minLength: 1, maxLength }).map((steps) => steps.sort((a, b) => a - b));
  fc.assert(
    fc.property(
      minutes(30 * 1440),
      fc.integer({ min: 0, max: 40 * 1440 }).map((count) => count * MINUTE),
      rising(5),
      fc.boolean(),
      fc.array(fc.tuple(minutes(20 * 1440), fc.boolean()), { maxLength: 12 }),
      fc.option(fc.integer({ min: 0, max: 11 }), { nil: undefined }),
      (due, before, steps, atOnce, moves, publishes) => {
        const { process = DEFAULT_POLICY.process, aftermath = DEFAULT_POLICY.aftermath } = PROCESS_POLICY;
        if (!process || !aftermath) throw new Error('both are there');
        const escalateAfterMs = atOnce ? [0, ...steps] : steps;
        const window = owing({
          ...{ ...PROCESS_POLICY, rfoDueMs: due },
          process: { ...process, escalateAfterMs, escalateAgainAfterMs: [] },
          aftermath: { ...aftermath, reportNagBeforeMs: before },
        });
        const completed = window.now;
        let publishedAt = Infinity;
        moves.forEach(([ms, leap], index) => {
          if (index === publishes) {
            window.give('draftRfo', REPORT);
            window.give('approveRfo', { by: 'second' });
            publishedAt = window.now;
          }
          window.advance(ms, { leap });
        });
        const sent = mails(window, completed);
        const moments = sent.map(([, at]) => at);
        expect(moments).toEqual([...moments].sort((a, b) => a - b));
        expect(new Set(moments).size).toBe(moments.length);
        expect(moments.every((at) => at >= Math.max(0, due - before) && completed + at <= publishedAt)).toBe(true);
        const escalated = sent.filter(([kind]) => kind === 'report-late');
        expect(escalated.every(([, at], index) => at >= due + (escalateAfterMs[index] ?? Infinity))).toBe(true);
        expect(sent.length - escalated.length).toBeLessThanOrEqual(atOnce ? 1 : 2);
      },
    ),
    { numRuns: 300 },
  );
});

describe('E4, T5: a report is published by a second person', () => {
  const give = (window: CoreWindow, name: 'draftRfo' | 'approveRfo', giver: Giver, body: object = {}) =>
    window.give(name, { ...body }, giver);

  it.each(WINDOW_CLASSES)('in the class %s, whatever the version and under whatever name', (windowClass) => {
    for (const state of ['preliminary', 'final']) {
      for (const [author, publisher] of [
        [{ by: 'rita' }, { by: 'rita' }],
        [{ by: 'helper', onBehalfOf: 'rita' }, { by: 'rita' }],
        [{ by: 'rita' }, { by: 'token', issuedBy: 'rita' }],
        [{ by: 'console' }, { by: 'rita', alsoAs: ['console'] }],
        [{ by: 'rita' }, { by: UNVERIFIED, onBehalfOf: 'mara' }],
      ] satisfies [Giver, Giver][]) {
        const window = owing(PROCESS_POLICY, windowClass);
        expect(give(window, 'draftRfo', author, { ...REPORT, state })).toBeUndefined();
        expect([publisher, give(window, 'approveRfo', publisher)]).toEqual([publisher, 'own-plan']);
        expect(give(window, 'approveRfo', { by: 'mara' })).toBeUndefined();
      }
    }
  });

  it('also when it was rolled back', () => {
    const window = new CoreWindow(
      openedEvent(openingBody({ class: 'emergency' }, { inMs: 0 }), {
        ...{ policy: PROCESS_POLICY, now: T0, settings: { signals: USUAL_SIGNALS } },
      }),
    );
    window.give('start');
    window.give('cancel', { reason: 'The patch fails.' });
    window.give('complete', { override: 'Nothing had been touched.' });
    give(window, 'draftRfo', { by: 'rita' }, REPORT);
    expect(give(window, 'approveRfo', { by: 'rita' })).toBe('own-plan');
    expect(give(window, 'approveRfo', { by: 'mara' })).toBeUndefined();
  });
});
