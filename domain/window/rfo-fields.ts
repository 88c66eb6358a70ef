import { z } from 'zod';
import { line, text } from '../shared/fields';

/** A date as people write it; others are typing errors. */
export const dueDate = z.iso
  .date({ error: 'must be a date such as 2026-12-31', abort: true })
  .refine((date) => date >= '2000-01-01' && date < '2200-01-01', 'must be a date from 2000-01-01 to 2199-12-31');

const measure = z.strictObject({
  text: text(2_000).describe('what is done; the same words in a later version of the report are the same measure'),
  owner: line(200).describe(
    'a person of the staff by address, name or id; mails about a team go to the point of contact',
  ),
  due: dueDate.describe('by when; the date begins at 00:00 UTC'),
  public: z.boolean().default(false).describe('customers read it in the published report, without its owner'),
});
/** A preventive measure (E5); `public` is absent in reports of earlier versions, which showed all of them. */
export type Measure = Omit<z.output<typeof measure>, 'public'> & { readonly public?: boolean };

/** A report can be published before all is known (E4). */
export const RFO_STATES = ['preliminary', 'final'] as const;

/** The reason-for-outage report as it is written (E4). */
export const rfoFields = {
  state: z.enum(RFO_STATES).default('final'),
  summary: text(8_000),
  customerImpact: text(8_000).optional(),
  rootCause: text(8_000),
  resolution: text(8_000).optional(),
  preventiveMeasures: z
    .array(measure)
    .max(50)
    .default([])
    .describe('from the publication on they are followed until done (E5): GET /v1/measures'),
};
export type RfoText = Omit<z.output<z.ZodObject<typeof rfoFields>>, 'preventiveMeasures'> & {
  readonly preventiveMeasures: readonly Measure[];
};
