import { z } from 'zod';
import { KnownError } from '../../domain/shared/errors';

/** One page of a list; `next` is the cursor of the page after it, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Where a page begins (a cursor an earlier page gave) and how many items it holds at most. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 500;

/** The number of items to answer: 50 unless asked, at most 500. */
export function limitOf(page: PageRequest): number {
  return Math.min(Math.max(page.limit ?? DEFAULT_LIMIT, 1), MAX_LIMIT);
}

const NO_CURSOR = 'is not a cursor this list gave; leave it out to begin at the first page';

/** A cursor in an address: base64url (RFC 4648 §5), as long as two ids of the longest kind make it. */
export const cursorText = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^[A-Za-z0-9_-]+$/, NO_CURSOR);

/** The last row's key as an opaque text for an address's query. */
function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key inside a cursor. Throws KnownError `invalid-body` (field `cursor`) for a text no list gave. */
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

/** The rows asked for, given one more than `limit` where there is one: that one only says that another page follows. */
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

/** A text and an instant (UTC ms, years 1 to 9999) as columns can hold them: a cursor somebody made up must not reach the database. */
const text = z
  .string()
  .max(500)
  .refine((value) => !value.includes('\u0000'));
const instant = z.int().min(Date.parse('0001-01-01T00:00:00Z')).max(Date.parse('9999-12-31T23:59:59Z'));

/** Keys of lists ordered by an id of text, by two of them, by a number, and by an instant and then an id. */
export const textKey = z.tuple([text]);
export const textKeys = z.tuple([text, text]);
export const numberKey = z.tuple([z.int()]);
export const instantKey = z.tuple([instant, text]);
