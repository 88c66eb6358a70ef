import type { Refusal } from '../../shared/errors';
import type { WindowEvent } from '../events';
import type { Phase, WindowState } from '../types';
import type { Command } from '../commands';

/** What a command leads to: facts to record, or a refusal with the rule, the figures and the way out. */
export type Decision = { readonly events: readonly WindowEvent[] } | { readonly refusal: Refusal };

export type Of<N extends Command['name']> = Extract<Command, { name: N }>;

export const WORKING: readonly Phase[] = ['in-progress', 'overdue', 'verifying'];
export const DONE: readonly Phase[] = ['completed', 'closed'];
/** Before the work: while date, scope and class can still be changed. */
export const AHEAD: readonly Phase[] = ['draft', 'approved', 'announced'];

export const accept = (...events: WindowEvent[]): Decision => ({ events });

export function refuse(code: Refusal['code'], detail: string, field?: string): Decision {
  return { refusal: { code, detail, ...optional('field', field) } };
}

export function wrongPhase(state: WindowState, command: string, allowed: readonly Phase[]): Decision {
  return refuse(
    'wrong-phase',
    `The window is ${state.phase}; ${command} needs it to be ${allowed.join(', ').replace(/, ([^,]*)$/, ' or $1')}.`,
  );
}

export function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>;
}
