import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { WorkPassed } from '../activities/work/while-it-goes-on';
import type { WorkActivities } from '../activities/work/work';
import { newRun, takeWork, type WorkInput } from '../domain/work/run';
import { workFigures } from '../domain/window/event-table';
import type { RunReport } from '../domain/window/work-report';
import { reportOf, SECOND_LOOK_MS, waitAfter } from '../domain/work/report';
import { WORK_QUEUE } from './queues';
import { workReport, workWord, type WindowWorkInput, type WorkWord } from './window-work-messages';

const { lookAfterWork } = proxyActivities<WorkActivities>({
  taskQueue: WORK_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  summary: 'Look after the work, and begin what is next',
});

/** So many events, then the work goes on in a new run of the workflow. */
const LONG_HISTORY = 1_500;

/**
 * The work on the resources of a window that has begun (S2): batch after batch, as `nextBatch` decides, until nothing is left or
 * the window is over. The work list knows what is done on which resource; here are figures alone (T4). The window hears of every
 * change of where it is, and says when people halt it.
 */
export async function windowWork(input: WindowWorkInput): Promise<void> {
  const { reference, plan } = input;
  const words: WorkWord[] = [];
  setHandler(workWord, (word) => void words.push(word));
  let { plannedEnd, known, reported } = input;
  let run = input.run ?? newRun(plan);
  const window = { isOver: false };
  let newlyFailed = 0;
  let looks = 0;

  for (;;) {
    for (const word of words.splice(0)) hear(word);
    const seen = await lookAfterWork({ reference, plan, run, plannedEnd, ...(known ? { known } : {}) });
    for (const { input: step, at } of seen.steps) run = takeWork(run, plan, step, at);
    known = { begun: seen.begun, ended: seen.ended };
    looks = seen.steps.length > 0 ? 0 : looks + 1;
    newlyFailed += failuresIn(seen.steps);
    const report = reportOf(run, seen.next, seen.counts);
    setCurrentDetails(detailsOf(report));
    await tell(report);

    const isUnderWay = seen.begun > seen.ended;
    const hasEnded = window.isOver || report.state === 'finished' || report.state === 'aborted';
    if (hasEnded && !isUnderWay) return;
    if (words.length > 0) continue;
    if (workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONG_HISTORY) {
      const place = { plannedEnd, run, known, ...(reported === undefined ? {} : { reported }) };
      await continueAsNew<typeof windowWork>({ reference, plan, ...place });
    }
    const wait = seen.next.do === 'look' ? waitAfter(looks) : waitFor(seen.next, looks);
    if (wait > 0) await condition(() => words.length > 0, wait);
  }

  function hear(word: WorkWord): void {
    switch (word.type) {
      case 'pause':
      case 'resume':
      case 'abort':
        return take(word);
      case 'moved':
        plannedEnd = word.plannedEnd;
        return;
      case 'over':
        window.isOver = true;
        return take({ type: 'abort', by: 'forewarn', reason: 'the window is over' });
      case 'look':
        looks = 0;
        return;
    }
  }

  function take(word: WorkInput): void {
    run = takeWork(run, plan, word, Date.now());
  }

  /** A window is told once of each change; one that is over hears nothing more. */
  async function tell(report: RunReport): Promise<void> {
    const now = JSON.stringify([report.state, report.because, report.counts.failed]);
    if ((now === reported && newlyFailed === 0) || window.isOver) return;
    reported = now;
    const failed = newlyFailed > 0 ? { newlyFailed } : {};
    newlyFailed = 0;
    await getExternalWorkflowHandle(reference)
      .signal(workReport, { ...report, ...failed })
      .catch(() => undefined);
  }

  function waitFor(next: Awaited<ReturnType<typeof lookAfterWork>>['next'], tries: number): number {
    if (next.do === 'wait' && 'until' in next) return Math.max(SECOND_LOOK_MS, next.until - Date.now());
    return waitAfter(tries);
  }
}

function failuresIn(steps: WorkPassed['steps']): number {
  const ends = steps.flatMap(({ input }) => (input.type === 'ended' ? input.results : []));
  return ends.filter((end) => end === 'failed').length;
}

/** What the Temporal UI shows. */
function detailsOf({ state, because, counts }: RunReport): string {
  return `**Work ${state}**\n\n- ${workFigures(counts)}${because === undefined ? '' : `\n- ${because}`}`;
}
