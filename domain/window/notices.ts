import type { NoticeId, NoticeKind } from '../notice';
import type { WindowEvent } from './events';
import type { WindowState } from './types';

/** The event that hands a notice to its child; once per kind, ordinal and revision (N8). */
export function begin(
  state: Pick<WindowState, 'revision'>,
  kind: NoticeKind,
  ordinal = 1,
  folded: readonly string[] = [],
): WindowEvent {
  const notice: NoticeId = { kind, revision: state.revision, ordinal };
  return { type: 'notice-begun', notice, folded };
}

/** How many notices of the kind the window has begun so far. */
export function count(state: WindowState, kind: NoticeKind): number {
  return state.notices.filter((notice) => notice.kind === kind).length;
}
