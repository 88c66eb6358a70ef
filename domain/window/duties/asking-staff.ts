import { needs } from '../attention';
import { promisedAt } from '../../notices/promise';
import { count } from '../begun-notices';
import { AHEAD } from '../commands/verdict';
import type { WindowState } from '../types';

/**
 * When the provider's own people are asked, told or nagged, UTC ms; undefined when there is nothing to ask. All of it is
 * computed from the state, and without a process policy nobody is asked.
 */

/** P1: support, marketing and product management hear of each new window at once. */
export function briefAt(state: WindowState): number | undefined {
  return state.hasBrief && AHEAD.includes(state.phase) && count(state, 'brief') === 0 ? state.openedAt : undefined;
}

/**
 * L8: approvers are asked at once, again before the announcement is due, then once a period until the planned start. For
 * what was announced first, an emergency or a change, they are asked once. A nag due when the promise is missed, or later,
 * waits for the step that says so, which asks as well: the order does not depend on how late each nag before it was.
 */
export function approvalAskedAt(state: WindowState): number | undefined {
  const at = approvalNagAt(state);
  const missedAt = approvalMissedAt(state);
  return at !== undefined && missedAt !== undefined && at >= missedAt ? undefined : at;
}

function approvalNagAt(state: WindowState): number | undefined {
  const { approval, policy, phase, spec } = state;
  if (!approval || !policy.process || approval.approvedRevision === state.revision) return undefined;
  if (approval.asked === 0) return phase === 'draft' || needs(state, 'review') ? state.openedAt : undefined;
  if (phase !== 'draft' || approval.askedAt === undefined) return undefined;
  const { approvalNagBeforeMs, approvalNagEveryMs } = policy.process;
  const at = Math.max(
    approval.askedAt + approvalNagEveryMs,
    promisedAt(state.spec, state.policy) - approvalNagBeforeMs,
  );
  return at < spec.slot.startsAt ? at : undefined;
}

/** L8, N11: from this moment customers are owed the notice that nobody has approved. */
export function approvalMissedAt(state: WindowState): number | undefined {
  if (state.phase !== 'draft' || !state.policy.process || needs(state, 'approval')) return undefined;
  return Math.max(state.openedAt, promisedAt(state.spec, state.policy));
}

/** L8: the step in which the promise is missed asks approvers too, unless they have been asked since that moment. */
export function asksWhenMissed(state: WindowState): boolean {
  const { approval, policy } = state;
  if (!approval || !policy.process) return false;
  return approval.askedAt === undefined || approval.askedAt < promisedAt(state.spec, state.policy);
}

/** P3: staff are reminded once a period, until the planned start, that a window has no point of contact. */
export function nominationAskedAt(state: WindowState): number | undefined {
  if (!state.isWithoutContact || !state.policy.process || !AHEAD.includes(state.phase)) return undefined;
  const at = (state.nominationAskedAt ?? state.openedAt) + state.policy.process.nominationNagEveryMs;
  return at < state.spec.slot.startsAt ? at : undefined;
}

/** L6: the point of contact is asked once for each planned end, shortly before it. */
export function overrunAskedAt(state: WindowState): number | undefined {
  const { policy, spec, startedAt } = state;
  if (!policy.process || !isUnasked(state)) return undefined;
  const { endsAt } = spec.slot;
  const at = Math.max(endsAt - policy.process.overrunAskBeforeMs, startedAt ?? 0);
  return at < endsAt ? at : undefined;
}

/** L6, S2: work that begins nothing more before the planned end asks that question as soon as this shows; `now` is UTC ms. */
export function asksForWork(state: WindowState, now: number): boolean {
  return state.policy.process !== undefined && isUnasked(state) && now < state.spec.slot.endsAt;
}

/** At work, and nobody has been asked about the planned end in force. */
function isUnasked({ phase, spec, overrun }: WindowState): boolean {
  const { endsAt } = spec.slot;
  const isAtWork = phase === 'in-progress' || phase === 'verifying' || phase === 'rolling-back';
  return isAtWork && overrun?.askedFor !== endsAt && overrun?.overdueFor !== endsAt;
}
