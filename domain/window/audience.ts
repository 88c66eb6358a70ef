import type { NoticeId } from '../notices/notice';
import { begin } from './begun-notices';
import { tellStaff } from './duties/staff-lists';
import type { WindowEvent } from './events';
import type { Phase, WindowState } from './types';

/** How the audience differs from those who have heard of the window: figures only, recipients stay in the ledger (T4). */
export interface AudienceChange {
  /** The notice that was being prepared when the difference was seen. */
  readonly notice: NoticeId;
  readonly newcomers: number;
  readonly leavers: number;
}

/** While somebody can still prepare for the work, or wonder about it. */
export const LIVING: readonly Phase[] = ['announced', 'delayed', 'in-progress', 'overdue', 'verifying', 'rolling-back'];

/**
 * N5: newcomers get the announcement they missed, those no longer affected are told so. A change seen for an older revision,
 * or after the work is over, has no effect: everybody hears of the newer revision or of the end anyway.
 */
export function decideAudience(
  state: WindowState,
  { notice, newcomers, leavers }: AudienceChange,
): readonly WindowEvent[] {
  if (notice.revision !== state.revision || !LIVING.includes(state.phase)) return [];
  if (newcomers === 0 && leavers === 0) return [];
  return [
    { type: 'audience-changed', newcomers, leavers, ...rescopeReason(state, notice) },
    ...(newcomers > 0 ? [begin(state, 'catch-up')] : []),
    ...(leavers > 0 ? [begin(state, 'all-clear')] : []),
    ...(wereListed(state, notice) ? [] : tellStaff(state)),
  ];
}

/**
 * P5: the step that began the notice began lists for staff, too. They are written after it, so they show who is new and who is gone;
 * another one would say the same again. Windows of version 0.2.0 sent it.
 */
function wereListed({ policy, notices }: WindowState, { kind, revision, ordinal }: NoticeId): boolean {
  const seen = notices.find((one) => one.kind === kind && one.revision === revision && one.ordinal === ordinal);
  if (!policy.inside || !seen) return false;
  return notices.some((one) => one.kind === 'staff-list' && one.begunAt === seen.begunAt && one.revision === revision);
}

/** A notice of the change was being prepared when the difference was seen: the change is why. */
function rescopeReason({ rescoped }: WindowState, { kind, revision }: NoticeId): { reason?: string } {
  return kind === 'changed' && rescoped?.revision === revision ? { reason: rescoped.reason } : {};
}
