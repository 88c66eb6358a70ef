import { existsSync } from 'node:fs';
import { Worker, type Transferable } from 'node:worker_threads';
import { SECOND } from '../domain/shared/time';

/** Work that others' input can make long or large, in threads of its own with a deadline and a bound on memory (T8). */

export interface ThreadOptions {
  /** The thread's program: a `.js` file, or a `.ts` one where tests and benchmarks run the source; see programBeside. */
  readonly program: string;
  /** One job may take so long (ms); a thread's start is not counted. */
  readonly deadlineMs: number;
  /** What a thread may hold (MB). */
  readonly heapMb: number;
  /** Jobs that are done at the same time. */
  readonly threads: number;
}

/** Why there is no answer. `at` is what the thread last said it was at, by `{ at: … }`. */
export interface ThreadFault {
  readonly fault: 'time' | 'memory' | 'broken';
  readonly at?: string;
}

export interface ThreadPool<Job, Answer extends object> {
  /** Rejects only when no thread can be started: the job must come again. */
  readonly run: (job: Job, transfer?: readonly Transferable[]) => Promise<Answer | ThreadFault>;
  readonly close: () => Promise<void>;
}

/** A thread that nothing was done in for so long ends (ms). */
const IDLE = 30 * SECOND;
/** Half a second as a rule; a loaded machine is slow, not wrong (ms). */
const START_MAX = 60 * SECOND;

/**
 * Threads are started when there is something to do, and again after one that was ended. A program posts any message when it is
 * ready, then one answer for each job; before an answer it may post `{ at: '…' }`.
 */
export function createThreadPool<Job, Answer extends object>(options: ThreadOptions): ThreadPool<Job, Answer> {
  const idle = Array.from({ length: options.threads }, () => createPlace<Job, Answer>(options));
  const places = [...idle];
  const waiting: ((place: Place<Job, Answer>) => void)[] = [];
  const take = () =>
    new Promise<Place<Job, Answer>>((resolve) => {
      const place = idle.pop();
      if (place) resolve(place);
      else waiting.push(resolve);
    });
  return {
    async run(job, transfer = []) {
      const place = await take();
      try {
        return await place.run(job, transfer);
      } finally {
        const next = waiting.shift();
        if (next) next(place);
        else idle.push(place);
      }
    },
    async close() {
      await Promise.all(places.map((place) => place.close()));
    },
  };
}

/** `<name>.js` in the folder when it is compiled, else `<name>.ts`. */
export function programBeside(base: string): string {
  return existsSync(`${base}.js`) ? `${base}.js` : `${base}.ts`;
}

interface Place<Job, Answer> {
  run(job: Job, transfer: readonly Transferable[]): Promise<Answer | ThreadFault>;
  close(): Promise<void>;
}

/** A place for one thread, which does one job at a time. */
function createPlace<Job, Answer extends object>({ deadlineMs, heapMb, program }: ThreadOptions): Place<Job, Answer> {
  let thread: Worker | undefined;
  let ending: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    const ended = thread;
    thread = undefined;
    await ended?.terminate();
  }

  async function started(): Promise<Worker> {
    clearTimeout(ending);
    if (thread) return thread;
    const made = new Worker(program, {
      // a thread does not inherit how jest reads TypeScript
      ...(program.endsWith('.ts') ? { execArgv: ['--require', 'tsx/cjs'] } : {}),
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 16 },
    });
    // one that ends between two jobs is replaced at the next one
    made.on('error', () => undefined);
    made.on('exit', () => {
      if (thread === made) thread = undefined;
    });
    await untilReady(made);
    return (thread = made);
  }

  return {
    async run(job, transfer) {
      const at = await started();
      at.ref();
      const answer = await answerOf<Answer>(at, () => at.postMessage(job, transfer), deadlineMs);
      if ('fault' in answer) await end();
      else at.unref();
      ending = setTimeout(() => void end(), IDLE).unref();
      return answer;
    },
    close: end,
  };
}

function untilReady(thread: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (error: Error) => {
      clearTimeout(timer);
      void thread.terminate();
      reject(new Error('the thread cannot be started', { cause: error }));
    };
    const timer = setTimeout(() => give(new Error(`no answer within ${String(START_MAX)} ms`)), START_MAX);
    thread.once('error', give);
    thread.once('message', () => {
      clearTimeout(timer);
      thread.off('error', give);
      resolve();
    });
  });
}

function answerOf<Answer extends object>(
  thread: Worker,
  ask: () => void,
  deadlineMs: number,
): Promise<Answer | ThreadFault> {
  return new Promise((resolve) => {
    let at: string | undefined;
    const settle = (answer: Answer | ThreadFault) => {
      clearTimeout(timer);
      thread.off('message', said).off('error', broke).off('exit', ended);
      resolve(answer);
    };
    const fail = (fault: ThreadFault['fault']) => settle({ fault, ...(at === undefined ? {} : { at }) });
    const said = (message: Answer | { readonly at: string }) => {
      if ('at' in message && typeof message.at === 'string') at = message.at;
      else settle(message as Answer);
    };
    const broke = (error: Error & { code?: string }) =>
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'broken');
    const ended = () => fail('broken');
    const timer = setTimeout(() => fail('time'), deadlineMs);
    thread.on('message', said).on('error', broke).on('exit', ended);
    ask();
  });
}
