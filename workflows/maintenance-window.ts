import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Refusal } from '../domain/shared/errors';
import { describeDuty, isOver, nextDue, noticesAtRest } from '../domain/window/duties/agenda';
import { changesPlan } from '../domain/planning/conflicts';
import { decideAudience } from '../domain/window/audience';
import { decide } from '../domain/window/commands/decide';
import { isToCustomers } from '../domain/notices/notice-kinds';
import { decideAllDue } from '../domain/window/duties/due';
import { evolve } from '../domain/window/evolve/evolve';
import { isRevising, type RecordedEvent, type WindowEvent } from '../domain/window/events';
import type { WindowState } from '../domain/window/types';
import { viewOf } from '../domain/window/view';
import { openInbox, type Arrival } from './inbox';
import { noticePassed, type WindowInput, type WindowOutcome } from './messages';
import { createNotices } from './notices';
import { createPresentation } from './presentation';
import { recordStep } from './timeline';

/**
 * One maintenance window, from its opening to its end. It sleeps until the next milestone or until somebody has something to
 * say; decides; puts the step on the timeline; acts. The rules are in domain/window, the doors in inbox.ts, the notices in
 * notice-campaign.ts.
 */
export async function maintenanceWindow(input: WindowInput): Promise<WindowOutcome> {
  // "Request cancellation" in the Temporal UI is one more way to say cancel; it goes through the same rules
  void CancellationScope.current().cancelRequested.catch(() => {
    inbox.signal('cancel', {
      by: 'an operator, by cancelling the workflow',
      reason: 'The maintenance will not take place.',
    });
  });
  let state: WindowState = 'state' in input ? input.state : evolve(undefined, input.opened);
  const notices = createNotices(state.reference, {
    settled: (event) => inbox.put({ type: 'fact', event, by: 'forewarn', door: 'clock' }),
    audience: (change) => inbox.put({ type: 'audience', change }),
  });
  setHandler(noticePassed, (notice) => notices.passed(notice));
  const inbox = openInbox(() => state);
  const present = createPresentation(state, 'opened' in input);
  return CancellationScope.nonCancellable(run);

  async function run(): Promise<WindowOutcome> {
    present(state);
    // what is due at once is recorded together with the opening, so that customers of an emergency wait for one step only
    if ('opened' in input) await open(input.opened);

    while (!isOver(state)) {
      const arrival = inbox.take();
      if (arrival) await receive(arrival);
      else if (isDue()) await step(decideAllDue(state, Date.now()), 'forewarn', 'clock');
      else if (mayContinueAsNew()) await continueAsNew<typeof maintenanceWindow>({ state });
      else await untilSomethingHappens();
    }

    await refuseLatecomers();
    await condition(allHandlersFinished);
    return { reference: state.reference, phase: state.phase };
  }

  async function open(opened: RecordedEvent): Promise<void> {
    const due = decideAllDue(state, Date.now());
    // a change of plan may be refused, and the opening with it
    await step(due.some(changesPlan) ? [] : due, 'forewarn', 'clock', [opened]);
  }

  async function receive(arrival: Arrival): Promise<void> {
    if (arrival.type === 'fact') {
      const facts = [arrival, ...inbox.takeFacts(arrival)];
      await step(
        facts.map(({ event }) => event),
        arrival.by,
        arrival.door,
      );
      return;
    }
    if (arrival.type === 'audience') {
      await step(decideAudience(state, arrival.change), 'forewarn', 'clock');
      return;
    }
    const { command, door, answer } = arrival;
    const decision = decide(state, command, Date.now());
    const refusal = 'refusal' in decision ? decision.refusal : await step(decision.events, command.by, door);
    if (!refusal) {
      answer({ answer: viewOf(state) });
      return;
    }
    answer({ refusal });
    // whoever signals sees no answer, so the refusal goes where they look
    if (door === 'signal') {
      await step([{ type: 'command-refused', command: command.name, reason: refusal.detail }], command.by, door);
    }
  }

  /**
   * The only place where state changes: number the events, record, evolve, then act. A change of plan that collides with
   * another window is refused by the record; then nothing has happened. `before`: what has happened, and may not be on record.
   */
  async function step(
    events: readonly WindowEvent[],
    by: string,
    door: RecordedEvent['door'],
    before: readonly RecordedEvent[] = [],
  ): Promise<Refusal | undefined> {
    if (events.length + before.length === 0) return undefined;
    const at = Date.now();
    const recorded = events.map((event, index) => ({ sequence: state.sequence + 1 + index, at, by, door, event }));
    // only a change of plan is refused; what else customers hear need not wait for the record, it brings the step along (N14)
    const ahead = recorded.some(({ event }) => isRevising(event)) ? [] : events.filter(isToldToCustomers);
    beginNotices(ahead, recorded);
    const refusal = await recordStep(state.reference, state.spec.class, [...before, ...recorded]);
    if (refusal) return refusal;
    state = recorded.reduce(evolve, state);
    notices.supersede(state.revision);
    beginNotices(events.filter((event) => !ahead.includes(event)));
    present(state);
    return undefined;
  }

  function beginNotices(events: readonly WindowEvent[], notRecorded?: readonly RecordedEvent[]): void {
    for (const event of events) {
      if (event.type !== 'notice-begun' && event.type !== 'notice-retried') continue;
      notices.begin(event.notice, state.spec.class, { again: event.type === 'notice-retried', step: notRecorded });
    }
  }

  function isDue(): boolean {
    const due = nextDue(state);
    return due !== undefined && due.at <= Date.now();
  }

  function untilSomethingHappens(): Promise<void> {
    const due = nextDue(state);
    return inbox.arrival(due && due.at - Date.now(), due && describeDuty(due.duty));
  }

  function mayContinueAsNew(): boolean {
    return workflowInfo().continueAsNewSuggested && noticesAtRest(state) && allHandlersFinished();
  }

  /** Commands that came together with the last step still get their answer. */
  async function refuseLatecomers(): Promise<void> {
    for (let late = inbox.take(); late; late = inbox.take()) {
      const detail = `The window is ${state.phase}; nothing can be changed any more.`;
      if (late.type !== 'command') continue;
      late.answer({ refusal: { code: 'wrong-phase', detail } });
      const { name: command, by } = late.command;
      if (late.door === 'signal') await step([{ type: 'command-refused', command, reason: detail }], by, 'signal');
    }
  }
}

function isToldToCustomers(event: WindowEvent): boolean {
  return (event.type === 'notice-begun' || event.type === 'notice-retried') && isToCustomers(event.notice.kind);
}
