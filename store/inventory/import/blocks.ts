import { setImmediate } from 'node:timers/promises';

/** A file's bytes in pieces, as a request or a file handle gives them. */
export type Bytes = AsyncIterable<Uint8Array>;

/** No row is longer (bytes): what a file without line ends, or a quote that is never closed, can make us hold. */
export const LONGEST_ROW = 1_000_000;

export const LINE_FEED = 10;

/** So many bytes are worked on at a time, before others have their turn. */
const BLOCK = 8_192;

/**
 * The same bytes in buffers of 8 kB, the last one shorter. Each buffer is new, because whoever gives the pieces may use their
 * memory again; and many small pieces would cost more than their bytes.
 */
export async function* blocksOf(bytes: Bytes): AsyncGenerator<Buffer, undefined> {
  let block = Buffer.allocUnsafe(BLOCK);
  let filled = 0;
  for await (const piece of bytes) {
    for (let rest = piece; rest.length > 0;) {
      const part = rest.subarray(0, BLOCK - filled);
      block.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled < BLOCK) continue;
      yield block;
      block = Buffer.allocUnsafe(BLOCK);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
  return undefined;
}

export type Blocks = ReturnType<typeof rereadableBlocks>;

/** Blocks that can be put back, to be read again before what follows them. */
export function rereadableBlocks(bytes: Bytes) {
  const fresh = blocksOf(bytes);
  const again: Buffer[] = [];
  return {
    /** undefined at the end. */
    async next(): Promise<Buffer | undefined> {
      const block = again.shift();
      if (!block) return (await fresh.next()).value;
      // what comes from outside is waited for; this is not
      await setImmediate();
      return block;
    },
    putBack(rest: Buffer): void {
      const count = Math.ceil(rest.length / BLOCK);
      again.unshift(...Array.from({ length: count }, (_, i) => rest.subarray(i * BLOCK, (i + 1) * BLOCK)));
    },
    /** Whoever gives the bytes is told that no more are wanted. */
    async close(): Promise<void> {
      await fresh.return(undefined);
    },
  };
}
