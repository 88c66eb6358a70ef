import { tellsDate } from '../../notices/notice-kinds';
import { debtRefusal, noticeDebt } from '../../notices/notice-debt';
import { begin, wasTold } from '../begun-notices';
import { tellStaff } from '../duties/staff-lists';
import type { WindowEvent } from '../events';
import { checkStart } from '../plan-rules';
import type { Slot, WindowSpec, WindowState } from '../types';
import { accept, refuse } from './verdict';

/**
 * What changes of plan share (L5, L7, L10, N9, N11): each is a new revision, and whoever was told hears of it. `now` is UTC ms.
 * What needs the inventory (conflicts, newcomers' debts) the step's record checks, see domain/planning.
 */

/** Moves the window to another night; `told` is when customers hear of it (UTC ms). */
export function moveTo(
  state: WindowState,
  to: Slot,
  { reason, override }: { readonly reason: string; readonly override?: string | undefined },
  now: number,
  told = now,
) {
  // a night ends after it starts, so its end lies ahead as well
  const fault = checkStart(to, now, 'start', state.policy.calendar);
  if (fault) return { refusal: fault };
  const { slot: from } = state.spec;
  const debt = owes(state, { ...state.spec, slot: to }, told, override);
  if (debt) return debt;
  return accept(...changed(state, { type: 'rescheduled', from, to, reason }, 'rescheduled', override));
}

/** The change with its notice, where somebody was told before, and the override where one was given. */
export function changed(
  state: WindowState,
  event: WindowEvent,
  kind: 'rescheduled' | 'changed' | 'cancelled' | 'rolling-back',
  override: string | undefined,
): WindowEvent[] {
  const next = { ...state, revision: state.revision + 1 };
  return [
    ...(override === undefined ? [] : [{ type: 'rule-overridden', reason: override } as const]),
    event,
    ...(wasTold(state) ? [begin(next, kind), ...tellStaff(next)] : []),
  ];
}

/** N11: the refusal where the changed window would give its customers less notice than promised, unless it is overridden. */
export function owes(state: WindowState, spec: WindowSpec, toldAt: number, override: string | undefined) {
  if (!state.policy.process || override !== undefined) return undefined;
  const debt = noticeDebt(spec, toldAt, state.policy);
  return debt ? { refusal: debtRefusal(debt, spec, 'start') } : undefined;
}

/** When customers first heard the date in force (UTC ms). */
export function toldAt(state: WindowState): number | undefined {
  return state.notices.findLast(({ kind }) => tellsDate(kind) === 'first')?.begunAt;
}

export function noAlternate() {
  return refuse('no-alternate', 'The window has no alternate night (any more). Use reschedule for another date.');
}

/** The events of releasing the alternate night, by command or by the clock. */
export function alternateReleased(state: WindowState, slot: Slot): WindowEvent[] {
  const next = { ...state, revision: state.revision + 1 };
  return [{ type: 'alternate-released', slot }, ...(wasTold(state) ? [begin(next, 'changed')] : [])];
}
