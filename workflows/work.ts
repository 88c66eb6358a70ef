import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { getExternalWorkflowHandle, sleep, startChild } from '@temporalio/workflow';
import type { WindowEvent } from '../domain/window/events';
import { WORKING } from '../domain/window/commands/verdict';
import type { WindowState } from '../domain/window/types';
import { windowPriority } from './queues';
import type { windowWork } from './window-work';
import { WINDOW_WORK, windowWorkId, workWord, type WorkWord } from './window-work-messages';

/** The work on the resources of a window, as the window tells it what happens (S2). Windows without `work` tell nobody. */
export function createWork() {
  // one word after the other, in the order in which things happened
  let telling: Promise<void> = Promise.resolve();

  return {
    /** After a step: its last event that concerns the work is what counts. */
    tell(state: WindowState, events: readonly { readonly event: WindowEvent; readonly by: string }[]): void {
      if (!state.spec.work) return;
      for (const { event, by } of events) {
        const word = wordOf(state, event, by);
        if (word) telling = telling.then(() => tell(state, word)).catch(() => undefined);
      }
    },
    /** A window that was started again. */
    resume(state: WindowState): void {
      if (state.spec.work && isAtWork(state)) telling = telling.then(() => tell(state, { type: 'look' }));
    },
  };
}

function isAtWork({ phase, work }: WindowState): boolean {
  return WORKING.includes(phase) && work !== undefined && work.state !== 'aborted';
}

function wordOf(state: WindowState, event: WindowEvent, by: string): WorkWord | undefined {
  switch (event.type) {
    case 'started':
    case 'rescoped':
    case 'moved-in':
    case 'moved-out':
    case 'work-skipped':
    case 'work-retried':
      return { type: 'look' };
    case 'work-paused':
      return { type: 'pause', by };
    case 'work-resumed':
      return { type: 'resume', by };
    case 'work-aborted':
    case 'roll-back-begun':
      return { type: 'abort', by, reason: event.reason };

    case 'extended':
      return { type: 'moved', plannedEnd: state.spec.slot.endsAt };
    case 'completed':
    case 'rolled-back':
    case 'cancelled':
      return { type: 'over' };
    default:
      return undefined;
  }
}

/** The workflow of the work is started when it does not run and there is something to do. */
async function tell(state: WindowState, word: WorkWord): Promise<void> {
  const { reference } = state;
  const { work: plan, class: windowClass, slot } = state.spec;
  try {
    await getExternalWorkflowHandle(windowWorkId(reference)).signal(workWord, word);
  } catch {
    if (!plan || !isAtWork(state)) return;
    try {
      await startChild<typeof windowWork>(WINDOW_WORK, {
        workflowId: windowWorkId(reference),
        args: [{ reference, plan, plannedEnd: slot.endsAt }],
        staticSummary: 'The work on its resources',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        // what is under way is looked after to its end, also when the window is over
        parentClosePolicy: 'ABANDON',
        priority: windowPriority(windowClass),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await sleep('1s', { summary: 'The work was being started' });
      await tell(state, word);
    }
  }
}
