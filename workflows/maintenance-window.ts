import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { OWN_WORDS } from '../domain/notices/own-words';
import { decideBatch, factsInARow, refusedByRecord } from '../domain/window/batch';
import { describeDuty, isOver, nextDue, noticesAtRest } from '../domain/window/duties/agenda';
import { evolve } from '../domain/window/evolve/evolve';
import { readNoticeId } from '../domain/window/reports';
import { governed } from './governed';
import { openInbox } from './inbox/inbox';
import { noticePassed, type WindowInput, type WindowOutcome } from './messages';
import { createNotices } from './notices';
import { createPresentation } from './presentation';
import { createSteps } from './steps';
import { createWatch } from './watch';
import { createWork } from './work';

/**
 * One maintenance window, from its opening to its end. It sleeps until the next milestone or until somebody has something to
 * say; decides; puts the step on the timeline; acts. The rules are in domain/window, what reaches it in inbox/, how a step is
 * taken in steps.ts, the notices in notices.ts.
 */
export async function maintenanceWindow(input: WindowInput): Promise<WindowOutcome> {
  // "Request cancellation" in the Temporal UI is one more way to say cancel; it goes through the same rules
  void CancellationScope.current().cancelRequested.catch(() => {
    const by = 'an operator, by cancelling the workflow';
    inbox.signal('cancel', { by, reason: OWN_WORDS.willNotTakePlace });
  });
  const initial = 'state' in input ? input.state : evolve(undefined, input.opened);
  const notices = createNotices(initial.reference, {
    settled: (event) => inbox.put({ type: 'fact', event, by: 'forewarn', door: 'clock' }),
    audience: (change) => inbox.put({ type: 'audience', change }),
  });
  setHandler(noticePassed, (word) => {
    const notice = readNoticeId(word);
    if (notice) notices.passed(notice);
  });
  const watch = createWatch((report) => inbox.put({ type: 'probe', report }));
  const present = createPresentation(initial, 'opened' in input);
  const steps = createSteps({ state: initial, notices, work: createWork(), watch, present });
  const { state } = steps;
  const inbox = openInbox(state, 'state' in input ? input.waiting : []);
  return CancellationScope.nonCancellable(run);

  async function run(): Promise<WindowOutcome> {
    present(state());
    // what is due at once is recorded together with the opening, so that customers of an emergency wait for one step only
    if ('opened' in input) await steps.open(input.opened);
    else steps.resume();

    while (!isOver(state())) {
      if (hasLongHistory()) await continueWhereItIs();
      if (inbox.waiting().length > 0) await takeWhatWaits();
      else if (isDue()) await steps.takeDue();
      else await untilSomethingHappens();
    }

    while (inbox.waiting().length > 0) await takeWhatWaits();
    await condition(allHandlersFinished);
    return { reference: state().reference, phase: state().phase };
  }

  /** One step for all that waits, as far as it can be one. */
  async function takeWhatWaits(): Promise<void> {
    const waiting = inbox.waiting();
    const before = governed(state());
    let batch = decideBatch(before, waiting, Date.now());
    // windows of version 0.2.0 took commands one by one
    const oneByOne = waiting.slice(0, factsInARow(waiting));
    if (batch.outcomes.length > oneByOne.length && !patched('what-waits-together')) {
      batch = decideBatch(before, oneByOne, Date.now());
    }
    const refusal = await steps.take(batch);
    if (refusal) batch = refusedByRecord(state(), { batch, waiting, refusal }, Date.now());
    if (refusal) await steps.take(batch);
    inbox.answered(batch.outcomes);
  }

  /** Nothing may be under way then, and whoever waits for an answer has it first; signals that wait are carried along. */
  async function continueWhereItIs(): Promise<void> {
    inbox.close();
    if (!inbox.carried()) return;
    await condition(allHandlersFinished);
    const waiting = inbox.carried() ?? [];
    // windows of version 0.2.0 worked off what waits first
    if (waiting.length > 0 && !patched('what-waits-is-carried')) return;
    await continueAsNew<typeof maintenanceWindow>({ state: state(), ...(waiting.length > 0 ? { waiting } : {}) });
  }

  function hasLongHistory(): boolean {
    return workflowInfo().continueAsNewSuggested && noticesAtRest(state());
  }

  function isDue(): boolean {
    const due = nextDue(state());
    return due !== undefined && due.at <= Date.now();
  }

  function untilSomethingHappens(): Promise<void> {
    const due = nextDue(state());
    return inbox.arrival(due && due.at - Date.now(), due && describeDuty(due.duty));
  }
}
