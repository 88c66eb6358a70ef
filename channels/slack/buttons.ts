import { HOUR } from '../../domain/shared/time';
import type { BodyOf, CommandName } from '../../domain/window/commands/commands';
import { UNSETTLED, WORKING } from '../../domain/window/commands/verdict';
import type { Phase, WorkStatus } from '../../domain/window/types';
import type { WindowView } from '../../domain/window/view';
import type { Block } from './slack-api-client';

/** A field that a dialog asks for. */
export interface Field<Name extends string = string> {
  /** The command's field, and the block's id, so that a refusal finds its place. */
  readonly name: Name;
  readonly label: string;
  readonly kind: 'text' | 'instant' | 'minutes';
  readonly optional?: boolean;
  /** UTC ms. */
  readonly initial?: number;
}

/** What is asked in words before the command is given. */
export interface Dialog<Name extends string = string> {
  readonly title: string;
  readonly submit: string;
  readonly fields: (view: Pick<WindowView, 'spec' | 'ticks'>) => readonly Field<Name>[];
}

interface Button<Name extends string = string> {
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** What is asked before it counts. */
  readonly confirm?: string;
  /** When it is there; approving goes by the approval instead. */
  readonly phases: readonly Phase[];
  /** For buttons about the work on resources: where it is (S2). */
  readonly work?: readonly WorkStatus['state'][];
  readonly dialog?: Dialog<Name>;
}

/** The commands that Slack has buttons for, in the order they stand in; a command without a row has none. */
const BUTTONS = {
  approve: {
    ...{ label: 'Approve', style: 'primary', phases: [] },
    confirm: 'Customers will be told as it is planned and worded now.',
  },
  start: {
    ...{ label: 'Start', style: 'primary', phases: ['announced', 'delayed'] },
    confirm: 'Customers will be told that the work has begun.',
  },
  post: {
    ...{ label: 'Post update', phases: ['announced', 'delayed', ...UNSETTLED, 'completed', 'rolled-back'] },
    dialog: {
      ...{ title: 'Post an update', submit: 'Post' },
      fields: () => [
        { name: 'message', label: 'What customers read', kind: 'text' },
        { name: 'nextUpdateBy', label: 'The next update comes by', kind: 'instant', optional: true },
      ],
    },
  },
  extend: {
    ...{ label: 'Extend', phases: WORKING },
    dialog: {
      ...{ title: 'Extend', submit: 'Extend' },
      fields: ({ spec }) => [
        { name: 'end', label: 'The new planned end', kind: 'instant', initial: spec.slot.endsAt + HOUR },
        { name: 'reason', label: 'Why, for customers', kind: 'text' },
      ],
    },
  },
  pauseWork: { label: 'Pause work', phases: WORKING, work: ['going', 'waiting'] },
  resumeWork: { label: 'Resume work', phases: WORKING, work: ['paused', 'stopped'] },
  abortWork: {
    ...{ label: 'Abort work', style: 'danger', phases: WORKING, work: ['going', 'waiting', 'paused', 'stopped'] },
    dialog: {
      ...{ title: 'Abort the work', submit: 'Abort' },
      fields: () => [{ name: 'reason', label: 'Why nothing more is begun in this window', kind: 'text' }],
    },
  },
  verify: { label: 'Done, verifying', phases: ['in-progress', 'overdue'] },
  complete: {
    ...{ label: 'Complete', style: 'primary', phases: UNSETTLED },
    dialog: {
      ...{ title: 'Complete', submit: 'Complete' },
      fields({ spec, ticks }) {
        const left = (spec.verification?.steps.length ?? 0) - ticks.length;
        const why = `Why ${String(left)} open verification steps are skipped`;
        return [
          { name: 'message', label: 'What customers read about the outcome', kind: 'text', optional: true },
          { name: 'customerImpactMinutes', label: 'Minutes customers really saw it', kind: 'minutes', optional: true },
          ...(left > 0 ? [{ name: 'override', label: why, kind: 'text', optional: true } as const] : []),
        ];
      },
    },
  },
} as const satisfies { readonly [N in CommandName]?: Button<keyof BodyOf<N> & string> };
export type ButtonCommand = keyof typeof BUTTONS;

const ROWS: Readonly<Record<ButtonCommand, Button>> = BUTTONS;
const BUTTON_COMMANDS = Object.keys(BUTTONS) as ButtonCommand[];

/** Whether Slack has a button for the command. */
export const isButtonCommand = (name: string): name is ButtonCommand => Object.hasOwn(BUTTONS, name);

/** What the button asks for in words first; undefined when a press is enough. */
export const dialogOf = (command: ButtonCommand): Dialog | undefined => ROWS[command].dialog;

/** What may be pressed now, in order. Approving is offered where presses carry names that approvals can be told apart by (L8). */
function commandsFor(
  { phase, approval, revision, work }: Pick<WindowView, 'phase' | 'approval' | 'revision' | 'work'>,
  canApprove: boolean,
): readonly ButtonCommand[] {
  const isOver = phase === 'closed' || phase === 'cancelled';
  const isAsked = canApprove && !isOver && approval !== null && approval.approvedRevision !== revision;
  const isOffered = ({ phases, work: states }: Button) =>
    phases.includes(phase) && (states === undefined || (work !== undefined && states.includes(work.state)));
  return BUTTON_COMMANDS.filter((name) => (name === 'approve' ? isAsked : isOffered(ROWS[name])));
}

/** What a button carries: which window, and the revision its reader saw. */
export function buttonValue({ reference, revision }: Pick<WindowView, 'reference' | 'revision'>): string {
  return `${reference} ${String(revision)}`;
}

/** The window and revision of a button's value; undefined for anything else. */
export function readButtonValue(value: string): { reference: string; revision: number } | undefined {
  const [, reference, revision] = /^(MW-\d{4}-\d{4,9})(?: (\d{1,9}))?$/.exec(value) ?? [];
  return reference === undefined ? undefined : { reference, revision: Number(revision ?? 0) };
}

/** The row of buttons, or none where nothing may be pressed. */
export function buttons(view: WindowView, canApprove: boolean): Block[] {
  const commands = commandsFor(view, canApprove);
  if (commands.length === 0) return [];
  return [{ type: 'actions', block_id: 'commands', elements: commands.map((command) => button(command, view)) }];
}

function button(command: ButtonCommand, view: WindowView): Block {
  const { label, style, confirm } = ROWS[command];
  return {
    ...{ type: 'button', action_id: command, text: text(label), value: buttonValue(view) },
    ...(style ? { style } : {}),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            ...{ title: text(`${label} ${view.reference}?`), text: text(confirm) },
            ...{ confirm: text(label), deny: text('Not now') },
          },
        }),
  };
}

export const text = (words: string): Block => ({ type: 'plain_text', text: words, emoji: false });
