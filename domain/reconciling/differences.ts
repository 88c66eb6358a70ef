import { DONE } from '../window/commands/verdict';
import { isToCustomers } from '../notices/notice-kinds';
import { isOver } from '../window/duties/agenda';
import type { WindowState } from '../window/types';

/** How a window's workflow and its record may disagree (T7), and what becomes of it. */

/** What it is called, and who repairs it: Forewarn by itself, or a person. */
interface DifferenceRow {
  readonly title: string;
  /** What it means for customers, and the way out, for a person who has never seen it. */
  readonly help: string;
  readonly repairs: readonly Repair[];
  /** Forewarn takes the first repair by itself, once the difference was seen twice. */
  readonly isMendedAlone: boolean;
}

/** What `forewarn repair` does. */
export const REPAIRS = ['adopt', 'restart', 'write-off'] as const;
export type Repair = (typeof REPAIRS)[number];

const RESTART =
  '`forewarn repair <reference> restart --reason …` starts it again from the recorded events; nobody is told twice. ' +
  'A window that shall not take place is restarted and then cancelled, so that customers hear of it.';

export const DIFFERENCES = {
  'no-record': {
    title: 'The database has no record of it',
    help: 'The workflow goes on, but nobody sees the window. Forewarn writes the record anew from the history.',
    repairs: ['adopt'],
    isMendedAlone: true,
  },
  'record-behind': {
    title: 'The record is older than the workflow',
    help: 'Pages and notices show less than has happened. Forewarn writes what is missing from the history.',
    repairs: ['adopt'],
    isMendedAlone: true,
  },
  'record-ahead': {
    title: 'The record is newer than the workflow',
    help: `The workflow was reset, or Temporal was restored from an older copy. ${RESTART}`,
    repairs: ['restart', 'write-off'],
    isMendedAlone: false,
  },
  'no-workflow': {
    title: 'It has no workflow',
    help: `Nothing will happen by itself: no notice, no reminder. ${RESTART}`,
    repairs: ['restart', 'write-off'],
    isMendedAlone: false,
  },
  'workflow-ended': {
    title: 'Its workflow has ended before the window did',
    help: `It was terminated, or failed; nothing will happen by itself. ${RESTART}`,
    repairs: ['restart', 'write-off'],
    isMendedAlone: false,
  },
  'workflow-stuck': {
    title: 'Its workflow fails again and again',
    help:
      'Nothing happens while it does. The history in the Temporal UI says why; most often a worker of another version is at work, ' +
      `and the right one lets it go on by itself. Otherwise: ${RESTART}`,
    repairs: ['restart', 'write-off'],
    isMendedAlone: false,
  },
} as const satisfies Record<string, DifferenceRow>;

export type DifferenceKind = keyof typeof DIFFERENCES;

/** What Temporal says of a window's latest run. */
export interface WorkflowLook {
  readonly status: 'running' | 'completed' | 'ended' | 'missing';
  /** In Temporal's words, such as `TERMINATED`. */
  readonly words: string;
  /** How often its task has failed in a row. */
  readonly failures: number;
  /** The number of its last event, as far as it was asked. */
  readonly sequence?: number | undefined;
}

/** So often a workflow's task fails in a row before it counts as stuck: about a quarter of a minute. */
const STUCK_AFTER = 3;

/** Compares what both sides say of one window; undefined when they agree. `record`: absent when the database has none. */
export function differenceOf(record: WindowState | undefined, look: WorkflowLook): DifferenceKind | undefined {
  if (!record) return look.status === 'running' || look.status === 'completed' ? 'no-record' : undefined;
  switch (look.status) {
    case 'missing':
      return isOver(record) ? undefined : 'no-workflow';
    case 'ended':
      return isOver(record) ? undefined : 'workflow-ended';
    case 'completed':
      return isOver(record) ? undefined : 'record-behind';
    case 'running':
      if (look.failures >= STUCK_AFTER) return 'workflow-stuck';
      if (look.sequence === undefined || look.sequence === record.sequence) return undefined;
      return look.sequence > record.sequence ? 'record-behind' : 'record-ahead';
  }
}

/** A window of which no customer knows, or whose end has passed, may be closed without its workflow. */
export function mayWriteOff({ notices, phase, spec }: WindowState, now: number): boolean {
  const isTold = notices.some(({ kind }) => isToCustomers(kind));
  return !isTold || phase === 'cancelled' || DONE.includes(phase) || spec.slot.endsAt <= now;
}
