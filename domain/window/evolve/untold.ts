import { isToCustomers } from '../../notices/notice-kinds';
import { NOTICES } from '../../notices/notices';
import { customers } from '../../notices/untold';
import { cleared, raised } from '../attention';
import type { NoticeRecord, WindowState } from '../types';

const CODE = 'untold';

/**
 * N13: the window needs somebody while the latest notice to its affected customers has found nobody to write to for one of
 * them. Figures only: tasks name them (T4).
 */
export function untoldSeen(state: WindowState, at: number): WindowState {
  const untold = state.notices.findLast(isToAffected)?.counts?.untold ?? 0;
  if (untold === 0) return cleared(state, CODE);
  return raised(
    state,
    CODE,
    `There is nobody to write to for ${customers(untold)}: a task names each, and the way out`,
    at,
  );
}

/** Whoever has left is not counted any more. */
function isToAffected({ kind, state }: NoticeRecord): boolean {
  return state === 'settled' && isToCustomers(kind) && NOTICES[kind].audience !== 'leavers';
}
