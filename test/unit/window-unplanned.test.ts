import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { describeEvent } from '../../domain/window/events';
import { begunNotices } from '../../domain/window/facts';
import { customerEvents } from '../../domain/public/customer-view';
import { CoreWindow, iso, openedEvent, openingBody, PLAIN_POLICY, PROCESS_POLICY, T0 } from './../support/windows';

const START = T0 + 15 * DAY;
const END = START + 2 * HOUR;

/** Announced, at its planned start. */
function atStart(change: Parameters<typeof openingBody>[0] = {}, policy = PLAIN_POLICY): CoreWindow {
  const window = new CoreWindow(openedEvent(openingBody(change), { policy }));
  window.advance(START - window.now);
  return window;
}

/** The facts of its latest notice. */
function latestFacts({ state, log }: CoreWindow) {
  const begun = log.filter(({ event }) => event.type === 'notice-begun').at(-1);
  const at = log.filter((recorded) => recorded.at === begun?.at);
  return begunNotices(state, at).at(-1)?.facts;
}

const lines = ({ log }: CoreWindow) => log.map(({ event }) => describeEvent(event));
const of = (window: CoreWindow, kind: string) => window.begun.filter(({ notice }) => notice.kind === kind);

describe('a window that nobody starts (L12)', () => {
  it('L12: is delayed, and customers hear once when half of it has passed and again when its end has', () => {
    const window = atStart();
    window.advance(15 * MINUTE);
    expect(window.state.phase).toBe('delayed');
    expect(of(window, 'delayed')).toEqual([]);
    window.advance(45 * MINUTE);
    window.advance(3 * DAY);
    expect(of(window, 'delayed').map(({ at }) => at)).toEqual([START + HOUR, END]);
    expect(lines(window)).toEqual(
      expect.arrayContaining([
        'Half of the planned time has passed and nobody has said "started"',
        'The planned end has passed and nobody has said "started"',
      ]),
    );
  });

  it('L12, N10: after an outage over both moments customers hear only that the end has passed', () => {
    const window = atStart();
    window.advance(DAY, { leap: true });
    expect(of(window, 'delayed').length).toBe(1);
    expect(window.state.delayTold).toBe('over');
  });

  it('L12, N3: an emergency that is opened after its planned start is not delayed before customers have had time to hear of it', () => {
    const body = openingBody({ class: 'emergency' }, { inMs: -HOUR, lastsMs: 4 * HOUR });
    const window = new CoreWindow(openedEvent(body));
    window.advance(14 * MINUTE);
    expect(window.state.phase).toBe('announced');
    window.advance(MINUTE);
    expect(window.state.phase).toBe('delayed');
  });

  it('L12: is escalated step by step, and anew when its end has passed', () => {
    const window = atStart({}, PROCESS_POLICY);
    window.advance(3 * HOUR);
    const steps = window.log.flatMap(({ event, at }) => (event.type === 'escalated' ? [[event.step, at - START]] : []));
    expect(steps).toEqual([
      [1, 15 * MINUTE],
      [2, 30 * MINUTE],
      [3, 60 * MINUTE],
      [1, 2 * HOUR],
      [2, 2 * HOUR + 15 * MINUTE],
      [3, 2 * HOUR + 45 * MINUTE],
    ]);
  });

  it('L12: once its planned end has passed it is not started: it is rescheduled first, and then it is not delayed', () => {
    const window = atStart();
    window.advance(3 * HOUR);
    expect(window.give('start')).toBe('too-late');
    const to = window.now + 20 * DAY;
    expect(window.give('reschedule', { start: iso(to), end: iso(to + HOUR), reason: 'text' })).toBeUndefined();
    expect(window.state).toMatchObject({ phase: 'announced', attention: [] });
    window.advance(20 * DAY);
    expect(window.give('start')).toBeUndefined();
  });

  it('L2, L12: a window with automatic start does not begin after its end, when the system was down', () => {
    const window = new CoreWindow(openedEvent(openingBody({ automaticStart: true })));
    window.advance(15 * DAY - HOUR);
    window.advance(4 * HOUR, { leap: true });
    expect(window.state.phase).toBe('delayed');
    expect(window.state.startedAt).toBeUndefined();
  });
});

describe('a time that is given afterwards (L14)', () => {
  it.each([
    ['now, by a clock a little ahead', MINUTE, undefined, 0],
    ['too far ahead', 3 * MINUTE, 'time-out-of-bounds', undefined],
    ['since it was allowed to begin', -HOUR - 15 * MINUTE, undefined, -HOUR - 15 * MINUTE],
    ['before it was allowed to begin', -HOUR - 16 * MINUTE, 'time-out-of-bounds', undefined],
  ])('L14: a start of planned work, %s', (_words, fromNow, refused, counts) => {
    const window = atStart();
    window.advance(HOUR);
    expect(window.give('start', { startedAt: iso(window.now + fromNow) })).toBe(refused);
    expect(window.state.startedAt).toBe(counts === undefined ? undefined : window.now + counts);
  });

  it('L14, N3: an emergency may have begun up to a day before it was opened', () => {
    const opened = openedEvent(openingBody({ class: 'emergency' }, { inMs: -HOUR, lastsMs: 4 * HOUR }));
    const window = new CoreWindow(opened);
    expect(window.give('start', { startedAt: iso(T0 - DAY - MINUTE) })).toBe('time-out-of-bounds');
    expect(window.give('start', { startedAt: iso(T0 - HOUR) })).toBeUndefined();
    expect(latestFacts(window)).toMatchObject({ startedAt: T0 - HOUR, now: T0 });
    expect(window.give('complete', { completedAt: iso(T0 - 2 * HOUR) })).toBe('time-out-of-bounds');
    window.advance(HOUR);
    expect(window.give('complete', { completedAt: iso(T0 + MINUTE) })).toBeUndefined();
    expect(window.state).toMatchObject({ endedAt: T0 + MINUTE, completedAt: T0 + HOUR });
    expect(latestFacts(window)).toMatchObject({ endedAt: T0 + MINUTE });
  });

  it('L12, L14: who forgot to say so gives time and reason after the planned end; the reason is for staff alone', () => {
    const window = atStart();
    window.advance(3 * HOUR);
    const startedAt = iso(START + 5 * MINUTE);
    expect(window.give('start', { startedAt })).toBe('invalid-body');
    expect(window.give('start', { startedAt: iso(END), reason: 'The line was down.' })).toBe('too-late');
    expect(window.give('start', { startedAt, reason: 'The line was down.' })).toBeUndefined();
    // past its end, so at once overdue
    expect(window.state).toMatchObject({ phase: 'overdue', startedAt: START + 5 * MINUTE });
    const said = window.log.find(({ event }) => event.type === 'started');
    expect(said).toMatchObject({ by: 'tester', at: END + HOUR });
    expect(lines(window)).toContain(
      `Work started at 2026-12-10T00:05:00Z, as was said afterwards (The line was down.)`,
    );
    expect(JSON.stringify(said && customerEvents(said))).not.toContain('The line was down.');
  });
});

