import path from 'node:path';
import { SECOND } from '../../../domain/shared/time';
import { createThreadPool, programBeside, type ThreadFault } from '../../../threads/thread-pool';
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

const FAULTS: Readonly<Record<ThreadFault['fault'], string>> = {
  time: 'it takes too long to read',
  memory: 'it takes too much memory to read',
  broken: 'reading it failed',
};

/** Threads are started when there is something to read, and again after one that was ended. */
export function createMailReader(options: MailReaderOptions = {}): MailReader {
  const { threads = 2, deadlineMs = 5 * SECOND, heapMb = 128, onRead = () => undefined } = options;
  const { program = programBeside(path.join(__dirname, 'thread')) } = options;
  const pool = createThreadPool<ReadingJob, ReadingAnswer>({ threads, deadlineMs, heapMb, program });
  return {
    async read(raw, context = {}) {
      // so much is looked at, see readable-part.ts; one byte more tells that there is more
      const job = { raw: new Uint8Array(raw.subarray(0, READ_MAX.bytes + 1)), context };
      const answer = await pool.run(job, [job.raw.buffer]);
      if ('fault' in answer) return { kind: 'unreadable', fault: FAULTS[answer.fault] };
      onRead({ tookMs: answer.tookMs, heldBytes: answer.heldBytes });
      return answer.mail;
    },
    close: () => pool.close(),
  };
}
