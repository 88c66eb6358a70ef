import { cleared, raised } from '../attention';
import type { EventOf } from '../events';
import type { Verification, WindowState } from '../types';
import { escalating, wordGiven } from './overrun';
import { workChanged } from './work';

/** How events change a window that does not go as planned: nobody starts it (L12), or begun work is called off (L13). */

/** What needs a person while a start has not come. */
const DELAY_ATTENTION = ['start-missed', 'escalation'];

/** The planned start has passed without a word: a phase of its own (L12), and the first step of an escalation. */
export function startMissed(state: WindowState, at: number): WindowState {
  const because = 'The planned start has passed and nobody has said "started"';
  const missed = raised(state, 'start-missed', because, at);
  return state.policy.unplanned ? escalating({ ...missed, phase: 'delayed' }, because, at) : missed;
}

/** Customers are told of it; once the planned end has passed, too, the escalation begins anew. */
export function delayed(state: WindowState, { planned }: EventOf<'delayed'>, at: number): WindowState {
  const told: WindowState = { ...state, delayTold: planned };
  if (planned !== 'over') return told;
  const because = 'The planned end has passed and nobody has said "started"';
  return escalating(raised(told, 'start-missed', because, at), because, at);
}

/** The delay is over: the work has begun, or there is another date. */
export function noLongerDelayed(state: WindowState): WindowState {
  const { delayTold: _told, ...rest } = cleared(state, ...DELAY_ATTENTION);
  if (rest.phase !== 'delayed') return rest;
  const { overrun: _missed, ...next } = rest;
  return { ...next, phase: 'announced' };
}

/** What is ticked off before begun work counts as rolled back, after the window's own steps. */
const AS_BEFORE = 'Systems are as they were before the work';

/**
 * Begun work is called off. All steps are to be ticked off anew, and one more; nothing more of the work is begun. An overrun goes on
 * being escalated: systems are not as before yet.
 */
export function rollBackBegun(state: WindowState, { reason }: EventOf<'roll-back-begun'>, at: number): WindowState {
  const { nextUpdateBy: _over, ticks: _before, ...rest } = wordGiven(cleared(state, 'update-missed'), at);
  const planned: Verification = rest.spec.verification ?? { steps: [], monitorMinutes: 0 };
  const verification = { ...planned, steps: [...planned.steps, AS_BEFORE] };
  const next: WindowState = {
    ...rest,
    phase: 'rolling-back',
    spec: { ...rest.spec, verification },
    rollBack: { begunAt: at, reason },
  };
  return next.work ? workChanged(next, 'aborted', reason) : next;
}
