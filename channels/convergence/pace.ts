import type { RequestSlots } from '../../activities/ports/channel-records';
import { setTimeout as pause } from 'node:timers/promises';
import { ServiceFailure } from './service-failure';

/** The pace at which a service takes requests. */
export interface Pace {
  readonly slots: RequestSlots;
  /** The longest to queue for a slot (ms); then the request is not made, so that an attempt holds no worker's place. */
  readonly patienceMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

const PATIENCE = 15_000;

/** The pace of requests by slots that all workers share. */
export function createPace(slots: RequestSlots): Pace {
  return { slots, patienceMs: PATIENCE, sleep: (ms) => pause(ms) };
}

/**
 * Resolves when it is the next request's turn. Throws ServiceFailure `queued`, in the words of `taken`, when so many seconds are
 * taken that patience ends first.
 */
export async function takeTurn({ slots, patienceMs, sleep }: Pace, taken: (seconds: string) => string): Promise<void> {
  const { granted, waitMs } = await slots.take(patienceMs);
  if (!granted) {
    const text = taken(String(Math.ceil(waitMs / 1_000)));
    throw new ServiceFailure('queued', text, { mayHaveBeenApplied: false, retryInMs: waitMs });
  }
  // timers drop fractions, and would come early
  if (waitMs > 0) await sleep(Math.ceil(waitMs));
}
