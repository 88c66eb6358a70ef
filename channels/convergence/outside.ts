import type { ChannelStates } from '../../activities/ports/channel-records';
import type { z } from 'zod';

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

/** What a channel knows of a window's outside, over one attempt; `save` throws Waiting when another attempt has written since. */
export interface OutsideSession<Outside> {
  readonly now: Outside;
  save(change: Partial<Outside>): Promise<void>;
}

/** What is known of the window's `thing` outside, such as its thread, read from the channel's state. */
export async function openOutside<Shape extends z.ZodObject>(
  states: ChannelStates,
  reference: string,
  { shape, thing }: { readonly shape: Shape; readonly thing: string },
): Promise<OutsideSession<z.output<Shape>>> {
  const loaded = await states.load(reference);
  let { version } = loaded;
  let now = shape.parse(loaded.outside);
  return {
    get now() {
      return now;
    },
    async save(change) {
      const next = { ...now, ...change };
      const saved = await states.save(reference, version, next);
      if (saved === undefined) throw new Waiting(`Another attempt is at work on this ${thing}.`, OTHER_AT_WORK);
      version = saved;
      now = next;
    },
  };
}
