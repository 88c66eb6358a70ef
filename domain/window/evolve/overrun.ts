import { cleared, needs, raised } from '../attention';
import { isLastStep } from '../duties/escalation';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/** The planned end has passed (L6): a phase of its own, and the first step of an escalation. */
export function overdue(state: WindowState, at: number): WindowState {
  const because = 'The work runs past its planned end';
  const passed: WindowState = {
    ...raised(state, 'overdue', because, at),
    // a roll-back that takes too long is still one (L13)
    phase: state.phase === 'rolling-back' ? state.phase : 'overdue',
    wasOverdue: true,
    overrun: { ...state.overrun, overdueFor: state.spec.slot.endsAt },
  };
  return escalating(passed, because, at);
}

/** Starts an escalation anew; without a process policy nothing is escalated. */
export function escalating(state: WindowState, because: string, at: number): WindowState {
  if (!state.policy.process) return state;
  return { ...state, overrun: { ...state.overrun, escalation: { since: at, because, steps: 0 } } };
}

/** The same, where the first group is told at once whatever the rules say: nobody has been asked before. */
export function escalatingAtOnce(state: WindowState, because: string, at: number): WindowState {
  return escalating(state, because, at - (state.policy.process?.escalateAfterMs[0] ?? 0));
}

/** Customers were updated: an escalation for a missing update is over, and the next update is counted from here (E2). */
export function wordGiven(state: WindowState, at: number): WindowState {
  const heard = state.policy.process ? { ...state, cadenceFrom: at } : state;
  if (!heard.overrun?.escalation || isPastEnd(heard) || needs(heard, 'rfo-late')) return heard;
  const { escalation: _answered, ...overrun } = heard.overrun;
  return { ...cleared(heard, 'escalation'), overrun };
}

/** What is escalated is that the work runs past its planned end: only its end, or a new planned one, ends that. */
function isPastEnd({ phase, overrun, spec }: WindowState): boolean {
  return phase === 'overdue' || (phase === 'rolling-back' && overrun?.overdueFor === spec.slot.endsAt);
}

/** The promised update, or an emergency's next one, has not come (L4, E2); it is missed once, until there is one. */
export function wordMissed(state: WindowState, at: number): WindowState {
  const { nextUpdateBy: _missed, cadenceFrom: _counted, ...rest } = state;
  const because = 'The promised progress update has not come';
  const missed = raised(rest, 'update-missed', because, at);
  return escalating(missed, because, at);
}

/** A step was taken; after the last one what needs attention says that nobody is told again. */
export function escalated(
  state: WindowState,
  { step, because }: Extract<WindowEvent, { type: 'escalated' }>,
  at: number,
): WindowState {
  const text = isLastStep(state, step)
    ? `Escalated, step ${String(step)}, the last; nobody has answered, and nobody is told again: ${because}`
    : `Escalated, step ${String(step)}: ${because}`;
  const next = raised(state, 'escalation', text, at);
  const { overrun } = next;
  return overrun?.escalation
    ? { ...next, overrun: { ...overrun, escalation: { ...overrun.escalation, steps: step } } }
    : next;
}
