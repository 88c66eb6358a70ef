import type { Attempt, Known } from './known';
import { Waiting } from './known';
import { isHarmless, type ServiceFailure } from './service-failure';

/**
 * How a channel writes to a service that cannot recognise a repeated request. A write whose answer is lost may have had its
 * effect, so it must not simply be sent again:
 *
 * 1. Before a write leaves, the channel's state says what the write makes and until when it may arrive (`attempt`). The write
 *    carries the same name, for example in the metadata of the message, so that its effect can be recognised.
 * 2. After an unclear end (no answer, 5xx, process killed) the next attempt reads the outside first. If it shows the write, all
 *    is well. If it does not, the write may still be on its way: nothing is written until `lateWriteMs` have passed.
 * 3. The state is saved by version. When two attempts run at once, one of them fails to save and stops before it writes.
 */
export interface WriteOnce<Facts, Write> {
  readonly known: Known<Facts, Write>;
  /** UTC ms. */
  readonly clock: () => number;
  /** A write without an answer may arrive this long after it left (ms). */
  readonly lateWriteMs: number;
}

/** A write that must have its effect exactly once. */
export interface OneWrite<Facts, Write, Answer> {
  /** Names what it makes; the request carries the same name. */
  readonly makes: Write;
  /** Sends it, and awaits `beforeItLeaves` right before the request leaves; `change` is saved with it. */
  readonly send: (beforeItLeaves: (change?: Partial<Facts>) => Promise<void>) => Promise<Answer>;
  /** What is known once it has succeeded. */
  readonly learned: (answer: Answer) => Partial<Facts>;
  /** What is known once it has failed without effect. */
  readonly learnedFromFailure?: (failure: ServiceFailure) => Partial<Facts>;
}

/** Steps 1 and 3. Rejects as `send` does, or with Waiting when another attempt is at work. */
export async function writeOnce<Facts, Write, Answer>(
  { known, clock, lateWriteMs }: WriteOnce<Facts, Write>,
  { makes, send, learned, learnedFromFailure }: OneWrite<Facts, Write, Answer>,
): Promise<Answer> {
  let answer: Answer;
  try {
    answer = await send((change) => known.save(change, { ...makes, until: clock() + lateWriteMs }));
  } catch (error) {
    if (isHarmless(error) && known.now.attempt) await known.save(learnedFromFailure?.(error), null);
    throw error;
  }
  await known.save(learned(answer), null);
  return answer;
}

/**
 * Step 2, after the outside was read: what it shows is saved in `learned`. Throws Waiting while the last write has not arrived
 * and still may.
 */
export async function concludeLastWrite<Facts, Write>(
  { known, clock }: Pick<WriteOnce<Facts, Write>, 'known' | 'clock'>,
  read: {
    readonly service: string;
    readonly hasArrived: (attempt: Attempt<Write>) => boolean;
    readonly learned: () => Partial<Facts>;
  },
): Promise<void> {
  const { attempt } = known.now;
  const left = attempt ? attempt.until - clock() : 0;
  if (attempt && left > 0 && !read.hasArrived(attempt)) {
    const text = `The last write to ${read.service} had no answer and may still arrive; it is looked for again.`;
    throw new Waiting(text, left);
  }
  await known.save(read.learned(), null);
}
