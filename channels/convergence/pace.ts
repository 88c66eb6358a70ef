import type { RequestSlots } from '../../activities/ports/channel-records';
import { setTimeout as pause } from 'node:timers/promises';
import { ServiceFailure } from './service-failure';

/** The pace at which a service takes requests. */
export interface Pace {
  readonly slots: RequestSlots;
  /** How long a request may queue (ms). It is not made when it would take longer, so that an attempt blocks no worker. */
  readonly patienceMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

const PATIENCE = 15_000;

/** The pace of requests by slots that all workers share. */
export function createPace(slots: RequestSlots): Pace {
  return { slots, patienceMs: PATIENCE, sleep: (ms) => pause(ms) };
}

/**
 * Resolves when the next request may be made. Throws ServiceFailure `queued` when that is later than `patienceMs`; `taken` makes
 * its message from the seconds until then.
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
