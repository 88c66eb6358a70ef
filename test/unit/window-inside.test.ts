import { DAY, describeInstant, describeSpan, HOUR, MINUTE, readable } from '../../domain/shared/time';
import { decideAudience } from '../../domain/window/audience';
import { begunNotices } from '../../domain/window/facts';
import { rehearse } from '../../domain/planning/rehearsal';
import { decideWorkReport } from '../../domain/window/work-report';
import { CoreWindow, INSIDE_POLICY, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const open = (...[body, when]: Parameters<typeof openingBody>) =>
  new CoreWindow(openedEvent(openingBody(body, when), { policy: INSIDE_POLICY, settings: { hasBrief: true } }));

/** Notices to staff so far, by the step that began them. */
const inside = (window: CoreWindow) =>
  window.notices.filter((notice) => notice.startsWith('brief') || notice.startsWith('staff-'));

/** The words of the latest notice of that kind. */
const words = (window: CoreWindow, kind: string) => {
  const begun = window.log.findLast(({ event }) => event.type === 'notice-begun' && event.notice.kind === kind);
  const step = window.log.filter(({ at }) => at === begun?.at);
  return begunNotices(window.state, step).findLast(({ facts }) => facts.notice.kind === kind)?.facts;
};

/** Announced 14 days before, and started. */
function atWork(): CoreWindow {
  const window = open({}, { inMs: 20 * DAY });
  window.runUntil(T0 + 20 * DAY);
  window.give('start', { note: 'We begin with the first feed.' });
  return window;
}

describe('P5: support, marketing and product hear of every step that customers see', () => {
  test('each once, with those who answer for customers', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.runUntil(T0 + 7 * DAY);
    window.give('reschedule', { start: iso(T0 + 30 * DAY), end: iso(T0 + 30 * DAY + HOUR), reason: 'A part is late.' });
    window.give('edit', { title: 'Another title' });
    window.runUntil(T0 + 30 * DAY);
    window.give('start');
    window.give('extend', { end: iso(T0 + 30 * DAY + 3 * HOUR), reason: 'A bolt is stuck.' });
    window.give('complete', { message: 'All is back.', customerImpactMinutes: 12 });
    expect(inside(window).filter((notice) => !notice.startsWith('staff-nag'))).toEqual([
      ...['brief r1', 'staff-list r1'],
      ...['staff-list r2', 'brief-changed r2'],
      ...['staff-list r3', 'brief-changed r3'],
      ...['brief-started r3', 'staff-list r3'],
      ...['brief-changed r4', 'staff-list r4'],
      ...['brief-completed r4', 'staff-list r4'],
    ]);
  });

  test('before the announcement whoever was briefed hears a new date, and nobody another wording', () => {
    const window = open({ draft: true }, { inMs: 20 * DAY });
    window.give('edit', { title: 'Another title' });
    expect(inside(window)).toEqual(['brief r1']);
    window.give('reschedule', { start: iso(T0 + 40 * DAY), end: iso(T0 + 40 * DAY + HOUR), reason: 'A part is late.' });
    window.give('cancel', { reason: 'Not needed.' });
    expect(inside(window)).toEqual(['brief r1', 'brief-changed r3', 'brief-cancelled r4']);
    expect(words(window, 'brief-cancelled')?.message).toContain('No customer had been told.');
  });

  test('also where work that is all done ends the window, or calls it off before it', () => {
    const counts = { done: 3, failed: 0, unknown: 0, skipped: 0, left: 0 };
    const work = { work: { mode: 'manual' as const } };
    const started = open(work, { inMs: 20 * DAY });
    started.runUntil(T0 + 20 * DAY);
    started.give('start');
    started.apply(decideWorkReport(started.state, { state: 'finished', counts }, started.now), 'clock');
    expect(started.notices.slice(-3)).toEqual(['completed r1', 'brief-completed r1', 'staff-list r1']);
    expect(words(started, 'brief-completed')?.message).toContain('Forewarn (by itself) says: All planned work is done');
    const ahead = open(work, { inMs: 20 * DAY });
    ahead.runUntil(T0 + 7 * DAY);
    ahead.apply(decideWorkReport(ahead.state, { state: 'nothing-left', counts }, ahead.now), 'clock');
    expect(ahead.notices.slice(-3)).toEqual(['cancelled r2', 'staff-list r2', 'brief-cancelled r2']);
  });

  test('of what nobody outside sees nobody is told', () => {
    const window = atWork();
    const before = inside(window);
    window.give('nominate', { pointOfContact: 'other@provider.example' });
    window.give('post', { message: 'Half is done.' });
    window.give('verify');
    expect(inside(window)).toEqual(before);
  });

  test('where nobody was briefed there is no brief; a window under the rules of version 0.2.0 has none but the first', () => {
    const nobody = new CoreWindow(openedEvent(openingBody({ class: 'emergency' }), { policy: INSIDE_POLICY }));
    nobody.give('start');
    expect(inside(nobody)).toEqual(['staff-list r1', 'staff-list r1']);
    const settings = { hasBrief: true };
    const old = new CoreWindow(openedEvent(openingBody({ class: 'emergency' }), { policy: PROCESS_POLICY, settings }));
    old.give('start');
    old.give('complete');
    expect(inside(old)).toEqual(['staff-list r1', 'brief r1']);
  });

  test('N12: one list a step, although the step also shows that the audience has changed', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.runUntil(T0 + 7 * DAY);
    window.give('rescope', { scope: { locations: ['eu-1/dc-1'] }, reason: 'A second rack.' });
    const lists = () => window.notices.filter((notice) => notice === 'staff-list r2').length;
    expect(lists()).toBe(1);
    const change = { newcomers: 2, leavers: 1 };
    window.apply(
      decideAudience(window.state, { notice: { kind: 'changed', revision: 2, ordinal: 1 }, ...change }),
      'clock',
    );
    expect(window.notices.slice(-2)).toEqual(['catch-up r2', 'all-clear r2']);
    // seen by a later notice, it is news
    window.runUntil(T0 + 14 * DAY);
    const seen = { kind: 'reminder-7d', revision: 2, ordinal: 1 } as const;
    window.apply(decideAudience(window.state, { notice: seen, ...change }), 'clock');
    expect(lists()).toBe(2);
  });
});

