import type { IncomingMessage } from 'node:http';

/** So much of an answer is read (bytes), and so much of that is kept. */
const READ = 64 * 1_024;
const KEPT = 1_024;

/**
 * The beginning of an answer as text. Reading ends with the answer, after 64 KiB, or when told to: nobody can make us swallow
 * more. Never rejects: a connection that breaks leaves what had come.
 */
export async function readBeginning(response: IncomingMessage, stopped: AbortSignal): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (read < KEPT) kept.push(chunk.subarray(0, KEPT - read));
      read += chunk.length;
      if (read >= READ || stopped.aborted) break;
    }
  } catch {
    // what had come before is all there is
  }
  return Buffer.concat(kept).toString('utf8');
}
