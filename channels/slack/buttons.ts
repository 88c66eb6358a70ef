import type { CommandName } from '../../domain/window/commands/commands';
import type { Phase } from '../../domain/window/types';
import type { WindowView } from '../../domain/window/view';
import type { Block } from './slack-api-client';

/** The commands that Slack has buttons for. */
export const BUTTON_COMMANDS = [
  'approve',
  'start',
  'post',
  'extend',
  'verify',
  'complete',
] as const satisfies readonly CommandName[];
export type ButtonCommand = (typeof BUTTON_COMMANDS)[number];

/** Buttons that ask for words in a dialog first. */
export const ASKING: ReadonlySet<ButtonCommand> = new Set<ButtonCommand>(['post', 'extend', 'complete']);

interface Look {
  readonly label: string;
  readonly style?: 'primary' | 'danger';
  /** What is asked before it counts. */
  readonly confirm?: string;
}

const LOOKS: Record<ButtonCommand, Look> = {
  approve: { label: 'Approve', style: 'primary', confirm: 'Customers will be told as it is planned and worded now.' },
  start: { label: 'Start', style: 'primary', confirm: 'Customers will be told that the work has begun.' },
  post: { label: 'Post update' },
  extend: { label: 'Extend' },
  verify: { label: 'Done, verifying' },
  complete: { label: 'Complete', style: 'primary' },
};

const BY_PHASE: Record<Phase, readonly ButtonCommand[]> = {
  draft: [],
  approved: [],
  announced: ['start', 'post'],
  'in-progress': ['post', 'extend', 'verify', 'complete'],
  overdue: ['post', 'extend', 'verify', 'complete'],
  verifying: ['post', 'extend', 'complete'],
  completed: ['post'],
  closed: [],
  cancelled: [],
};

/** What may be pressed now, in order. Approving is offered where presses carry names that approvals can be told apart by (L8). */
function commandsFor(
  { phase, approval, revision }: Pick<WindowView, 'phase' | 'approval' | 'revision'>,
  canApprove: boolean,
): readonly ButtonCommand[] {
  const isOver = phase === 'closed' || phase === 'cancelled';
  const isAsked = canApprove && !isOver && approval !== null && approval.approvedRevision !== revision;
  return [...(isAsked ? (['approve'] as const) : []), ...BY_PHASE[phase]];
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
  const { label, style, confirm } = LOOKS[command];
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
