import { z } from 'zod';
import type { ChannelStates } from '../../store/channel-states';

/** What this channel knows of a window's thread: `outside` of its channel state. */
const outsideSchema = z.object({
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
export type Outside = z.output<typeof outsideSchema>;

/** Nothing is wrong: it is not this attempt's turn to write. */
export class Waiting extends Error {
  override readonly name = 'Waiting';

  constructor(
    message: string,
    readonly retryInMs: number,
  ) {
    super(message);
  }
}

/** How soon to look again when another attempt is at work (ms). */
const OTHER_AT_WORK = 15_000;

/** The state of one window's thread over one attempt; `save` throws Waiting when another attempt has written since. */
export interface OutsideSession {
  readonly now: Outside;
  save(change: Partial<Outside>): Promise<void>;
}

export async function openOutside(states: ChannelStates, reference: string): Promise<OutsideSession> {
  const loaded = await states.load(reference);
  let { version } = loaded;
  let now = outsideSchema.parse(loaded.outside);
  return {
    get now() {
      return now;
    },
    async save(change) {
      const next = { ...now, ...change };
      const saved = await states.save(reference, version, next);
      if (saved === undefined) throw new Waiting('Another attempt is at work on this thread.', OTHER_AT_WORK);
      version = saved;
      now = next;
    },
  };
}
