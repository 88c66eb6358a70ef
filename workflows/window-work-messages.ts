import { defineSignal } from '@temporalio/workflow';
import type { WorkPlan } from '../domain/work/plan';
import type { WorkRun } from '../domain/work/run';
import type { WorkReport } from '../domain/window/work-report';

/** What a window and the work on its resources say to each other. No workflow code here. */

/** The workflow that does the work of a window (S2). */
export const WINDOW_WORK = 'windowWork';

/** `MW-2026-0042.work`. */
export const windowWorkId = (reference: string) => `${reference}.work`;

export interface WindowWorkInput {
  readonly reference: string;
  readonly plan: WorkPlan;
  /** The planned end in force (UTC ms). */
  readonly plannedEnd: number;
  /** Where an earlier run of the same workflow was. */
  readonly run?: WorkRun;
  readonly known?: { readonly begun: number; readonly ended: number };
  readonly reported?: string;
}

/** What the window tells its work. `look`: the list may have changed. Instants are UTC ms. */
export type WorkWord =
  | { readonly type: 'pause' | 'resume'; readonly by: string }
  | { readonly type: 'abort'; readonly by: string; readonly reason: string }
  | { readonly type: 'moved'; readonly plannedEnd: number }
  | { readonly type: 'look' | 'over' };

export const workWord = defineSignal<[WorkWord]>('workWord');

/** The signal with which the work reports to its window; read by `readWorkReport`. */
export const workReport = defineSignal<[WorkReport]>('workReport');
