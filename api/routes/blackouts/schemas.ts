import { z } from 'zod';
import { instant, text } from '../../../domain/shared/fields';
import { at, pageOf, paging } from '../../http/schemas';

/** What the API says about blackouts (L9), and how they are asked for. */

const id = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'must be a name of letters, digits, ".", "_" and "-", such as black-friday-2027');

export const blackoutParams = z.strictObject({ id: id.describe('the blackout') });

export const blackoutBody = z
  .strictObject({
    id: id.optional().describe('a name of your own; one is given when left out'),
    organization: z.string().min(1).max(200).optional().describe('for one organization; for everybody when left out'),
    start: instant,
    end: instant,
    reason: text(500).describe('why, for staff'),
  })
  .refine((value) => value.end > value.start, { path: ['end'], message: 'must be after the start' });

export const blackoutSchema = z
  .object({
    id: z.string(),
    organization: z.string().nullable().describe('null: for everybody'),
    start: at,
    end: at,
    reason: z.string(),
    createdBy: z.string(),
    createdAt: at,
  })
  .meta({ id: 'Blackout' });

/** The answer to making one. */
export const madeBlackoutSchema = blackoutSchema.extend({
  warnings: z
    .array(z.object({ reference: z.string(), start: at, end: at, text: z.string() }))
    .describe('nights that were planned inside it before; they stay until somebody moves them, 100 at most'),
});

export const blackoutsPageSchema = pageOf(blackoutSchema);

export const blackoutsQuery = z
  .strictObject({
    ...paging,
    organization: z.string().min(1).max(200).optional().describe('those that concern it, those for everybody included'),
    from: instant.optional().describe('those that end after it'),
    to: instant.optional().describe('those that begin before it'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || to > from, {
    path: ['to'],
    message: 'must be after from',
  });
