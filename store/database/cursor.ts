import { z } from 'zod';
import { KnownError } from '../../domain/shared/errors';

/** One page of a list; `next` is the cursor of the following page, null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Where a page begins (a cursor from an earlier page) and its maximum size. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** The page size: 50 by default, at most 500. */
export function limitOf(page: PageRequest): number {
  return Math.min(Math.max(page.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
}

const NO_CURSOR = 'is not a cursor this list gave; leave it out to begin at the first page';

/** A cursor in a URL: base64url (RFC 4648 §5), long enough for two ids of the maximum length. */
export const cursorText = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[A-Za-z0-9_-]+$/, NO_CURSOR);

/** Encodes the key of the last row as an opaque text for a URL's query. */
function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Decodes a cursor. Throws KnownError `invalid-body` (field `cursor`) for a text that no list returned. */
export function decodeCursor<S extends z.ZodType>(cursor: string, key: S): z.output<S> {
  const result = key.safeParse(parsed(cursor));
  if (result.success) return result.data;
  throw new KnownError('invalid-body', `The cursor ${NO_CURSOR}.`, [{ field: 'cursor', message: NO_CURSOR }]);
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** Makes a page from up to `limit` + 1 rows; the extra row only shows that another page follows. */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => readonly (string | number)[],
  map: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(map), next: last !== undefined && rows.length > limit ? encodeCursor(keyOf(last)) : null };
}

/** A text and an instant (UTC ms, years 1 to 9999) that a column can hold: a made-up cursor must not cause a database error. */
const text = z
  .string()
  .max(500)
  .refine((value) => !value.includes('\u0000'));
const instant = z.int().min(Date.parse('0001-01-01T00:00:00Z')).max(Date.parse('9999-12-31T23:59:59Z'));

/** Cursor keys for lists ordered by one text id, by two text ids, by a number, and by an instant and an id. */
export const textKey = z.tuple([text]);
export const textKeys = z.tuple([text, text]);
export const numberKey = z.tuple([z.int()]);
export const instantKey = z.tuple([instant, text]);