describe('P4: on completion the word of the point of contact', () => {
  test('reaches support, and the lists of those who close the loop', () => {
    const window = atWork();
    window.now += HOUR;
    window.give('complete', { message: 'Both feeds carry load again.', customerImpactMinutes: 12 });
    const { message = '' } = words(window, 'brief-completed') ?? {};
    expect(message).toContain('tester says: Both feeds carry load again.');
    expect(message).toContain('Customers saw it for 12 minutes.');
    expect(message).toContain('1 hour, planned were 2 hours.');
    expect(words(window, 'staff-list')).toMatchObject({ message: 'Both feeds carry load again.', phase: 'completed' });
  });

  test('whoever has not told a customer how it ended is nagged once, and the window stays open for a day', () => {
    const window = atWork();
    window.give('complete');
    const completedAt = window.now;
    window.runUntil(completedAt + 23 * HOUR);
    const nags = window.begun.filter(({ notice, at }) => notice.kind === 'staff-nag' && at > completedAt);
    expect(nags.map(({ at }) => Math.round((at - completedAt) / HOUR))).toEqual([12]);
    expect(window.state.phase).toBe('completed');
    window.runUntil(completedAt + 25 * HOUR);
    expect(window.state.phase).toBe('closed');
  });

  test('where nobody answers for an affected customer, the window is closed at once', () => {
    const window = atWork();
    window.give('complete');
    const nobody = { organizations: 0, recipients: 0, accepted: 0, failed: 0, uncertain: 0, superseded: 0 };
    for (const { kind, revision, ordinal, state } of window.state.notices) {
      if (state !== 'under-way') continue;
      const notice = { kind, revision, ordinal };
      window.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts: nobody }], 'clock');
    }
    window.tick();
    expect(window.state.phase).toBe('closed');
  });

  test('L11: a rehearsal shows the lists and the nag after the end', () => {
    const window = open({}, { inMs: 20 * DAY });
    const counts = { organizations: 1, recipients: 2, accepted: 2, failed: 0, uncertain: 0, superseded: 0 };
    const { notices } = rehearse(window.state, T0, {}, () => counts);
    expect(notices.map(({ notice }) => notice.kind).slice(-4)).toEqual([
      ...['completed', 'brief-completed', 'staff-list', 'staff-nag'],
    ]);
  });
});

