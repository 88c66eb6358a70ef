import { z } from 'zod';
import { KnownError } from '../domain/errors';

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

/** The last row's key as an opaque text for an address's query. */
function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key inside a cursor. Throws KnownError `invalid-body` (field `cursor`) for a text no list gave. */
export function decodeCursor<S extends z.ZodType>(cursor: string, key: S): z.output<S> {
  const result = key.safeParse(parsed(cursor));
  if (result.success) return result.data;
  const message = 'is not a cursor this list gave; leave it out to begin at the first page';
  throw new KnownError('invalid-body', `The cursor ${message}.`, [{ field: 'cursor', message }]);
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

/** Keys of lists ordered by an id of text, by two of them, and by a number. */
export const textKey = z.tuple([z.string()]);
export const textKeys = z.tuple([z.string(), z.string()]);
export const numberKey = z.tuple([z.int()]);
