import { cleared, raised } from './attention';
import type { WindowState } from './types';

/** The planned end has passed (L6): a phase of its own, and the first step of an escalation. */
export function overdue(state: WindowState, at: number): WindowState {
  const because = 'The work runs past its planned end';
  const passed: WindowState = {
    ...raised(state, 'overdue', because, at),
    phase: 'overdue',
    wasOverdue: true,
    overrun: { ...state.overrun, overdueFor: state.spec.slot.endsAt },
  };
  return escalating(passed, because, at);
}

/** Starts an escalation anew; in windows older than escalations nothing is escalated. */
export function escalating(state: WindowState, because: string, at: number): WindowState {
  if (!state.policy.process) return state;
  return { ...state, overrun: { ...state.overrun, escalation: { since: at, because, steps: 0 } } };
}

/** Customers have had a word: what was escalated for want of one is over, and the next is counted from here (E2). */
export function wordGiven(state: WindowState, at: number): WindowState {
  const heard = state.policy.process ? { ...state, cadenceFrom: at } : state;
  if (!heard.overrun?.escalation || heard.phase === 'overdue') return heard;
  const { escalation: _answered, ...overrun } = heard.overrun;
  return { ...cleared(heard, 'escalation'), overrun };
}
