import { NOTICES } from '../../notices/notices';
import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/** N12, P5: whoever answers for customers gets the list of theirs, at the announcement and at each step that customers hear of. */
export function tellStaff(state: WindowState): WindowEvent[] {
  if (state.policy.staffNagBeforeMs === undefined) return [];
  return [begin(state, 'staff-list')];
}

/** P4: somebody got the list of customers to be told how the work ended. */
export function hasEndLists({ completedAt, notices }: WindowState): boolean {
  if (completedAt === undefined) return false;
  return notices.some(
    ({ kind, begunAt, counts }) =>
      NOTICES[kind].audience === 'staff' && begunAt >= completedAt && (counts?.recipients ?? 0) > 0,
  );
}

/** P4: until when customers are to be told how the work ended, UTC ms; undefined before, and once the window is closed. */
export function endToldBy(state: WindowState): number | undefined {
  const { phase, completedAt, policy } = state;
  if (!policy.inside || completedAt === undefined || (phase !== 'completed' && phase !== 'rolled-back'))
    return undefined;
  return hasEndLists(state) ? completedAt + policy.inside.customersToldWithinMs : undefined;
}

/**
 * When those who have not told a customer yet are nagged: once before each milestone, and only where somebody has a list.
 * `milestone` is the next notice or the planned start, UTC ms.
 */
export function nagAt(state: WindowState, milestone: number): number | undefined {
  const { staffNagBeforeMs } = state.policy;
  if (staffNagBeforeMs === undefined) return undefined;
  const lists = state.notices.filter(({ kind }) => kind === 'staff-list');
  if (!lists.some(({ counts }) => (counts?.recipients ?? 0) > 0)) return undefined;
  const at = milestone - staffNagBeforeMs;
  const latest = state.notices.findLast(({ kind }) => NOTICES[kind].audience === 'staff');
  return latest && latest.begunAt < at ? at : undefined;
}