describe('P1: the brief', () => {
  test('of an emergency names trigger, necessity, risk and mitigation (E1), and what customers read', () => {
    const { message = '' } = words(open({ class: 'emergency' }), 'brief') ?? {};
    for (const line of [
      'Trigger: a security patch.',
      'Why it cannot wait: The fault is being exploited.',
      'Risk: The reboot may take longer on older hosts.',
      'Mitigation: Hosts are drained first.',
      'Customers are told now.',
      'What customers should do: None. Servers come back by themselves.',
    ]) {
      expect(message).toContain(line);
    }
  });

  test('of a standard window says when customers are told, and links to no page that does not open yet', () => {
    const window = open({ draft: true }, { inMs: 20 * DAY });
    const facts = words(window, 'brief');
    expect(facts?.message).toContain(
      `Customers are told on ${describeInstant(T0 + 6 * DAY)}, if it is approved by then.`,
    );
    expect(facts?.unlisted).toBe(true);
    expect(words(open({ class: 'emergency' }), 'brief')?.unlisted).toBeUndefined();
  });
});

test('L8: approvers read the whole text in each language, and which are missing', () => {
  const translations = {
    de: {
      title: 'Netzteil wechseln',
      introduction: 'Guten Tag.\nWir arbeiten.',
      impactDescription: 'Kurz ohne Strom.',
      customerAction: 'Nichts.',
    },
    'pt-BR': { title: 'Trocar a fonte' },
  };
  const body = { draft: true, introduction: 'We are sorry.', translations };
  const { message = '' } = words(open(body, { inMs: 20 * DAY }), 'approval-request') ?? {};
  for (const text of ['We are sorry.', ...Object.values(translations.de), 'Trocar a fonte'])
    expect(message).toContain(text);
  expect(message).toContain('In German (de):');
  expect(message).toContain('Missing in French (fr): everything.');
  expect(message).toContain('Missing in pt-BR: introduction, what happens, what customers should do.');
  expect(message).not.toContain('Missing in German');
});

test('times inside are written for people', () => {
  const at = Date.UTC(2026, 10, 29, 13, 49, 30);
  expect(describeInstant(at)).toBe('Sun 29 Nov 2026, 13:49 UTC');
  expect(describeSpan(at, at + 2 * HOUR)).toBe('Sun 29 Nov 2026, 13:49 to 15:49 UTC');
  expect(describeSpan(at, at + 11 * HOUR)).toBe('Sun 29 Nov 2026, 13:49 to Mon 30 Nov 2026, 00:49 UTC');
  expect(readable('ends after the planned end 2026-11-29T13:49:30Z. Extend it.')).toBe(
    'ends after the planned end Sun 29 Nov 2026, 13:49 UTC. Extend it.',
  );
  const window = atWork();
  window.advance(100 * MINUTE);
  window.give('extend', { end: iso(T0 + 20 * DAY + 3 * HOUR), reason: 'A bolt is stuck.' });
  window.advance(4 * HOUR);
  const all = window.log.flatMap((recorded) => begunNotices(window.state, [recorded]));
  const toStaff = all.filter(
    ({ facts }) => facts.notice.kind.startsWith('brief') || facts.notice.kind === 'escalation',
  );
  expect(toStaff.length).toBeGreaterThan(4);
  for (const { facts } of toStaff) expect(facts.message).not.toMatch(/\d{4}-\d{2}-\d{2}T/);
});
