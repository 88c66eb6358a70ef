import type { ProcessPolicy } from '../../notices/notice-policy';
import { needs } from '../attention';
import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/**
 * Escalation (L6, E2, E4): one group after the other is told until somebody answers, then the last group again with growing
 * pauses, then nobody.
 */

/** When each step is due, counted from the beginning of the escalation (ms): the chain, then the repeats of its last step. */
function stepsOf({ escalateAfterMs, escalateAgainAfterMs }: ProcessPolicy): readonly number[] {
  return [...escalateAfterMs, ...escalateAgainAfterMs];
}

/** The next step of an escalation under way, UTC ms. */
export function escalationAt({ policy, overrun }: WindowState): number | undefined {
  const escalation = overrun?.escalation;
  if (!escalation || !policy.process) return undefined;
  const after = stepsOf(policy.process)[escalation.steps];
  return after === undefined ? undefined : escalation.since + after;
}

/** Whether nobody is told again after that step, counted from 1. */
export function isLastStep({ policy }: Pick<WindowState, 'policy'>, step: number): boolean {
  const { process } = policy;
  return process !== undefined && step >= stepsOf(process).length;
}

/** The step due at `now` (UTC ms), by mail. Of several that fell due while the system was down the latest goes out (N10). */
export function escalate(state: WindowState, now: number): readonly WindowEvent[] {
  const escalation = state.overrun?.escalation;
  const { process } = state.policy;
  if (!escalation || !process) return [];
  const { because, since, steps } = escalation;
  const due = stepsOf(process).filter((after) => since + after <= now).length;
  const step = Math.max(steps + 1, due);
  return [{ type: 'escalated', step, because }, begin(state, needs(state, 'rfo-late') ? 'report-late' : 'escalation')];
}
