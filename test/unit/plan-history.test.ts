import { HOUR } from '../../domain/shared/time';
import { changedParts } from '../../domain/window/plan-parts';
import { planHistory } from '../../domain/window/plan-history';
import { CoreWindow, iso, openedEvent, openingBody, T0 } from '../support/windows';

/** What an approver compares (L8, P2): the revisions of a plan, and what is different between two of them. */

const draft = () =>
  new CoreWindow(
    openedEvent(
      openingBody({
        draft: true,
        translations: { de: { title: 'Tausch der Stromverteilung', customerAction: 'Nichts.' } },
      }),
    ),
  );

function historyOf({ log }: CoreWindow) {
  const history = planHistory(log);
  if (!history) throw new Error('a window has a history');
  return history;
}

describe('L8: the revisions of a plan', () => {
  it('are told apart with who made each, by what, and who approved it', () => {
    const window = draft();
    window.give('approve', { by: 'mara' });
    window.give('edit', { by: 'erik', title: 'Replace the power supply' });
    const { revisions, state } = historyOf(window);
    expect(state.phase).toBe('draft');
    expect(revisions).toMatchObject([
      { revision: 1, by: 'engineer', approved: { by: 'mara' }, spec: { title: openingBody().title } },
      { revision: 2, by: 'erik', line: expect.stringMatching(/^Worded anew/) as string },
    ]);
    expect(revisions[1]).not.toHaveProperty('approved');
  });

  it('an approval that is withdrawn no longer stands, and what an approver asked for stands until the plan changes', () => {
    const window = draft();
    window.give('approve', { by: 'mara' });
    window.give('withdraw', { by: 'mara', reason: 'Too early.' });
    window.give('requestChanges', { by: 'mara', reason: 'Name the rack.' });
    expect(historyOf(window).revisions[0]).not.toHaveProperty('approved');
    expect(historyOf(window).changesAsked).toMatchObject({ by: 'mara', reason: 'Name the rack.' });
    window.give('edit', { by: 'erik', title: 'Rack A12: replace the power supply' });
    expect(historyOf(window).changesAsked).toBeUndefined();
  });

  it('nothing has no history', () => {
    expect(planHistory([])).toBeUndefined();
  });
});

describe('P2: what is different between two revisions', () => {
  const between = (window: CoreWindow) => {
    const [before] = historyOf(window).revisions;
    return changedParts(before?.spec ?? window.state.spec, window.state.spec);
  };

  it('is named by language, sentence and both texts, and a translation that is gone is empty', () => {
    const window = draft();
    window.give('edit', { title: 'Replace the power supply', translations: { de: { customerAction: 'Keine.' } } });
    expect(between(window)).toEqual([
      {
        key: 'en.title',
        title: 'Title',
        language: 'en',
        before: openingBody().title,
        after: 'Replace the power supply',
      },
      {
        key: 'de.customerAction',
        title: 'What customers should do',
        language: 'de',
        before: 'Nichts.',
        after: 'Keine.',
      },
      // it said what the title said before
      { key: 'de.title', title: 'Title', language: 'de', before: 'Tausch der Stromverteilung', after: '' },
    ]);
  });

  it('names the facts of the plan first', () => {
    const window = draft();
    const start = T0 + 400 * HOUR;
    window.give('reschedule', { start: iso(start), end: iso(start + HOUR), reason: 'The part comes later.' });
    expect(between(window)).toMatchObject([
      { title: 'Planned', before: 'Thu 10 Dec 2026, 00:00 to 02:00 UTC', after: 'Fri 11 Dec 2026, 16:00 to 17:00 UTC' },
    ]);
    const { spec } = window.state;
    expect(changedParts(spec, spec)).toEqual([]);
  });
});
