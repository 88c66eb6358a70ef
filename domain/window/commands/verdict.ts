import type { ErrorCode, Refusal } from '../../shared/errors';
import type { WindowEvent } from '../events';
import type { Phase, WindowState } from '../types';
import { optional } from '../../shared/optional';

/** What a command leads to: facts to record, or a refusal with the rule, the figures and the way out. */
export type Verdict<C extends ErrorCode = ErrorCode> =
  { readonly events: readonly WindowEvent[] } | { readonly refusal: Refusal<C> };

export const WORKING: readonly Phase[] = ['in-progress', 'overdue', 'verifying', 'rolling-back'];
/** Under way, or open again because the result is bad (E3): customers see something of it. */
export const UNSETTLED: readonly Phase[] = [...WORKING, 'degraded'];
export const DONE: readonly Phase[] = ['completed', 'rolled-back', 'closed'];
/** Before the work: while date, scope and class can still be changed. */
export const AHEAD: readonly Phase[] = ['draft', 'approved', 'announced', 'delayed'];

export const accept = (...events: WindowEvent[]) => ({ events });

export function refuse<C extends ErrorCode>(code: C, detail: string, field?: string): { readonly refusal: Refusal<C> } {
  return { refusal: { code, detail, ...optional({ field }) } };
}

export function wrongPhase(state: WindowState, command: string, allowed: readonly Phase[]) {
  return refuse(
    'wrong-phase',
    `The window is ${state.phase}; ${command} needs it to be ${allowed.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`,
  );
}
