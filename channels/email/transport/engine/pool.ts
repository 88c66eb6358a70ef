import type { JobEnd, MailJob } from '../../../../activities/ports/mail';
import { SECOND } from '../../../../domain/shared/time';
import { RunningJob, type Item } from './running-job';

/** A connection that failed rests so long before it is tried again, doubling, while others go on. */
const REST_MS = 1 * SECOND;
const REST_MAX_MS = 30 * SECOND;

/** A job that has handed over fewer messages than this is taken for a small one. */
const YOUNG = 20;

/** Where connections get their work from, and how they tell that they cannot do any. */
export interface Work {
  /**
   * The next message: urgent jobs first, small ones before large ones, those of one rank in turn (N14). How large a job is shows
   * as it goes on. Undefined when there is none now.
   */
  take(): Promise<Item | undefined>;
  /** Waits until there may be work; false when there never will be again. `isReady`: the connection is open. */
  wait(isReady: boolean): Promise<boolean>;
  /**
   * The connection failed and rests. When no other one is at work or open, the server cannot be used: every job gives up.
   * Resolves when the connection may be tried again.
   */
  rest(words: string, failures: number): Promise<void>;
}

export interface Pool {
  readonly work: Work;
  run(job: MailJob): Promise<JobEnd>;
  close(): void;
}

/** The work of so many connections; each is taken to be at work unless it waits or rests. */
export function createPool(connections: number): Pool {
  let jobs: RunningJob[] = [];
  let closed = false;
  const ready = new Set<() => void>();
  const unopened = new Set<() => void>();
  const resting = new Set<() => void>();

  const atWork = () => connections - ready.size - unopened.size - resting.size;
  const wake = (...sleepers: Set<() => void>[]): void => {
    for (const rise of sleepers.flatMap((set) => [...set])) rise();
  };
  const sleep = (sleepers: Set<() => void>, ms?: number): Promise<void> =>
    new Promise((resolve) => {
      const rise = () => {
        clearTimeout(timer);
        sleepers.delete(rise);
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(rise, ms);
      sleepers.add(rise);
    });
  const giveUp = (words: string): void => {
    for (const job of jobs) job.giveUp(words);
  };

  const work: Work = {
    async take() {
      for (const job of jobs.filter(({ hasWork }) => hasWork).sort((one, other) => rankOf(one) - rankOf(other))) {
        // another connection may have had the last of it meanwhile
        if (!job.hasWork) continue;
        // to the end of the line
        jobs = [...jobs.filter((other) => other !== job), job];
        const item = await job.next();
        if (item) return item;
      }
      return undefined;
    },
    async wait(isReady) {
      if (!closed && !jobs.some((job) => job.hasWork)) await sleep(isReady ? ready : unopened);
      return !closed;
    },
    async rest(words, failures) {
      // this one still counts
      if (atWork() === 1 && ready.size === 0) giveUp(words);
      else wake(ready, unopened);
      if (!closed) await sleep(resting, Math.min(REST_MS * 2 ** (failures - 1), REST_MAX_MS));
    },
  };

  return {
    work,
    async run(given) {
      if (closed) return { unavailable: 'the mail engine is closed' };
      const job = new RunningJob(given);
      jobs.push(job);
      // the caller has paused; if nobody gets on, everybody tries again at once
      if (atWork() + ready.size === 0) wake(resting);
      wake(ready, unopened);
      try {
        return await job.ended;
      } finally {
        jobs = jobs.filter((other) => other !== job);
      }
    },
    close() {
      closed = true;
      giveUp('the mail engine is closed');
      wake(ready, unopened, resting);
    },
  };
}

/** Lower goes first. A large job never holds up a small one, urgent or not. */
function rankOf({ handedOver, isUrgent }: RunningJob): number {
  return (handedOver < YOUNG ? 0 : 2) + (isUrgent ? 0 : 1);
}
