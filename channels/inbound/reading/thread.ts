import { parentPort } from 'node:worker_threads';
import { readInboundMail, type InboundContext, type InboundMail } from '../read-mail';

/** What the thread is asked, one mail at a time, and what it answers. */
export interface ReadingJob {
  readonly raw: Uint8Array;
  readonly context: InboundContext;
}
export interface ReadingAnswer {
  readonly mail: InboundMail;
  /** How long it took here (ms), and what this thread then held (bytes, with what lies outside its heap). */
  readonly tookMs: number;
  readonly heldBytes: number;
}

const port = parentPort;
if (port) {
  port.on('message', ({ raw, context }: ReadingJob) => {
    const began = performance.now();
    void readInboundMail(raw, context).then((mail) => {
      const { heapUsed, external } = process.memoryUsage();
      port.postMessage({
        ...{ mail, tookMs: performance.now() - began, heldBytes: heapUsed + external },
      } satisfies ReadingAnswer);
    });
  });
  port.postMessage('ready');
}
