import { z } from 'zod';
import { who } from '../../domain/shared/fields';
import { toIso } from '../../domain/shared/time';
import { cursorText } from '../../store/database/cursor';
import { shown } from './document-schemas';

/** A window's reference in a path; anything else names no window. */
export const reference = z
  .string()
  .regex(/^MW-\d{4}-\d{4,9}$/, 'is not a reference such as MW-2026-0001')
  .describe('the reference of the window')
  .meta({ examples: ['MW-2026-0001'] });

/** An instant as answers write it: ISO 8601, UTC, whole seconds. */
export const at = z.iso.datetime({ offset: true }).meta({ examples: ['2026-12-10T01:00:00Z'] });
export const maybeAt = at.nullable();

/** A body's `by`: who did it comes from the token (T5). */
export const onBehalfOf = who.optional().describe('on whose behalf; who does it comes from the token');

/** UTC ms as answers write it, null for what has not happened. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms);
}

/** How many there are: as large as PostgreSQL's `integer` holds, so that clients in every language have a type for it. */
export const count = z.int32().min(0);

/** The number of a row in the database, as answers have it and as a path names it. JSON's numbers are exact up to 2⁵³. */
export const rowId = z.int().min(1);
export const rowIdInPath = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Which page of a list: the cursor the page before gave as `next`, and how many items at most. */
export const paging = {
  cursor: cursorText.optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).optional().describe('items in a page, 50 unless given'),
};

/** One page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: cursorText.nullable().describe('the cursor of the page after this one, null on the last'),
  });
}

/** A query parameter that can be given several times, or as one list with commas. */
export function several<T extends z.ZodType<string, string>>(item: T) {
  const read = z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(item));
  return shown(read, z.array(item));
}

/** A query parameter that is `true` or `false`. */
export const yesOrNo = shown(
  z.enum(['true', 'false']).transform((word) => word === 'true'),
  z.boolean(),
);
