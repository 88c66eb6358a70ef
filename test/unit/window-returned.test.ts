import type { NoticeCounts } from '../../domain/notices/notice';
import { describeEvent } from '../../domain/window/events';
import { readReport } from '../../domain/window/reports';
import { CoreWindow, openedEvent, openingBody } from '../support/windows';

/** Mail that comes back after it was accepted (N13). */
const NOTICE = { kind: 'announcement', revision: 1, ordinal: 1 } as const;
const counts = (accepted: number, failed: number): NoticeCounts => ({
  ...{ organizations: 3, recipients: 3, accepted, failed, uncertain: 0, superseded: 0 },
});
const returned = (accepted: number, failed: number, words = '550 5.7.1 no') =>
  ({ type: 'notice-returned', notice: NOTICE, counts: counts(accepted, failed), words }) as const;
const settled = (accepted: number, failed: number) =>
  ({ type: 'notice-settled', notice: NOTICE, outcome: 'settled', counts: counts(accepted, failed) }) as const;

function announced() {
  const window = new CoreWindow(openedEvent(openingBody({ class: 'emergency' })));
  window.tick();
  expect(window.state.notices[0]).toMatchObject({ ...NOTICE, state: 'under-way' });
  const attention = () =>
    window.state.attention.filter(({ code }) => code.startsWith('failed.')).map(({ text }) => text);
  return {
    window,
    attention,
    give: (event: Parameters<CoreWindow['apply']>[0][number]) => window.apply([event], 'clock'),
  };
}

describe('mail that comes back later (N13)', () => {
  const TEXT = 'recipients of the announcement were not reached; mail that had been accepted came back: 550 5.7.1 no';

  it('N13: of a settled notice it needs attention, and the figures are the new ones', () => {
    const { window, attention, give } = announced();
    give(settled(3, 0));
    expect(attention()).toEqual([]);
    give(returned(2, 1));
    expect(attention()).toEqual([`1 of 3 ${TEXT}`]);
    expect(window.state.notices[0]?.counts).toMatchObject({ accepted: 2, failed: 1 });
    give(returned(1, 2));
    expect(attention()).toEqual([`2 of 3 ${TEXT}`]);
  });

  it('N13: it is not forgotten when the notice settles after it with figures from before', () => {
    const { window, attention, give } = announced();
    give(returned(2, 1));
    expect(attention()).toEqual([`1 of 3 ${TEXT}`]);
    give(settled(3, 0));
    expect(attention()).toEqual([`1 of 3 ${TEXT}`]);
    expect(window.state.notices[0]).toMatchObject({ state: 'settled', counts: { accepted: 2, failed: 1 } });
    expect(window.state.notices[0]).not.toHaveProperty('returned');
  });

  it('N13: it is not counted twice when the notice settles with it', () => {
    const { window, attention, give } = announced();
    give(returned(1, 1));
    give(settled(2, 1));
    expect(attention()).toEqual([`1 of 3 ${TEXT}`]);
    expect(window.state.notices[0]?.counts).toMatchObject({ accepted: 2, failed: 1 });
  });

  it('N13: sent again and reached, the matter is over', () => {
    const { attention, give } = announced();
    give(settled(3, 0));
    give(returned(2, 1));
    give({ type: 'notice-retried', notice: NOTICE });
    expect(attention()).toEqual([]);
    give(settled(3, 0));
    expect(attention()).toEqual([]);
  });

  it('N13: a mail of a notice the window does not know changes nothing', () => {
    const { attention, give } = announced();
    give({ ...returned(2, 1), notice: { ...NOTICE, revision: 7 } });
    expect(attention()).toEqual([]);
  });

  it('N13: the timeline says what came back, and where the notice stands', () => {
    expect(describeEvent(returned(2, 1))).toBe(
      'Mail of notice announcement of revision 1 came back, now 2 of 3 accepted, 1 failed: 550 5.7.1 no',
    );
  });
});

describe('figures that come with a report', () => {
  it('N13: customers nobody could be told for, and addresses held back, stay counted when mail comes back', () => {
    const figures = { ...counts(1, 1), suppressed: 1, untold: 2, optedOut: 1 };
    const report = { notice: NOTICE, counts: figures, words: '550 5.7.1 no' };
    expect(readReport('noticeReturned', report)).toEqual({ type: 'notice-returned', ...report });
    expect(readReport('noticeReturned', { ...report, counts: counts(2, 1) })).toMatchObject({ counts: counts(2, 1) });
  });
});
