import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Request, Response } from 'express';
import { KnownError } from '../../domain/shared/errors';
import { SECOND } from '../../domain/shared/time';
import { loggable } from './failures';

/** Bodies and answers too large to hold: they pass through in pieces, at the pace of whoever takes them. */

export const STREAMED_TYPES = ['text/csv', 'application/x-ndjson'] as const;
export type StreamedType = (typeof STREAMED_TYPES)[number] | 'message/rfc822';

/** Bytes after decompression; memory does not depend on it, patience does. */
const STREAM_LIMIT = 2_000_000_000;

/** A request's body that the handler reads by itself, once. */
export class StreamedBody {
  constructor(
    readonly type: StreamedType,
    readonly bytes: AsyncIterable<Uint8Array>,
  ) {}
}

/** The request's body as a stream; undefined when it has another type. Throws KnownError `unsupported-media-type`. */
export function streamedBody(request: Request, types: readonly StreamedType[]): StreamedBody | undefined {
  const type = types.find((candidate) => request.is(candidate));
  if (type === undefined) return undefined;
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(request.get('content-type') ?? '')?.[1];
  const encoding = (request.get('content-encoding') ?? 'identity').toLowerCase();
  const isUtf8 = charset === undefined || /^utf-?8$/i.test(charset);
  if (!isUtf8 || (encoding !== 'identity' && !(encoding in DECODERS))) {
    throw new KnownError(
      'unsupported-media-type',
      'The body must be UTF-8, plain or compressed with gzip, deflate or br.',
    );
  }
  return new StreamedBody(type, decoded(request, encoding));
}

const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

async function* decoded(request: Request, encoding: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  const decoder = DECODERS[encoding]?.();
  // pipeline ends the one when the other fails; the fault is met below, where the pieces are taken
  if (decoder) pipeline(request, decoder).catch(() => undefined);
  try {
    for await (const piece of decoder ?? request) {
      const bytes = piece as Buffer;
      size += bytes.length;
      if (size > STREAM_LIMIT) {
        throw new KnownError(
          'body-too-large',
          `This path takes at most ${String(STREAM_LIMIT)} bytes. Send less, or send it in parts.`,
        );
      }
      yield bytes;
    }
  } catch (error) {
    if (error instanceof KnownError) throw error;
    throw new KnownError(
      'malformed-body',
      'The body broke off or cannot be decompressed. Nothing was changed; send the request again.',
    );
  }
}

/** An answer that is made while it is sent. */
export class StreamedAnswer {
  constructor(
    readonly type: string,
    readonly pieces: AsyncGenerator<string>,
    /** What a browser calls the file. */
    readonly fileName?: string,
  ) {}
}

/** A reader that takes nothing for so long is gone, or wants to hold us (ms). */
const STALLED = 30 * SECOND;

/**
 * Sends it. Whatever fails before the first piece is thrown, and answered like any other failure; later the connection is
 * cut, so that nobody takes a part for the whole. It is cut, too, when the reader takes nothing for `stallMs`.
 */
export async function sendStream(
  request: Request,
  response: Response,
  answer: StreamedAnswer,
  stallMs: number = STALLED,
): Promise<void> {
  const { type, pieces, fileName } = answer;
  response.type(type);
  if (fileName !== undefined) response.attachment(fileName).type(type);
  if (request.method === 'HEAD') {
    await pieces.return(undefined);
    response.end();
    return;
  }
  const first = await pieces.next();
  cutWhenStalled(request, response, stallMs);
  try {
    await pipeline(Readable.from(continued(first, pieces)), response);
  } catch (error) {
    request.log.warn({ failure: loggable(error) }, 'the answer broke off');
  }
}

/** Node's own time-out looks whether the kernel took anything of what is being written; we are not to blame the reader for our own silence. */
function cutWhenStalled(request: Request, response: Response, stallMs: number): void {
  response.setTimeout(stallMs, () => {
    if (response.writableLength === 0) {
      response.setTimeout(stallMs);
      return;
    }
    request.log.warn({ stallMs }, 'the reader of a streamed answer took nothing and was disconnected');
    response.destroy();
  });
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
