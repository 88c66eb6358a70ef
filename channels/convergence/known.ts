import type { ChannelStates } from '../../activities/ports/channel-records';
import { z } from 'zod';

/** Not a failure: this attempt may not write yet. */
export class Waiting extends Error {
  override readonly name = 'Waiting';

  constructor(
    message: string,
    readonly retryInMs: number,
  ) {
    super(message);
  }
}

/** How long to leave the work to another attempt before trying again (ms). */
const OTHER_AT_WORK = 15_000;

/** A write that left, or is about to, and whose answer is not known; until then (UTC ms) it may still arrive. */
export type Attempt<Write> = Write & { readonly until: number };

/** What a channel keeps about one window: facts about the outside, and the write whose answer is not known. */
export interface KnownShape<Facts extends z.ZodObject, Write extends z.ZodObject> {
  readonly facts: Facts;
  /** What names a write. */
  readonly write: Write;
  /** What the service keeps for a window, such as `thread`; for messages. */
  readonly thing: string;
}

/** What a channel knows about a window outside, during one attempt. */
export interface Known<Facts, Write> {
  readonly now: Facts & { readonly attempt: Attempt<Write> | null };
  /**
   * Keeps the change of the facts, and of the attempt where it is given. Throws Waiting when another attempt has saved since this
   * one loaded.
   */
  save(change?: Partial<Facts>, attempt?: Attempt<Write> | null): Promise<void>;
}

/** Loads what is known about the window from the channel's state. */
export async function loadKnown<Facts extends z.ZodObject, Write extends z.ZodObject>(
  states: ChannelStates,
  reference: string,
  { facts, write, thing }: KnownShape<Facts, Write>,
): Promise<Known<z.output<Facts>, z.output<Write>>> {
  const loaded = await states.load(reference);
  const { attempt } = storedAttempt.parse(loaded.outside);
  let { version } = loaded;
  let now = {
    ...facts.parse(loaded.outside),
    attempt: attempt && { ...write.parse(attempt), until: attempt.until },
  };
  return {
    get now() {
      return now;
    },
    async save(change, attempt = now.attempt) {
      const next = { ...now, ...change, attempt };
      const saved = await states.save(reference, version, next);
      if (saved === undefined) throw new Waiting(`Another attempt is at work on this ${thing}.`, OTHER_AT_WORK);
      version = saved;
      now = next;
    },
  };
}

const storedAttempt = z.object({ attempt: z.looseObject({ until: z.number() }).nullable().default(null) });
