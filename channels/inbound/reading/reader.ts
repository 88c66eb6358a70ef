import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { SECOND } from '../../../domain/shared/time';
import { READ_MAX } from '../readable-part';
import type { InboundContext, InboundMail } from '../read-mail';
import type { ReadingAnswer, ReadingJob } from './thread';

export interface MailReaderOptions {
  /** One mail may take so long (ms); a thread's start is not counted. */
  readonly deadlineMs?: number;
  /** What a thread may hold (MB). */
  readonly heapMb?: number;
  /** Mails that are read at the same time. */
  readonly threads?: number;
  /** The thread's program; tests have worse ones. */
  readonly program?: string;
  /** What reading a mail took. */
  readonly onRead?: (figures: Omit<ReadingAnswer, 'mail'>) => void;
}

/** Reads mails in threads of its own (T8): whatever a mail holds, nothing else in the process waits for it. */
export interface MailReader {
  /**
   * What the mail is. One that takes too long or too much memory is `unreadable`. Rejects when no thread can be started: the
   * mail must come again.
   */
  readonly read: (raw: Uint8Array, context?: InboundContext) => Promise<InboundMail>;
  readonly close: () => Promise<void>;
}

/** A thread that nothing was read in for so long ends (ms). */
const IDLE = 30 * SECOND;
/** Half a second as a rule; a loaded machine is slow, not wrong (ms). */
const START_MAX = 60 * SECOND;

/** Threads are started when there is something to read, and again after one that was ended. */
export function createMailReader(options: MailReaderOptions = {}): MailReader {
  const { threads = 2, onRead = () => undefined } = options;
  const idle = Array.from({ length: threads }, () => createPlace(options));
  const places = [...idle];
  const waiting: ((place: Place) => void)[] = [];

  const take = () =>
    new Promise<Place>((resolve) => {
      const place = idle.pop();
      if (place) resolve(place);
      else waiting.push(resolve);
    });
  const give = (place: Place) => {
    const next = waiting.shift();
    if (next) next(place);
    else idle.push(place);
  };

  return {
    async read(raw, context = {}) {
      const place = await take();
      try {
        // so much is looked at, see readable-part.ts; one byte more tells that there is more
        const answer = await place.read({ raw: new Uint8Array(raw.subarray(0, READ_MAX.bytes + 1)), context });
        if ('fault' in answer) return { kind: 'unreadable', fault: answer.fault };
        onRead({ tookMs: answer.tookMs, heldBytes: answer.heldBytes });
        return answer.mail;
      } finally {
        give(place);
      }
    },
    async close() {
      await Promise.all(places.map((place) => place.close()));
    },
  };
}

interface Place {
  read(job: ReadingJob): Promise<ReadingAnswer | { readonly fault: string }>;
  close(): Promise<void>;
}

/** A place for one thread, which reads one mail at a time. */
function createPlace({ deadlineMs = 5 * SECOND, heapMb = 128, program = threadFile() }: MailReaderOptions): Place {
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
    // one that ends between two mails is replaced at the next one
    made.on('error', () => undefined);
    made.on('exit', () => {
      if (thread === made) thread = undefined;
    });
    await untilReady(made);
    return (thread = made);
  }

  return {
    async read(job) {
      const at = await started();
      at.ref();
      const answer = await answerOf(at, job, deadlineMs);
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
      reject(new Error('the thread that reads mail cannot be started', { cause: error }));
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

function answerOf(
  thread: Worker,
  job: ReadingJob,
  deadlineMs: number,
): Promise<ReadingAnswer | { readonly fault: string }> {
  return new Promise((resolve) => {
    const settle = (answer: ReadingAnswer | { readonly fault: string }) => {
      clearTimeout(timer);
      thread.off('message', settle).off('error', broke).off('exit', ended);
      resolve(answer);
    };
    const broke = (error: Error & { code?: string }) =>
      settle({
        fault: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it takes too much memory to read' : 'reading it failed',
      });
    const ended = () => settle({ fault: 'reading it failed' });
    const timer = setTimeout(() => settle({ fault: 'it takes too long to read' }), deadlineMs);
    thread.on('message', settle).on('error', broke).on('exit', ended);
    thread.postMessage(job, [job.raw.buffer as ArrayBuffer]);
  });
}

/** Beside this file: compiled below dist/, or as it was written where tests and benchmarks run the source. */
function threadFile(): string {
  const compiled = path.join(__dirname, 'thread.js');
  return existsSync(compiled) ? compiled : path.join(__dirname, 'thread.ts');
}