describe('begun work that is called off (L13)', () => {
  it('L13, E4: an emergency is rolled back, verified, told to everybody, and closes only with its report', () => {
    const window = new CoreWindow(openedEvent(openingBody({ class: 'emergency' }, { inMs: 0 })));
    window.give('start');
    window.advance(10 * MINUTE);
    expect(window.give('cancel', { reason: 'The patch fails.' })).toBeUndefined();
    expect(window.state).toMatchObject({ phase: 'rolling-back', rollBack: { reason: 'The patch fails.' } });
    expect(window.give('cancel', { reason: 'text' })).toBe('already-done');
    expect(window.give('verify')).toBe('wrong-phase');
    expect(window.give('complete')).toBe('verification-open');
    expect(window.give('tick', { step: 1 })).toBeUndefined();
    window.advance(20 * MINUTE);
    expect(window.give('complete', { message: 'All hosts run the old kernel.' })).toBeUndefined();
    expect(latestFacts(window)).toMatchObject({
      notice: { kind: 'rolled-back', revision: 2 },
      phase: 'rolled-back',
      message: 'The patch fails.\nAll hosts run the old kernel.',
      reportFollows: true,
    });
    window.finishNotices();
    window.advance(3 * DAY);
    expect(window.state.attention.map(({ code }) => code)).toEqual(['rfo-late']);
    expect(window.give('draftRfo', { summary: 's', rootCause: 'r' })).toBeUndefined();
    expect(window.give('approveRfo', { by: 'second' })).toBeUndefined();
    window.finishNotices();
    expect(window.state.phase).toBe('closed');
  });

  it('L13, E3: what was ticked off before is to be verified anew, and one step more', () => {
    const window = atStart({ verification: { steps: ['Both feeds carry load'], monitorMinutes: 30 } });
    window.give('start');
    window.give('tick', { step: 1 });
    window.give('cancel', { reason: 'text' });
    expect(window.state.ticks).toBeUndefined();
    expect(window.state.spec.verification?.steps).toEqual([
      'Both feeds carry load',
      'Systems are as they were before the work',
    ]);
  });

  it('L6, L13: a roll-back past the planned end is escalated until it is over or has a new end', () => {
    const window = atStart({}, PROCESS_POLICY);
    window.give('start');
    window.give('cancel', { reason: 'text' });
    window.advance(2 * HOUR + 20 * MINUTE);
    expect(window.state.phase).toBe('rolling-back');
    expect(of(window, 'escalation').length).toBe(2);
    window.give('post', { message: 'Half is as before.' });
    expect(window.state.overrun?.escalation).toBeDefined();
    window.give('extend', { end: iso(window.now + HOUR), reason: 'text' });
    expect(window.state).toMatchObject({ phase: 'rolling-back', overrun: {} });
  });

  it('L7: before the start it is a cancellation, delayed or not', () => {
    const window = atStart();
    window.advance(HOUR);
    expect(window.state.phase).toBe('delayed');
    window.give('cancel', { reason: 'text' });
    expect(window.state.phase).toBe('cancelled');
    expect(window.begun.at(-1)?.notice.kind).toBe('cancelled');
  });

  it('version 0.2.0: a window opened under its rules is over at once, as its history says', () => {
    const { unplanned: _rules, ...policy } = PLAIN_POLICY;
    const window = atStart({}, policy);
    window.advance(HOUR);
    expect(window.state.phase).toBe('announced');
    window.give('start');
    window.give('cancel', { reason: 'text' });
    expect(window.state.phase).toBe('cancelled');
  });
});

describe('a private window, of which no page tells (N7)', () => {
  it('N7, L6: what a page would say of it is mailed: delayed, being verified, past its end', () => {
    const window = atStart({ visibility: 'private' });
    window.advance(HOUR);
    window.give('start');
    window.advance(HOUR);
    window.give('verify', { note: 'Both feeds are measured.' });
    const kinds = window.begun.map(({ notice }) => notice.kind).slice(-4);
    expect(kinds).toEqual(['delayed', 'started', 'overdue', 'verifying']);
    expect(window.give('post', { message: 'text', notify: false })).toBe('invalid-body');
  });

  it('N7: of a public one these are on the page alone', () => {
    const window = atStart();
    window.give('start');
    window.advance(2 * HOUR);
    window.give('verify');
    expect(window.begun.at(-1)?.notice.kind).toBe('started');
    expect(window.give('post', { message: 'text', notify: false })).toBeUndefined();
  });
});
