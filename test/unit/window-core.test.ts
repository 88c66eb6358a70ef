import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { nextDue, planOf } from '../../domain/window/duties/agenda';
import { checkOpening } from '../../domain/window/plan-rules';
import { DEFAULT_POLICY, spreadOf } from '../../domain/notices/notice-policy';
import { begunNotices } from '../../domain/window/facts';
import { CoreWindow, iso, openedEvent, openingBody, specOf, T0 } from '../support/windows';

const open = (...args: Parameters<typeof openingBody>) => new CoreWindow(openedEvent(openingBody(...args)));

describe('the plan of each class', () => {
  test('N1: a standard window is announced 14 days before and reminded at 7, 3 and 1 days', () => {
    const window = open({}, { inMs: 20 * DAY });
    const start = T0 + 20 * DAY;
    expect(planOf(window.state).map(({ kind, at }) => [kind, (start - at) / DAY])).toEqual([
      ['announcement', 14],
      ['reminder-7d', 7],
      ['reminder-3d', 3],
      ['reminder-1d', 1],
    ]);
    window.advance(20 * DAY);
    expect(window.begun.map(({ notice, at }) => [notice.kind, (start - at) / DAY])).toEqual([
      ['announcement', 14],
      ['reminder-7d', 7],
      ['reminder-3d', 3],
      ['reminder-1d', 1],
    ]);
  });

  test('N2: an expedited window is announced at once and reminded a day before', () => {
    const window = open({ class: 'expedited' }, { inMs: 4 * DAY });
    expect(window.notices).toEqual(['announcement r1']);
    window.advance(4 * DAY);
    expect(window.notices).toEqual(['announcement r1', 'reminder-1d r1']);
  });

  test('N2: an expedited window with less than 3 days is refused with figures and ways out', () => {
    const spec = specOf(openingBody({ class: 'expedited' }, { inMs: 2 * DAY + HOUR }));
    const refusal = checkOpening(spec, T0, DEFAULT_POLICY);
    expect(refusal).toMatchObject({ code: 'notice-too-short', field: 'slots.0.start' });
    expect(refusal?.detail).toContain('3 days');
    expect(refusal?.detail).toContain('2 days 1 hour');
    expect(refusal?.detail).toContain('2026-11-28T00:00:00Z');
    expect(
      checkOpening(specOf(openingBody({ class: 'expedited' }, { inMs: 3 * DAY })), T0, DEFAULT_POLICY),
    ).toBeUndefined();
  });

  test('N3: an emergency is announced at once, may have started already, and has no reminders', () => {
    const body = openingBody({ class: 'emergency' }, { inMs: -HOUR, lastsMs: 3 * HOUR });
    expect(checkOpening(specOf(body), T0, DEFAULT_POLICY)).toBeUndefined();
    const window = new CoreWindow(openedEvent(body));
    expect(window.notices).toEqual(['announcement r1']);
    expect(planOf(window.state)).toEqual([]);
    expect(window.give('start')).toBeUndefined();
  });

  test('a planned window does not start in the past, an emergency does not end there', () => {
    expect(checkOpening(specOf(openingBody({}, { inMs: -MINUTE })), T0, DEFAULT_POLICY)).toMatchObject({
      code: 'start-in-past',
    });
    const over = openingBody({ class: 'emergency' }, { inMs: -3 * HOUR });
    expect(checkOpening(specOf(over), T0, DEFAULT_POLICY)).toMatchObject({ code: 'end-in-past', field: 'slots.0.end' });
  });

  test('milestones of windows that fall due together are spread, never early', () => {
    const start = T0 + 20 * DAY;
    const offsets = ['MW-2026-0001', 'MW-2026-0002', 'MW-2026-0003'].map((reference) => {
      const opened = openedEvent(openingBody({}, { inMs: 20 * DAY }), { reference, policy: DEFAULT_POLICY });
      const [announcement] = planOf(new CoreWindow(opened).state);
      expect(announcement).toMatchObject({ kind: 'announcement', at: start - 14 * DAY });
      return (announcement?.dueAt ?? 0) - (start - 14 * DAY);
    });
    expect(new Set(offsets).size).toBe(3);
    for (const offset of offsets) expect(offset).toBeGreaterThanOrEqual(0);
    expect(spreadOf('MW-2026-0001', DEFAULT_POLICY.spreadMs)).toBe(offsets[0]);
  });
});

