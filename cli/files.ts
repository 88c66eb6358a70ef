import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Unusable } from './failures';
import type { Io } from './io';

/** A file's bytes and its size; the size of stdin (`-`) is unknown. */
export interface InputFile {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly size: number | undefined;
}

/** Throws Unusable when it cannot be read. */
export async function openInput(io: Io, name: string): Promise<InputFile> {
  if (name === '-') return { bytes: io.stdin, size: undefined };
  const file = path.resolve(io.folder, name);
  try {
    const handle = await open(file);
    const { size } = await handle.stat();
    await handle.close();
    return { bytes: createReadStream(file), size };
  } catch (error) {
    throw new Unusable(`${name} cannot be read (${codeOf(error)}).`, { cause: error });
  }
}

/** The text of a file. Throws Unusable when it cannot be read. */
export async function readTextFile(io: Io, name: string): Promise<string> {
  const { bytes } = await openInput(io, name);
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of bytes) pieces.push(piece);
  } catch (error) {
    throw new Unusable(`${name} cannot be read (${codeOf(error)}).`, { cause: error });
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The JSON object in a file. Throws Unusable when there is none. */
export async function readJsonFile(io: Io, name: string): Promise<object> {
  const text = await readTextFile(io, name);
  const where = name === '-' ? 'The standard input' : name;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Unusable(`${where} is not JSON: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Unusable(`${where} must hold one JSON object.`);
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
