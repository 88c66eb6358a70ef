import { isToCustomers } from '../domain/notices/notice-kinds';
import { decideAllDue } from '../domain/window/duties/due';
import type { Refusal } from '../domain/shared/errors';
import { evolve } from '../domain/window/evolve/evolve';
import { mayBeRefused, type RecordedEvent, type WindowEvent } from '../domain/window/events';
import { changesPlan } from '../domain/planning/conflicts';
import type { WindowState } from '../domain/window/types';
import type { createNotices } from './notices';
import type { createPresentation } from './presentation';
import { recordStep, type Step } from './timeline';
import type { createWatch } from './watch';
import type { createWork } from './work';

export interface StepsSetting {
  readonly state: WindowState;
  readonly notices: ReturnType<typeof createNotices>;
  readonly work: ReturnType<typeof createWork>;
  readonly watch: ReturnType<typeof createWatch>;
  readonly present: ReturnType<typeof createPresentation>;
}

/** The state of the window and the only place that changes it: a step is recorded, applied, and acted on. */
export function createSteps({ state: initial, notices, work, watch, present }: StepsSetting) {
  let state = initial;

  /**
   * Records, evolves, then acts. A change of plan that collides with another window is refused by the record; then nothing has
   * happened. `before`: what has happened, and may not be on record.
   */
  async function take({ events, parts }: Step, before: readonly RecordedEvent[] = []): Promise<Refusal | undefined> {
    if (events.length + before.length === 0) return undefined;
    const step: Step = { events: [...before, ...events], ...(parts && parts.length > 1 ? { parts } : {}) };
    // only a change of plan or of the work list is refused; other notices to customers need not wait for the record: they carry the step
    // with them (N14)
    const ahead = events.some(({ event }) => mayBeRefused(event)) ? [] : events.filter(isToldToCustomers);
    beginNotices(ahead, { events, ...(step.parts ? { parts: step.parts } : {}) });
    const refusal = await recordStep(state.reference, state.spec.class, step);
    if (refusal) return refusal;
    state = events.reduce(evolve, state);
    notices.supersede(state.revision);
    beginNotices(events.filter((event) => !ahead.includes(event)));
    work.tell(state, events);
    watch.follow(state);
    present(state);
    return undefined;
  }

  function beginNotices(events: readonly RecordedEvent[], notRecorded?: Step): void {
    for (const { event } of events) {
      if (event.type !== 'notice-begun' && event.type !== 'notice-retried') continue;
      notices.begin(event.notice, state.spec.class, { again: event.type === 'notice-retried', step: notRecorded });
    }
  }

  function dueEvents(): RecordedEvent[] {
    return byTheClock(state, decideAllDue(state, Date.now()));
  }

  return {
    state: () => state,
    take,
    /** The first step of a window: its opening, and what is due at once. A change of plan may be refused, so it comes next. */
    async open(opened: RecordedEvent): Promise<void> {
      const due = dueEvents();
      await take({ events: due.some(({ event }) => changesPlan(event)) ? [] : due }, [opened]);
    },
    /** A window that was started again goes on with its notices; the ledger remembers who has them. */
    resume(): void {
      work.resume(state);
      watch.follow(state);
      for (const { state: outcome, kind, revision, ordinal } of state.notices) {
        if (outcome === 'under-way') notices.begin({ kind, revision, ordinal }, state.spec.class);
      }
    },
    /** What the clock brings about. */
    async takeDue(): Promise<void> {
      await take({ events: dueEvents() });
    },
  };
}

function byTheClock(state: WindowState, events: readonly WindowEvent[]): RecordedEvent[] {
  const at = Date.now();
  return events.map((event, index) => ({
    ...{ sequence: state.sequence + 1 + index, at, by: 'forewarn', door: 'clock', event },
  }));
}

function isToldToCustomers({ event }: RecordedEvent): boolean {
  return (event.type === 'notice-begun' || event.type === 'notice-retried') && isToCustomers(event.notice.kind);
}
