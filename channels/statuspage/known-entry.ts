import { z } from 'zod';
import { COMPONENT_STATUSES } from '../../domain/public/component-status';

const ids = z.array(z.string()).default([]);

/** What this channel knows about a window's entry. */
const facts = z.object({
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
  /** The window is over and everything is told and restored: the entry is not read any more. */
  done: z.boolean().default(false),
});
/** A write makes the entry, or the step with this sequence. */
const write = z.object({ creates: z.boolean(), step: z.number() });

export const ENTRY = { facts, write, thing: 'entry' };
export type EntryFacts = z.output<typeof facts>;
export type EntryWrite = z.output<typeof write>;
