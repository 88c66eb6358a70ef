import type { z } from 'zod';
import type { ErrorCode } from '../../shared/errors';
import { text, who, ordinal } from '../../shared/fields';
import type { Actor } from '../../shared/actor';
import type { Role } from '../../shared/roles';
import type { NAMED_DOORS } from '../events';
import type { WindowState } from '../types';
import type { Verdict } from './verdict';

/** Fields of every command. */
export const common = {
  by: who.optional().describe('on whose behalf, in words; who gives the command comes from the token'),
  expectedRevision: ordinal.optional().describe('refuse when the window is at another revision'),
};

export const reason = text(2_000).describe('why, for customers');

export const override = text(2_000)
  .optional()
  .describe('why a conflict or a notice debt is accepted; by an approver, recorded and shown in the proof');

/** Every command can be refused with these: the window has moved on, or is over. */
export const ANY_COMMAND_REFUSES = ['wrong-phase', 'stale-revision'] as const satisfies readonly ErrorCode[];

/** A change of plan can be refused with these when it is put on record beside the other plans (L9, N11). */
export const RECORD_REFUSALS = [
  'conflict',
  'notice-debt',
  'unknown-scope',
  'empty-audience',
] as const satisfies readonly ErrorCode[];
export type RecordRefusal = (typeof RECORD_REFUSALS)[number];

interface Common {
  readonly by?: string | undefined;
  readonly expectedRevision?: number | undefined;
}

/** Who gives a command. */
export interface Giver extends Actor {
  /** For four eyes: other names under which the same person is on record. */
  readonly alsoAs?: readonly string[];
  /** Where that is not the API or Slack. */
  readonly door?: (typeof NAMED_DOORS)[number];
}

/** A command's body with who gives it. */
export type Given<B> = B & Giver;

/** Who may override a rule with the command: told exactly where its body has a field `override`. */
type Overridable<S extends z.ZodType> = 'override' extends keyof z.output<S>
  ? { readonly overriders: readonly Role[] }
  : { readonly overriders?: never };

/** One command of a window: what it looks like, who may give it, and its rule. Everything else derives from it. */
export interface CommandRow<S extends z.ZodType<Common>, C extends ErrorCode> {
  readonly schema: S;
  /** A sentence: what it does. */
  readonly summary: string;
  /** When it can be given, in words for the documentation. */
  readonly when: string;
  /** A body as somebody would send it. */
  readonly example: z.input<S>;
  readonly roles: readonly Role[];
  /** Whether operators may give it by a signal unless a setting says otherwise: what is needed on the night (T5). */
  readonly bySignal: boolean;
  /** It is for a second person, so a credential has to say which one (L8, E4). */
  readonly fourEyes?: true;
  /** What its rule refuses, besides what every command can be refused with. */
  readonly refusals: readonly C[];
  /** What the record refuses. */
  readonly recordRefusals?: readonly RecordRefusal[];
  /** What the work list refuses (S2). */
  readonly workRefusals?: readonly 'not-due'[];
  /** The rule. Pure: `now` is UTC ms. */
  decide(
    state: WindowState,
    command: Given<z.output<S>>,
    now: number,
  ): Verdict<NoInfer<C> | (typeof ANY_COMMAND_REFUSES)[number]>;
}

/** A row of the table of commands: a rule that refuses with a code which the row does not list does not compile. */
export function command<S extends z.ZodType<Common>, const C extends ErrorCode = never>(
  row: CommandRow<S, C> & Overridable<S>,
): CommandRow<S, C> & { readonly overriders?: readonly Role[] } {
  return row;
}
