import { z } from 'zod';

/**
 * Answers of the Manage API as far as they are read. Lenient, because the published specification marks nothing as nullable
 * and real answers have nulls all the same; unknown keys are ignored.
 */

const maybe = <T extends z.ZodType>(type: T) => type.nullish().catch(null);

/** What we keep in an entry's metadata. Each top-level value there must be an object. */
const marker = z.object({
  window_id: z.string(),
  /** Which installation made it, so that a test system on the same page is not taken for this one. */
  origin: z.string(),
  /** The sequence of the last step told. */
  last_step: z.number().int(),
});
export type Marker = z.output<typeof marker>;

export const componentSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: maybe(z.string()),
  group: z.boolean().catch(false),
});
export type StatuspageComponent = z.output<typeof componentSchema>;

export const incidentSchema = z.object({
  id: z.string().min(1),
  name: z.string().catch(''),
  status: z.string(),
  shortlink: maybe(z.string()),
  scheduled_for: maybe(z.string()),
  scheduled_until: maybe(z.string()),
  scheduled_remind_prior: maybe(z.boolean()),
  scheduled_auto_in_progress: maybe(z.boolean()),
  scheduled_auto_completed: maybe(z.boolean()),
  components: z.array(componentSchema).nullish().catch(null),
  metadata: z
    .object({ forewarn: marker.optional().catch(undefined) })
    .nullish()
    .catch(null),
});
export type Incident = z.output<typeof incidentSchema>;

export const pageSchema = z.object({ id: z.string(), name: maybe(z.string()) });
export type StatuspagePage = z.output<typeof pageSchema>;