describe('late and early', () => {
  test('N10: opened 5 days ahead, the announcement goes out at once and stands in for the 7-day reminder', () => {
    const window = open({}, { inMs: 5 * DAY });
    window.advance(5 * DAY);
    expect(window.notices).toEqual(['announcement r1', 'reminder-3d r1', 'reminder-1d r1']);
  });

  test('N10: reminders missed while the system was down are replaced by the latest', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.advance(7 * DAY);
    window.advance(10.5 * DAY, { leap: true });
    expect(window.notices).toEqual(['announcement r1', 'reminder-3d r1']);
    expect(window.begun.at(-1)?.folded).toEqual(['reminder-7d']);
    window.advance(3 * DAY);
    expect(window.notices.slice(0, 3)).toEqual(['announcement r1', 'reminder-3d r1', 'reminder-1d r1']);
  });

  test('N10: a reminder that would come after the planned start is dropped, on the record', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.advance(18 * DAY);
    window.advance(2 * DAY + MINUTE, { leap: true });
    expect(window.notices).not.toContain('reminder-1d r1');
    expect(window.log.map(({ event }) => event.type)).toContain('reminders-passed');
  });

  test('L2: nothing starts or ends because a clock said so; the missing start needs attention', () => {
    const window = open({}, { inMs: 15 * DAY });
    window.advance(15 * DAY + HOUR);
    expect(window.state.phase).toBe('delayed');
    expect(window.state.attention.map(({ code }) => code)).toEqual(['start-missed']);
    expect(window.give('start')).toBeUndefined();
    expect(window.state.attention.map(({ code }) => code)).not.toContain('start-missed');
  });

  test('L1, L6: work past its planned end is overdue, never silent, and owes an RFO (E4)', () => {
    const window = open({}, { inMs: 15 * DAY });
    window.advance(15 * DAY);
    window.give('start');
    window.advance(2 * HOUR - 1);
    expect(window.state.phase).toBe('in-progress');
    window.advance(1);
    expect(window.state.phase).toBe('overdue');
    window.give('complete');
    window.finishNotices();
    expect(window.state.phase).toBe('completed');
    expect(window.state.rfo).toMatchObject({ owed: true });
  });

  test('L4: a promised update that does not come needs attention, and the next post clears it', () => {
    const window = open({ class: 'emergency' }, { inMs: 0 });
    window.give('start');
    expect(window.give('post', { message: 'Half done.', nextUpdateBy: iso(T0 + 30 * MINUTE) })).toBeUndefined();
    window.advance(30 * MINUTE);
    expect(window.state.attention.map(({ code }) => code)).toEqual(['update-missed']);
    window.give('post', { message: 'Nearly done.' });
    expect(window.state.attention).toEqual([]);
  });
});

