import { DAY } from '../../domain/shared/time';
import { nextDue } from '../../domain/window/duties/agenda';
import { PHASES, type NoticeRecord, type WindowState } from '../../domain/window/types';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY } from '../support/windows';

/** The state after so many notices more, and a count of how often one of them is read. */
function watched(state: WindowState, more: number): { state: WindowState; reads: () => number } {
  let reads = 0;
  const posts = Array.from({ length: more }, (_, index): NoticeRecord => {
    return {
      kind: 'progress',
      revision: state.revision,
      ordinal: index + 1,
      begunAt: state.openedAt,
      state: 'settled',
    };
  });
  const notices = new Proxy([...posts, ...state.notices], {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) reads++;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { state: { ...state, notices }, reads: () => reads };
}

test.each(PHASES)('what is due next is found by reading each past notice a few times at most: %s', (phase) => {
  const window = new CoreWindow(
    openedEvent(openingBody({ class: 'expedited' }, { inMs: 4 * DAY }), { policy: PROCESS_POLICY }),
  );
  window.finishNotices();
  const state: WindowState = { ...window.state, phase, hasBrief: true, isWithoutContact: true };
  const { state: looked, reads } = watched(state, 1_000);
  expect(nextDue(looked)).toEqual(nextDue(state));
  // a duty that compares each notice with each would read a hundred times as often
  expect(reads()).toBeLessThanOrEqual(8 * looked.notices.length);
});
