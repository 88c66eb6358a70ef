import { setImmediate } from 'node:timers/promises';

/** A file's bytes in pieces, from a request or a file handle. */
export type Bytes = AsyncIterable<Uint8Array>;

/** The longest row in bytes. It bounds the memory for a file without line ends or with an unclosed quote. */
export const LONGEST_ROW = 1_000_000;

export const LINE_FEED = 10;

/** The number of bytes processed before other work gets its turn. */
const BLOCK = 8_192;

/**
 * The same bytes in buffers of 8 kB, the last one shorter. Each buffer is new, because the source may reuse its memory; and
 * many small pieces would cost more time than their bytes.
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
      // a piece may hold many blocks, and only between pieces something is awaited
      await setImmediate();
      block = Buffer.allocUnsafe(BLOCK);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
  return undefined;
}

export type Blocks = ReturnType<typeof rereadableBlocks>;

/** Blocks that can be put back and read again. */
export function rereadableBlocks(bytes: Bytes) {
  const fresh = blocksOf(bytes);
  const again: Buffer[] = [];
  return {
    /** undefined at the end */
    async next(): Promise<Buffer | undefined> {
      const block = again.shift();
      if (!block) return (await fresh.next()).value;
      // only the source is awaited; buffered bytes are not
      await setImmediate();
      return block;
    },
    putBack(rest: Buffer): void {
      const count = Math.ceil(rest.length / BLOCK);
      again.unshift(...Array.from({ length: count }, (_, i) => rest.subarray(i * BLOCK, (i + 1) * BLOCK)));
    },
    /** Tells the source that no more bytes are wanted. */
    async close(): Promise<void> {
      await fresh.return(undefined);
    },
  };
}
