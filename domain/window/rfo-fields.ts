import { z } from 'zod';
import { line, text } from '../shared/fields';

const measure = z.strictObject({
  text: text(2_000),
  owner: line(200).describe('a team'),
  due: z.iso.date('must be a date such as 2026-12-31'),
});

/** The reason-for-outage report as it is written (E4). */
export const rfoFields = {
  state: z.enum(['preliminary', 'final']).default('final'),
  summary: text(8_000),
  customerImpact: text(8_000).optional(),
  rootCause: text(8_000),
  resolution: text(8_000).optional(),
  preventiveMeasures: z.array(measure).max(50).default([]),
};
export type RfoText = z.output<z.ZodObject<typeof rfoFields>>;
