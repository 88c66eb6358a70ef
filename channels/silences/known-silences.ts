import { z } from 'zod';

/** What this channel knows of a window's silences. */
const facts = z.object({
  /** By system and key: the end of what was surely set and not ended since (UTC ms). */
  wrote: z.record(z.string(), z.record(z.string(), z.number())).default({}),
  /**
   * What was put right, in words, and in which attempt that was said (the workflow's clock, UTC ms). An attempt that is repeated says
   * it again, because its first answer was lost; a later one does not.
   */
  repairs: z.array(z.object({ text: z.string(), saidAt: z.number().nullable() })).default([]),
});
/** Writes need no name, only a time: whatever arrives is found by its marker, and ended where there is one too many. */
const write = z.object({ until: z.number() });

export const SILENCES = { facts, write, thing: "window's silences" };
export type SilenceFacts = z.output<typeof facts>;
export type SilenceWrite = z.output<typeof write>;
