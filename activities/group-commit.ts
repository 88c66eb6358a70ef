import { setTimeout as pause } from 'node:timers/promises';
import type { Said } from '../domain/proof/said';
import type { LedgerStep, SettledDelivery } from './ports/ledger';

/** A commit that fails is tried again for this long: a database that restarts is back by then, and nothing is repeated. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 250;
/** So many commits run side by side: while one waits for the disk, the next is carried out. */
const AT_ONCE = 2;

export interface GroupCommit {
  /** Marks the delivery as on the wire, with what its mail says; false when it may not be. Resolves with the commit. */
  take(id: number, said?: Said): Promise<boolean>;
  /** Resolves once the outcome is committed. */
  settle(settled: SettledDelivery): Promise<void>;
}

interface Waiting {
  readonly settled: { readonly value: SettledDelivery; readonly done: () => void }[];
  readonly taken: { readonly id: number; readonly said: Said | undefined; readonly done: (yes: boolean) => void }[];
  readonly failed: ((error: unknown) => void)[];
}

/**
 * Gathers what connections report while commits are under way and writes it with the next one, so that one disk flush serves
 * many messages and a single message does not wait. Commits that overlap may end in any order; whoever needs two things
 * committed waits for both. Steps can be repeated, so a failed commit is: what the server accepted is known here alone, and
 * forgetting it would send it twice. When patience ends, every waiter is rejected.
 */
export function createGroupCommit(
  commit: (step: LedgerStep) => Promise<number[]>,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): GroupCommit {
  let waiting = nobody();
  let running = 0;
  let isCalled = false;

  async function drain(): Promise<void> {
    while (waiting.failed.length > 0) {
      const group = waiting;
      waiting = nobody();
      try {
        const taken = new Set(await persist(group));
        for (const { done } of group.settled) done();
        for (const { id, done } of group.taken) done(taken.has(id));
      } catch (error) {
        for (const reject of group.failed) reject(error);
      }
    }
    running--;
  }

  async function persist(group: Waiting): Promise<number[]> {
    const words = new Map(group.taken.flatMap(({ id, said }) => (said ? [[id, said]] : [])));
    const step = {
      settled: group.settled.map(({ value }) => value),
      taken: group.taken.map(({ id }) => id),
      ...(words.size > 0 ? { words } : {}),
    };
    const until = performance.now() + patienceMs;
    for (;;) {
      try {
        return await commit(step);
      } catch (error) {
        if (signal.aborted || performance.now() >= until) throw error;
        await pause(RETRY_MS);
      }
    }
  }

  function enqueue(): void {
    // the connections that hear of the last commit in this turn of the loop join the same group
    if (running < AT_ONCE && !isCalled) {
      isCalled = true;
      setImmediate(() => {
        isCalled = false;
        running++;
        void drain();
      });
    }
  }

  return {
    take: (id, said) =>
      new Promise((resolve, reject) => {
        waiting.taken.push({ id, said, done: resolve });
        waiting.failed.push(reject);
        enqueue();
      }),
    settle: (value) =>
      new Promise((resolve, reject) => {
        waiting.settled.push({ value, done: resolve });
        waiting.failed.push(reject);
        enqueue();
      }),
  };
}

function nobody(): Waiting {
  return { settled: [], taken: [], failed: [] };
}
