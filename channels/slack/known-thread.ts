import { z } from 'zod';

/** What this channel knows about a window's thread. */
const facts = z.object({
  /** The `ts` of the first message, null before it is known. */
  ts: z.string().nullable().default(null),
  /** Goes up whenever a message has to be made anew, so that its id is another one. */
  made: z.number().default(0),
  /** The digest of what the first message shows. */
  shown: z.string().nullable().default(null),
  /** The sequence of the last event told in full. */
  told: z.number().default(0),
  /** Of the event after it: messages sent so far. */
  parts: z.number().default(0),
  /** The window is over and everything is told. */
  done: z.boolean().default(false),
});
/** A write makes the message with this key (message-keys.ts). */
const write = z.object({ key: z.string() });

export const THREAD = { facts, write, thing: 'thread' };
export type ThreadFacts = z.output<typeof facts>;
export type ThreadWrite = z.output<typeof write>;
