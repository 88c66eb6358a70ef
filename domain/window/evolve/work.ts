import { cleared, raised } from '../attention';
import type { EventOf } from '../events';
import type { WindowState, WorkStatus } from '../types';

/** What needs a person while the work does not go on by itself (S2). */
export const WORK_ATTENTION = 'work';

/** The window after a word of its work. What people have halted stays so until they say otherwise. */
export function workReported(
  state: WindowState,
  { state: reported, because, counts }: EventOf<'work-reported'>,
  { at }: { readonly at: number },
): WindowState {
  const { work } = state;
  if (!work) return state;
  if (work.state === 'aborted' || work.state === 'paused') return { ...state, work: { ...work, counts } };
  const next: WorkStatus = { state: reported, counts, ...(because === undefined ? {} : { because }) };
  const needsPerson = reported !== 'going' && because !== undefined;
  return { ...(needsPerson ? raised(state, WORK_ATTENTION, because, at) : cleared(state, WORK_ATTENTION)), work: next };
}

/** The window after a person has halted its work, or let it go on. */
export function workChanged(state: WindowState, to: WorkStatus['state'], because?: string): WindowState {
  const { counts } = state.work ?? {};
  const work = { state: to, ...(because === undefined ? {} : { because }), ...(counts ? { counts } : {}) };
  return { ...cleared(state, WORK_ATTENTION), work };
}
