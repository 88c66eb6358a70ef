import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Unreachable, Unusable } from './failures';
import { codeOf } from './files';
import type { Io } from './io';

/**
 * Streams the content to a file, or to stdout without one. The file appears once it is complete, so that nobody takes part of
 * an export for all of it. Throws Unusable when it cannot be written.
 */
export async function save(io: Io, pieces: AsyncIterable<Uint8Array>, name: string | undefined): Promise<void> {
  if (name === undefined) {
    await pipeline(Readable.from(pieces), io.stdout, { end: false });
    return;
  }
  const file = path.resolve(io.folder, name);
  const part = `${file}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof Unreachable) throw error;
    throw new Unusable(`${name} cannot be written (${codeOf(error)}).`, { cause: error });
  }
}
