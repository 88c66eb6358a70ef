import express, { type RequestHandler } from 'express';
import { KnownError } from '../../domain/shared/errors';
import { invalid } from '../../domain/shared/invalid';
import type { BodyKind } from './route';
import { StreamedBody, streamedBody } from './streams';

/** Deeper than any valid body; a deeper value could exhaust the stack of a recursive function. */
const DEEPEST = 32;

/**
 * Reads a body of the kinds the operation takes into `req.body` (JSON as a value, what is streamed as a StreamedBody that
 * nobody has read yet, nothing as undefined). Fails with KnownError `unsupported-media-type`, `malformed-body`, or with the
 * parser's own errors, which failures.ts knows.
 */
export function bodyReader({ types: plain, streamed = [], limit, optional }: BodyKind): RequestHandler[] {
  const types = [...plain, ...streamed];
  return [
    (request, _response, next) => {
      const matched = request.is([...types]);
      const isEmpty = matched === null || request.headers['content-length'] === '0';
      if (!isEmpty && matched === false) {
        const type = request.headers['content-type'];
        throw new KnownError(
          'unsupported-media-type',
          `The body must be ${types.join(' or ')}${type === undefined ? '' : `, not ${type.slice(0, 100)}`}: set the Content-Type header.`,
        );
      }
      next();
    },
    // an empty list of types would mean all of them
    ...(plain.length > 0 ? [express.json({ limit, type: [...plain], strict: false })] : []),
    (request, _response, next) => {
      const stream = streamedBody(request, streamed);
      if (stream) request.body = stream;
      const body: unknown = request.body;
      if (body === undefined && !optional) {
        throw new KnownError(
          'malformed-body',
          `This operation needs a body of type ${types.join(' or ')}, and there is none.`,
        );
      }
      if (!(body instanceof StreamedBody)) checkText(body);
      next();
    },
  ];
}

/** Texts may not hold NUL or half a character: neither the database nor a mail can carry them. */
export const UNUSABLE = /\u0000|\p{Surrogate}/u; // oxlint-disable-line no-control-regex -- NUL is what is looked for

/** Walks the value without recursion. Throws KnownError `invalid-body` with the field, or `malformed-body` when nested too deep. */
function checkText(body: unknown): void {
  const waiting: { value: unknown; path: readonly string[] }[] = [{ value: body, path: [] }];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { value, path } = at;
    if (typeof value === 'string' && UNUSABLE.test(value)) throw unusable(path);
    if (typeof value !== 'object' || value === null) continue;
    if (path.length >= DEEPEST) {
      throw new KnownError('malformed-body', `The body is nested deeper than ${String(DEEPEST)} levels.`);
    }
    for (const [key, inner] of Object.entries(value)) {
      if (UNUSABLE.test(key)) throw unusable(path);
      waiting.push({ value: inner, path: [...path, key] });
    }
  }
}

function unusable(path: readonly string[]): KnownError {
  return invalid([{ field: path.join('.') || '(body)', message: 'must not contain NUL or half a surrogate pair' }]);
}
