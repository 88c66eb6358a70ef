import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/**
 * When somebody must look why nobody has said "started", UTC ms. An emergency may be opened after its planned start: what customers
 * have only just been told is not late yet. Windows of version 0.2.0 counted from the planned start alone.
 */
export function startMissedAt({ spec, policy, lastToldAt = 0 }: WindowState): number {
  const { startsAt } = spec.slot;
  return (policy.unplanned ? Math.max(startsAt, lastToldAt) : startsAt) + policy.lateStartMs;
}

/**
 * When customers of a window that nobody starts hear of it next (L12), UTC ms: once a share of the planned time has passed, and once
 * more when its end has. Undefined when they have heard all of it.
 */
export function delayToldAt({ phase, policy, spec, delayTold }: WindowState): number | undefined {
  if (phase !== 'delayed' || !policy.unplanned || delayTold === 'over') return undefined;
  const { startsAt, endsAt } = spec.slot;
  if (delayTold === 'half-gone') return endsAt;
  return startsAt + Math.round((endsAt - startsAt) * policy.unplanned.delayToldAfterShare);
}

/** They are told at `now` (UTC ms). Where both fell due while the system was down, the later one goes out (N10). */
export function tellDelay(state: WindowState, now: number): readonly WindowEvent[] {
  const planned = now >= state.spec.slot.endsAt ? 'over' : 'half-gone';
  return [{ type: 'delayed', planned }, begin(state, 'delayed')];
}
