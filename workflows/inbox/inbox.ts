import { condition } from '@temporalio/workflow';
import type { Batch, Waiting } from '../../domain/window/batch';
import { optional } from '../../domain/shared/optional';
import type { WindowState } from '../../domain/window/types';
import { attachHandlers, readSignal } from './handlers';
import { createQueue, type Arrival } from './queue';

export interface Inbox {
  /** Resolves when something has arrived, or after `ms`; without `ms` only an arrival ends the wait. */
  arrival(ms: number | undefined, summary: string | undefined): Promise<void>;
  waiting(): readonly Waiting[];
  put(waiting: Waiting): void;
  /** A signal by its name, parsed here; what cannot be read becomes a fact for the timeline. */
  signal(name: string, raw: unknown): void;
  /** The first of those that wait were decided on: they are done, and whoever asked has the answer. */
  answered(outcomes: Batch['outcomes']): void;
  /** Those that wait, to be carried into the next run; undefined while it must not end. */
  carried(): readonly Waiting[] | undefined;
  /** From now on commands that want an answer are sent away, to come again to the next run. */
  close(): void;
}

/** A timer that ends while an activity of the same step does gains nothing, and makes the engine work twice. */
const SHORTEST_WAIT_MS = 1_000;

/** Attaches the handlers, which only queue; the loop decides. `carried`: what waited when the last run ended. */
export function openInbox(current: () => WindowState, carried: readonly Waiting[] = []): Inbox {
  const queue = createQueue(carried);
  let isClosed = false;
  const put = (arrival: Arrival) => queue.put(arrival);
  attachHandlers({ current, put, isBusy: () => isClosed || queue.isFull() });
  return {
    async arrival(ms, summary) {
      if (ms === undefined) return condition(() => queue.arrivals.length > 0);
      await condition(() => queue.arrivals.length > 0, Math.max(SHORTEST_WAIT_MS, ms), optional({ summary }));
    },
    waiting: () => queue.arrivals.map(({ waiting }) => waiting),
    put: (waiting) => put({ waiting }),
    signal: (name, raw) => put({ waiting: readSignal(name, raw) }),
    answered(outcomes) {
      const done = queue.arrivals.slice(0, outcomes.length);
      queue.drop(outcomes.length);
      outcomes.forEach((outcome, index) => done[index]?.answer?.(outcome));
    },
    carried: () => queue.carried(),
    close: () => void (isClosed = true),
  };
}
