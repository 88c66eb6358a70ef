import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { nextDue } from '../../domain/window/duties/agenda';
import { begunNotices } from '../../domain/window/facts';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const emergency = (policy: NoticePolicy = PROCESS_POLICY) => {
  const body = openingBody({ class: 'emergency' }, { inMs: 0, lastsMs: 30 * DAY });
  const window = new CoreWindow(openedEvent(body, { policy }));
  window.give('start');
  return window;
};

const escalations = (window: CoreWindow) =>
  window.begun.filter(({ notice }) => notice.kind === 'escalation').map(({ at }) => at);
const attention = (window: CoreWindow, code: string) => window.state.attention.find((one) => one.code === code)?.text;

/** From the moment the chain begins: its three steps, then the last one again. */
const MOMENTS = [0, 15 * MINUTE, 45 * MINUTE, 2 * HOUR, 6 * HOUR, 24 * HOUR];

test('E2, L6: an unattended emergency misses one word, is escalated with growing pauses, and then only says so', () => {
  const window = emergency();
  window.advance(20 * DAY);
  expect(window.log.filter(({ event }) => event.type === 'update-missed')).toHaveLength(1);
  expect(escalations(window)).toEqual(MOMENTS.map((after) => T0 + HOUR + after));
  expect(attention(window, 'escalation')).toBe(
    'Escalated, step 6, the last; nobody has answered, and nobody is told again: The promised progress update has not come',
  );
  expect(attention(window, 'update-missed')).toBe('The promised progress update has not come');
  // what is left is the planned end
  expect(nextDue(window.state)).toEqual({ at: T0 + 30 * DAY - 15 * MINUTE, duty: { type: 'ask-overrun' } });
});

test('E2: a word ends the escalation, and the next one is owed an hour later', () => {
  const window = emergency();
  window.advance(HOUR + 50 * MINUTE);
  expect(escalations(window)).toHaveLength(3);
  window.give('post', { message: 'The part is on its way.' });
  expect([attention(window, 'escalation'), attention(window, 'update-missed')]).toEqual([undefined, undefined]);
  expect(nextDue(window.state)).toEqual({ at: window.now + HOUR, duty: { type: 'update-missed' } });
  window.advance(HOUR);
  expect(escalations(window)).toHaveLength(4);
});

test('L6: an overrun nobody answers is escalated as often, and an extension counts anew', () => {
  const window = new CoreWindow(openedEvent(openingBody(), { policy: PROCESS_POLICY }));
  const end = T0 + 15 * DAY + 2 * HOUR;
  window.advance(15 * DAY);
  window.give('start');
  window.advance(10 * DAY);
  expect(escalations(window)).toEqual(MOMENTS.map((after) => end + after));
  expect(attention(window, 'escalation')).toContain('the last; nobody has answered');
  expect(attention(window, 'overdue')).toBe('The work runs past its planned end');
  expect(nextDue(window.state)).toBeUndefined();
  window.give('extend', { end: new Date(window.now + HOUR).toISOString(), reason: 'A bolt is stuck.' });
  expect(attention(window, 'escalation')).toBeUndefined();
  window.advance(HOUR);
  expect(escalations(window)).toHaveLength(7);
});

test('N10: steps that fell due while the system was down go out as one, and the later ones at their time', () => {
  const window = emergency();
  window.advance(HOUR + 7 * HOUR, { leap: true });
  // the missed word is seen only now
  expect(escalations(window)).toEqual([T0 + 8 * HOUR]);
  window.advance(3 * HOUR, { leap: true });
  expect(window.log.findLast(({ event }) => event.type === 'escalated')?.event).toMatchObject({ step: 4 });
  expect(escalations(window)).toHaveLength(2);
  window.advance(20 * DAY);
  expect(escalations(window)).toHaveLength(4);
});

test('L6: the last mail says that it is the last, and what answers it', () => {
  const window = emergency();
  const words = () =>
    begunNotices(window.state, window.log).findLast(({ facts }) => facts.notice.kind === 'escalation')?.facts.message;
  window.advance(HOUR + 6 * HOUR);
  expect(words()).not.toContain('the last time');
  window.advance(DAY);
  expect(words()).toContain('This is the last time: nobody is told again until there is an answer.');
  expect(words()).toContain('forewarn extend, post or complete');
});
