import type { z } from 'zod';
import type { CommandName, COMMANDS } from '../../window/commands/commands';
import type { Phase } from '../../window/types';
import type { WindowView } from '../../window/view';

/** What is asked of a person who gives a window a command: the parts of a row of the table in forms.ts. */

/** A command's body as it is sent, without what every command has. */
export type Body<N extends CommandName> = Omit<z.input<(typeof COMMANDS)[N]['schema']>, 'by' | 'expectedRevision'>;

/** The paths of what a body holds: `reason`, `emergency.risk`. A list is one value. */
type PathIn<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [K in keyof T & string]: K | `${K}.${PathIn<NonNullable<T[K]>>}` }[keyof T & string]
    : never;
export type FieldOf<N extends CommandName> = PathIn<Body<N>>;

/**
 * How a field is typed. `area`: several lines; `instant`: UTC; `figure`: any number; `lines`: one entry a line; `pairs`: `key=value`, one
 * a line; `references`: `system id address`, one a line; `one-of`: of the field's options, a number where the command wants one; `yes-no`:
 * with a word for each.
 */
export type FieldKind =
  'text' | 'area' | 'email' | 'instant' | 'number' | 'figure' | 'lines' | 'pairs' | 'references' | 'one-of' | 'yes-no';

export interface CommandField<Name extends string = string> {
  /** Its path in the command's body, so that a refusal finds its place. */
  readonly name: Name;
  readonly label: string;
  readonly kind: FieldKind;
  /** What it is for, in a sentence. */
  readonly hint?: string;
  readonly optional?: true;
  /** What stands in it at first: an instant in UTC ms, lists one entry a line. */
  readonly initial?: (view: WindowView) => string | number;
  /** Of `one-of` and `yes-no` (there `yes` first): what is sent, and how it is called. */
  readonly options?: (view: WindowView) => readonly (readonly [value: string, label: string])[];
  /** Whether it is asked for; always when left out. One that the window asks for in a refusal is shown in any case. */
  readonly when?: (view: WindowView) => boolean;
}

/** What the command is about: buttons stand together by it. */
export const FORM_GROUPS = ['work', 'plan', 'words', 'resources', 'report', 'repair'] as const;
export type FormGroup = (typeof FORM_GROUPS)[number];

interface Offered {
  readonly group: FormGroup;
  readonly button: string;
  /** The phases in which the window may obey. In others it refuses, whatever is typed. */
  readonly phases: readonly Phase[];
  /** What else has to be so. */
  readonly when?: (view: WindowView) => boolean;
}

/** A command with a form of its own. */
export interface CommandForm<N extends CommandName> extends Offered {
  /** The heading of its page. */
  readonly title: string;
  /** What comes of the button. */
  readonly happens: string;
  /** What is said once it is done. */
  readonly done: string;
  /** Customers may get a mail by it, so the mail stands beside the form. */
  readonly mails?: true;
  /** It ends or takes back something for customers. */
  readonly isGrave?: true;
  readonly fields: readonly CommandField<FieldOf<N>>[];
}

/** A command that is given on a page of its own, with more beside it than a form. */
export interface FormElsewhere extends Offered {
  readonly page: 'approval' | 'wording' | 'rfo';
}

/** A row: a field that the command does not have does not compile. */
export const form = <N extends CommandName>(_name: N, row: CommandForm<N>): CommandForm<N> => row;
export const elsewhere = (row: FormElsewhere): FormElsewhere => row;
