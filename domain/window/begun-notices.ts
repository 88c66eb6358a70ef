import type { NoticeId } from '../notices/notice';
import { isToCustomers } from '../notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../notices/notices';
import type { WindowEvent } from './events';
import type { NoticeRecord, WindowState } from './types';

/**
 * The event that hands a notice to its child; once per kind, ordinal and revision (N8). `ordinal` is the next one of a kind that
 * repeats, if not given; `folded` are the slugs of notices it stands in for.
 */
export function begin(
  state: Pick<WindowState, 'revision' | 'notices'>,
  kind: NoticeKind,
  {
    ordinal = NOTICES[kind].repeats ? count(state, kind) + 1 : 1,
    folded = [],
  }: { readonly ordinal?: number; readonly folded?: readonly string[] } = {},
): WindowEvent {
  const notice: NoticeId = { kind, revision: state.revision, ordinal };
  return { type: 'notice-begun', notice, folded };
}

/** How many notices of the kind the window has begun so far. */
export function count(state: Pick<WindowState, 'notices'>, kind: NoticeKind): number {
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