describe('commands', () => {
  test('a start before customers were told, or before the time they were told, is refused', () => {
    const window = open({}, { inMs: 20 * DAY });
    expect(window.give('start')).toBe('too-early');
    window.advance(19 * DAY);
    expect(window.give('start')).toBe('too-early');
    window.advance(DAY - 15 * MINUTE);
    expect(window.give('start')).toBeUndefined();
    expect(window.give('start')).toBe('already-done');
  });

  test('L1: what has not started cannot be completed, and is completed once', () => {
    const window = open({ class: 'emergency' }, { inMs: 0 });
    expect(window.give('complete')).toBe('wrong-phase');
    window.give('start');
    window.give('verify');
    expect(window.state.phase).toBe('verifying');
    expect(window.give('complete', { customerImpactMinutes: 7 })).toBeUndefined();
    expect(window.give('complete')).toBe('already-done');
    expect(window.state).toMatchObject({ startedAt: T0, endedAt: T0, customerImpactMinutes: 7 });
  });

  test('L5, N9: a reschedule between two reminders re-arms everything for the new date and tells it', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.advance(15 * DAY);
    expect(window.notices).toEqual(['announcement r1', 'reminder-7d r1']);
    const start = T0 + 30 * DAY;
    expect(
      window.give('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'Parts are late.' }),
    ).toBeUndefined();
    expect(window.notices.at(-1)).toBe('rescheduled r2');
    expect(planOf(window.state).map(({ kind, at }) => [kind, (start - at) / DAY])).toEqual([
      ['reminder-7d', 7],
      ['reminder-3d', 3],
      ['reminder-1d', 1],
    ]);
    window.advance(15 * DAY);
    expect(window.notices.slice(2)).toEqual(['rescheduled r2', 'reminder-7d r2', 'reminder-3d r2', 'reminder-1d r2']);
  });

  test('L5: the rescheduled notice tells the old date and the new', () => {
    const window = open({ class: 'expedited' }, { inMs: 4 * DAY });
    const before = window.log.length;
    window.give('reschedule', { start: iso(T0 + 9 * DAY), end: iso(T0 + 9 * DAY + HOUR), reason: 'Parts are late.' });
    const [begun] = begunNotices(window.state, window.log.slice(before));
    expect(begun?.facts).toMatchObject({
      notice: { kind: 'rescheduled', revision: 2 },
      previousSlot: { startsAt: T0 + 4 * DAY, endsAt: T0 + 4 * DAY + 2 * HOUR },
      slot: { startsAt: T0 + 9 * DAY, endsAt: T0 + 9 * DAY + HOUR },
      message: 'Parts are late.',
    });
  });

  test('L5: a window nobody was told of moves silently and is announced for its new date', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.give('reschedule', { start: iso(T0 + 40 * DAY), end: iso(T0 + 40 * DAY + HOUR), reason: 'Parts are late.' });
    expect(window.notices).toEqual([]);
    expect(nextDue(window.state)).toMatchObject({ at: T0 + 26 * DAY, duty: { kind: 'announcement' } });
  });

  test.each([
    ['into the past', { start: iso(T0 - HOUR), end: iso(T0 + HOUR) }, 'start-in-past'],
    ['to the date in force', { start: iso(T0 + 15 * DAY), end: iso(T0 + 15 * DAY + 2 * HOUR) }, 'same-slot'],
    ['ten years ahead', { start: iso(T0 + 3650 * DAY), end: iso(T0 + 3651 * DAY) }, 'too-far-ahead'],
  ])('a reschedule %s is refused and changes nothing', (_what, slot, code) => {
    const window = open({});
    const before = window.state;
    expect(window.give('reschedule', { ...slot, reason: 'x' })).toBe(code);
    expect(window.state).toBe(before);
  });

  test('a lost update is refused: expectedRevision', () => {
    const window = open({ class: 'expedited' }, { inMs: 4 * DAY });
    window.give('reschedule', { start: iso(T0 + 5 * DAY), end: iso(T0 + 6 * DAY), reason: 'x' });
    expect(window.give('cancel', { reason: 'x', expectedRevision: 1 })).toBe('stale-revision');
    expect(window.give('cancel', { reason: 'x', expectedRevision: 2 })).toBeUndefined();
  });

  test('cancel tells those who were told, and nobody when nobody was', () => {
    const told = open({ class: 'expedited' }, { inMs: 4 * DAY });
    told.give('cancel', { reason: 'The vendor withdrew the advice.' });
    expect(told.notices).toEqual(['announcement r1', 'cancelled r2']);
    expect(told.give('start')).toBe('wrong-phase');
    const silent = open({}, { inMs: 20 * DAY });
    silent.give('cancel', { reason: 'Not needed.' });
    expect(silent.notices).toEqual([]);
    expect(nextDue(silent.state)).toBeUndefined();
  });

  test('progress posts are notices of their own, or only on the page', () => {
    const window = open({ class: 'emergency' }, { inMs: 0 });
    window.give('start');
    window.give('post', { message: 'One.' });
    window.give('post', { message: 'Two.', notify: false });
    window.give('post', { message: 'Three.' });
    const posts = window.begun.filter(({ notice }) => notice.kind === 'progress');
    expect(posts.map(({ notice }) => notice.ordinal)).toEqual([1, 2]);
    expect(window.state.progressPosts).toBe(3);
  });
});

