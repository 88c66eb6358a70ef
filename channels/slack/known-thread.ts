import { z } from 'zod';

/** What this channel knows of a window's thread: `outside` of its channel state. */
const shape = z.object({
  /** The `ts` of the first message, null before it is known. */
  ts: z.string().nullable().default(null),
  /** How often a first message was begun; more than once when somebody deleted it. */
  made: z.number().default(0),
  /** The digest of what the first message shows. */
  shown: z.string().nullable().default(null),
  /** The sequence of the last event told in full. */
  told: z.number().default(0),
  /** Of the event after it: messages sent so far. */
  parts: z.number().default(0),
  /** A write that left (or is about to) and whose answer is not known; until then (UTC ms) it may still arrive. */
  attempt: z.object({ key: z.string(), until: z.number() }).nullable().default(null),
  /** The window is over and everything is told. */
  done: z.boolean().default(false),
});
export type Outside = z.output<typeof shape>;

export const THREAD = { shape, thing: 'thread' };
