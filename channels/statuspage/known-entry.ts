import { z } from 'zod';
import { COMPONENT_STATUSES } from '../../domain/public/component-status';

const ids = z.array(z.string()).default([]);

/** What this channel knows of a window's entry: `outside` of its channel state. */
const shape = z.object({
  /** The entry's id at Statuspage, null before it is known. */
  id: z.string().nullable().default(null),
  url: z.string().nullable().default(null),
  /** The sequence of the last step told. */
  told: z.number().default(0),
  /** What we last wrote, to tell our own changes from those made by hand. */
  wrote: z
    .object({ name: z.string(), from: z.string().nullable(), until: z.string().nullable(), components: ids })
    .nullable()
    .default(null),
  /** Components this window has set, with `effect`; saved before they are set. */
  held: ids,
  effect: z.enum(COMPONENT_STATUSES).nullable().default(null),
  /** Components to be restored; saved before they are. */
  restoring: ids,
  /** A write that left (or is about to) and whose answer is not known; until then (UTC ms) it may still arrive. */
  attempt: z.object({ creates: z.boolean(), step: z.number(), until: z.number() }).nullable().default(null),
  /** The window is over and everything is told and restored: nothing is looked at any more. */
  done: z.boolean().default(false),
});
export type Outside = z.output<typeof shape>;

export const ENTRY = { shape, thing: 'entry' };
