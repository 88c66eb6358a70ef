import busboy from 'busboy';
import type { Request } from 'express';
import type { Readable } from 'node:stream';
import { KnownError } from '../../../domain/shared/errors';
import { invalid } from '../../../domain/shared/invalid';
import type { StreamedCall } from '../operations';

/** Bytes of a file; a larger one goes through the API, which takes more. */
export const MOST_BYTES = 500_000_000;
/** Bytes of text typed or pasted. */
export const MOST_TEXT = 200_000;

const LIMITS = {
  files: 1,
  fields: 8,
  parts: 10,
  fieldSize: MOST_TEXT,
  fieldNameSize: 100,
  headerPairs: 20,
  fileSize: MOST_BYTES,
};

/** What a form for importing brings: its fields, and the rows, which nobody has read yet. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  /** As the browser calls the file; undefined for text that was pasted. */
  readonly fileName: string | undefined;
  readonly rows: StreamedCall;
}

/**
 * Reads a form with a file (multipart, RFC 7578). The fields must stand before the file, which passes through in pieces and is never held as
 * a whole. Throws KnownError `malformed-body` for what is no such form, `invalid-body` without rows, and, while the rows are read,
 * `body-too-large` or `malformed-body` for a file that broke off.
 */
export function readUpload(request: Request): Promise<Upload> {
  const parser = parserOf(request);
  const fields: Record<string, string> = {};
  return new Promise<Upload>((resolve, reject) => {
    let failure: Error | undefined;
    let reading: Readable | undefined;
    const fail = (error: Error) => {
      failure ??= error;
      reading?.destroy(failure);
      reject(failure);
    };
    parser.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated)
        fail(invalid([{ field: name, message: `must have at most ${String(MOST_TEXT)} characters: choose a file` }]));
      else fields[name] = value;
    });
    parser.on('file', (_name, file, { filename }) => {
      // a form without a chosen file sends an empty one without a name
      if ((filename as string | undefined) === undefined || filename === '') {
        file.resume();
        return;
      }
      reading = file;
      file.once('limit', () => {
        file.destroy(tooLarge());
      });
      file.on('error', () => undefined);
      resolve({ fields, fileName: filename, rows: { type: typeOf(filename), bytes: piecesOf(file, () => failure) } });
    });
    parser.once('error', () => {
      fail(brokenOff());
    });
    parser.once('close', () => {
      const text = fields.text ?? '';
      if (text.trim() === '') reject(invalid([{ field: 'file', message: 'is missing: choose a file, or paste rows' }]));
      else resolve({ fields, fileName: undefined, rows: { type: typeOfText(text), bytes: ofText(text) } });
    });
    request.once('aborted', () => {
      fail(brokenOff());
    });
    request.pipe(parser);
  });
}

function parserOf(request: Request) {
  try {
    return busboy({ headers: request.headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch {
    throw new KnownError('malformed-body', 'This is not a form with a file. Choose the file on the page again.');
  }
}

const brokenOff = () => new KnownError('malformed-body', 'The file broke off. Nothing was changed; send it again.');
const tooLarge = () =>
  new KnownError(
    'body-too-large',
    `A file may have ${String(MOST_BYTES / 1_000_000)} MB here. Nothing was changed. A larger one goes through the API: forewarn import.`,
  );

async function* piecesOf(file: Readable, failed: () => Error | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of file) yield piece as Buffer;
  } catch (error) {
    throw failed() ?? (error instanceof KnownError ? error : brokenOff());
  }
  const failure = failed();
  if (failure) throw failure;
}

// oxlint-disable-next-line typescript/require-await -- as a file comes
async function* ofText(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

const typeOf = (name: string): StreamedCall['type'] =>
  /\.(jsonl|ndjson)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
const typeOfText = (text: string): StreamedCall['type'] =>
  text.trimStart().startsWith('{') ? 'application/x-ndjson' : 'text/csv';
