import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** What an operation answers that is made while it is sent. */
interface FileMade {
  readonly type: string;
  readonly pieces: AsyncGenerator<string>;
  readonly fileName: string;
}

/** A reader that takes nothing for so long is gone, or wants to hold us (ms). */
const STALLED = 30_000;

/**
 * Sends it to be saved, at the pace of the reader. Throws what fails before the first piece; later the connection is cut, so that nobody
 * takes a part for the whole.
 */
export async function sendFile(response: Response, answered: unknown): Promise<void> {
  const { type, pieces, fileName } = answered as FileMade;
  const first = await pieces.next();
  response.set('Cache-Control', 'no-store').attachment(fileName).type(type);
  response.setTimeout(STALLED, () => response.destroy());
  await pipeline(Readable.from(continued(first, pieces)), response).catch(() => response.destroy());
}

async function* continued(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done) return;
  try {
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
