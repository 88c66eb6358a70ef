import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { DAY, HOUR } from '../../domain/shared/time';
import { CoreWindow, iso, openedEvent, openingBody, STAFF_POLICY, T0 } from '../support/windows';

const open = (...args: Parameters<typeof openingBody>) =>
  new CoreWindow(openedEvent(openingBody(...args), { policy: STAFF_POLICY }));

/** Notices for staff so far, with the days and hours left to the start. */
const staffNotices = (window: CoreWindow, start: number) =>
  window.begun
    .filter(({ notice }) => notice.kind.startsWith('staff-'))
    .map(({ notice, at }) => [notice.kind, (start - at) / HOUR]);

describe('N12: lists for those who answer for customers', () => {
  test('go out with the announcement, and open ticks are nagged once before each milestone', () => {
    const start = T0 + 20 * DAY;
    const window = open({}, { inMs: 20 * DAY });
    window.advance(6 * DAY);
    expect(window.notices).toEqual(['announcement r1', 'staff-list r1']);
    window.finishNotices();
    window.advance(14 * DAY);
    expect(staffNotices(window, start)).toEqual([
      ['staff-list', 14 * 24],
      ['staff-nag', 7 * 24 + 12],
      ['staff-nag', 3 * 24 + 12],
      ['staff-nag', 24 + 12],
      ['staff-nag', 12],
    ]);
  });

  test('nobody is nagged where nobody answers for an affected customer', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.advance(6 * DAY);
    const notice = { kind: 'staff-list', revision: 1, ordinal: 1 } as const;
    const counts = { organizations: 0, recipients: 0, accepted: 0, failed: 0, uncertain: 0, superseded: 0 };
    window.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts }], 'clock');
    window.advance(14 * DAY);
    expect(window.notices).not.toContain('staff-nag r1');
  });

  test('a new date, a change of the audience and a cancellation each bring a new list', () => {
    const window = open({ class: 'expedited' }, { inMs: 6 * DAY });
    window.finishNotices();
    window.give('reschedule', { start: iso(T0 + 9 * DAY), end: iso(T0 + 9 * DAY + HOUR), reason: 'Parts are late.' });
    window.give('cancel', { reason: 'Not needed.' });
    expect(window.notices).toEqual([
      'announcement r1',
      'staff-list r1',
      'rescheduled r2',
      'staff-list r2',
      'cancelled r3',
      'staff-list r3',
    ]);
  });
});

describe('L8, P3: a question to people of the staff', () => {
  const settled = (window: CoreWindow, ordinal: number, recipients: number) => {
    const notice = { kind: 'approval-request', revision: 1, ordinal } as const;
    const none = { organizations: 0, failed: 0, uncertain: 0, superseded: 0 };
    const counts = { ...none, recipients, accepted: recipients };
    window.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts }], 'clock');
  };
  const needed = (window: CoreWindow) =>
    window.state.attention.filter(({ code }) => code.startsWith('nobody.')).map(({ text }) => text);

  test('that reached nobody needs attention, until one reaches somebody', () => {
    const window = new CoreWindow(
      openedEvent(openingBody({ draft: true }, { inMs: 20 * DAY }), { policy: DEFAULT_POLICY }),
    );
    window.advance(0);
    expect(window.notices).toContain('approval-request r1');
    settled(window, 1, 0);
    expect(needed(window)).toEqual([
      'The request for approval reached nobody: no person of the staff has the role approver',
    ]);
    settled(window, 1, 1);
    expect(needed(window)).toEqual([]);
  });

  test('a brief, and a list of nobody, ask nothing', () => {
    const window = open({}, { inMs: 20 * DAY });
    window.advance(6 * DAY);
    for (const kind of ['brief', 'staff-list'] as const) {
      const counts = { organizations: 0, recipients: 0, accepted: 0, failed: 0, uncertain: 0, superseded: 0 };
      const notice = { kind, revision: 1, ordinal: 1 };
      window.apply([{ type: 'notice-settled', notice, outcome: 'settled', counts }], 'clock');
    }
    expect(needed(window)).toEqual([]);
  });
});
