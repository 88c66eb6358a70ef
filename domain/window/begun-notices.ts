import type { NoticeId } from '../notices/notice';
import { isToCustomers } from '../notices/notice-kinds';
import type { NoticeKind } from '../notices/notices';
import type { WindowEvent } from './events';
import type { NoticeRecord, WindowState } from './types';

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

/** Some customer has, or may have, read a date. */
export function wasTold({ notices }: Pick<WindowState, 'notices'>): boolean {
  return notices.some(({ kind }) => isToCustomers(kind));
}

/** The notice is at rest and did not reach everybody. */
export function isUnreached({ state, counts }: NoticeRecord): boolean {
  return state === 'broken' || (counts !== undefined && counts.failed + (counts.suppressed ?? 0) > 0);
}