describe('retryFailed', () => {
  test('takes the latest notice of this revision that left somebody unreached, or the one named', () => {
    const window = open({ class: 'emergency' }, { inMs: 0 });
    window.finishNotices(1);
    window.give('start');
    window.finishNotices(1);
    expect(window.give('retryFailed', { notice: 'completed' })).toBe('nothing-failed');
    expect(window.give('retryFailed', { notice: 'announcement' })).toBeUndefined();
    expect(window.state.attention.map(({ code }) => code)).toEqual(['failed.started.r1']);
    expect(window.give('retryFailed')).toBeUndefined();
    expect(window.log.flatMap(({ event }) => (event.type === 'notice-retried' ? [event.notice.kind] : []))).toEqual([
      'announcement',
      'started',
    ]);
    // both are under way again
    expect(window.give('retryFailed')).toBe('nothing-failed');
    window.finishNotices();
    expect(window.state.attention).toEqual([]);
  });

  test('a completed window that left somebody unreached stays open for a day, and then closes', () => {
    const window = open({}, { inMs: 15 * DAY });
    window.advance(15 * DAY);
    window.give('start');
    window.give('complete');
    window.finishNotices(1);
    expect(window.state.phase).toBe('completed');
    window.advance(DAY - 1);
    expect(window.give('retryFailed', { notice: 'completed' })).toBeUndefined();
    window.finishNotices(1);
    window.advance(DAY);
    expect(window.state.phase).toBe('closed');
    expect(window.give('retryFailed')).toBe('wrong-phase');
  });

  test('N9: leaves alone what failed for an older date', () => {
    const window = open({ class: 'expedited' }, { inMs: 4 * DAY });
    window.finishNotices(1);
    window.give('reschedule', { start: iso(T0 + 5 * DAY), end: iso(T0 + 6 * DAY), reason: 'x' });
    window.finishNotices();
    expect(window.give('retryFailed')).toBe('nothing-failed');
  });
});

describe('E4: the reason-for-outage report', () => {
  const completedEmergency = () => {
    const window = open({ class: 'emergency' }, { inMs: 0 });
    window.give('start');
    window.give('complete');
    window.finishNotices();
    return window;
  };

  test('an emergency does not close without a published final RFO', () => {
    const window = completedEmergency();
    window.advance(400 * DAY);
    expect(window.state.phase).toBe('completed');
    expect(window.state.attention.map(({ code }) => code)).toEqual(['rfo-late']);
    expect(window.give('approveRfo')).toBe('no-rfo-draft');
    window.give('draftRfo', { summary: 's', rootCause: 'r' });
    window.finishNotices();
    expect(window.state.phase).toBe('completed');
    expect(window.give('approveRfo', { version: 7 })).toBe('stale-revision');
    expect(window.give('approveRfo')).toBeUndefined();
    expect(window.notices.at(-1)).toBe('rfo r1');
    expect(window.state.phase).toBe('completed');
    window.finishNotices();
    expect(window.state.phase).toBe('closed');
    expect(window.state.attention).toEqual([]);
  });

  test('a preliminary report is published and the final one is still owed', () => {
    const window = completedEmergency();
    window.give('draftRfo', { summary: 's', rootCause: 'r', state: 'preliminary' });
    window.give('approveRfo');
    window.finishNotices();
    expect(window.state.phase).toBe('completed');
    window.give('draftRfo', { summary: 's2', rootCause: 'r2' });
    window.give('approveRfo', { version: 2 });
    window.finishNotices();
    expect(window.state.phase).toBe('closed');
    expect(window.begun.filter(({ notice }) => notice.kind === 'rfo').map(({ notice }) => notice.ordinal)).toEqual([
      1, 2,
    ]);
  });

  test('a planned window that ended in time closes by itself once everybody was told', () => {
    const window = open({}, { inMs: 15 * DAY });
    window.advance(15 * DAY);
    window.give('start');
    window.finishNotices();
    window.give('complete');
    expect(window.state.phase).toBe('completed');
    window.finishNotices();
    expect(window.state.phase).toBe('closed');
  });
});
