import { z } from 'zod';
import { toIso } from '../../domain/shared/time';

/** A window's reference in a path; anything else names no window. */
export const reference = z
  .string()
  .regex(/^MW-\d{4}-\d{4,9}$/, 'is not a reference such as MW-2026-0001')
  .describe('the reference of the window')
  .meta({ examples: ['MW-2026-0001'] });

/** An instant as answers write it: ISO 8601, UTC, whole seconds. */
export const at = z.iso.datetime({ offset: true }).meta({ examples: ['2026-12-10T01:00:00Z'] });
export const maybeAt = at.nullable();

/** UTC ms as answers write it, null for what has not happened. */
export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms);
}

const count = z.int().min(0);
export { count };

/** Which page of a list: the cursor the page before gave as `next`, and how many items at most. */
export const paging = {
  cursor: z.string().min(1).max(500).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).optional().describe('items in a page, 50 unless given'),
};

/** One page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('the cursor of the page after this one, null on the last'),
  });
}

/** A query parameter that can be given several times, or as one list with commas. */
export function several<T extends z.ZodType<string, string>>(item: T) {
  return z
    .union([z.string(), z.array(z.string())])
    .transform((given) => [given].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(item));
}

/** A query parameter that is `true` or `false`. */
export const yesOrNo = z.enum(['true', 'false']).transform((word) => word === 'true');
