import { DAY, HOUR, MINUTE, SECOND, toIso } from '../shared/time';

/** How a notice is delivered to a recipient. */
export const DELIVERY_CHANNELS = ['email'] as const;
export type DeliveryChannel = (typeof DELIVERY_CHANNELS)[number];

/** How long a notice's first slice sends: small notices are done by then, and a large one gives its slot back (N14). */
export const FIRST_SLICE_MS = 5 * SECOND;
/**
 * How long later slices send: a day of sending stays a short history, and large notices take turns when there are more of
 * them than slots.
 */
export const LATER_SLICE_MS = 1 * MINUTE;

/** Pauses before a deferred delivery is tried again: growing, so that a greylisting or full server is not overloaded. */
const RETRY_PAUSES = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 1 * HOUR, 2 * HOUR, 4 * HOUR];

/** A recipient whose server says "later" for this long is given up (RFC 5321 §4.5.4.1 speaks of 4–5 days). */
const GIVE_UP_AFTER = 4 * DAY;

/** How long to wait after the `attempts`-th try (1 or more); undefined when the tries so far have lasted long enough. */
function retryPause(attempts: number): number | undefined {
  let waited = 0;
  for (let attempt = 1; attempt < attempts; attempt++) waited += pauseAfter(attempt);
  return waited >= GIVE_UP_AFTER ? undefined : pauseAfter(attempts);
}

function pauseAfter(attempt: number): number {
  return RETRY_PAUSES[Math.min(attempt, RETRY_PAUSES.length) - 1] ?? 4 * HOUR;
}

/**
 * Pauses, in ms, before a delivery is tried again that the server refuses because of us (N13): the last one repeats, and is
 * short, because the customers are not the cause of the delay.
 */
export const OURS_PAUSES: readonly number[] = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE];

/**
 * With this many tries the time for a recipient is used up; then it is given up, and somebody is asked to reach the
 * customer.
 */
export const OURS_TRIES = Math.ceil(GIVE_UP_AFTER / (15 * MINUTE));

/** Pause before a mail server that could not be used is tried again: 5 s, doubling, at most 5 minutes. */
export function serverPause(failuresInARow: number): number {
  return Math.min(5 * SECOND * 2 ** Math.max(0, failuresInARow - 1), 5 * MINUTE);
}

/** After this many passes without a usable mail server a person should know. */
export const TROUBLE_AFTER = 3;

/** What the server said of one message, before the ledger's rule is applied; see `MailVerdict`. */
interface Verdict {
  readonly verdict: 'accepted' | 'deferred' | 'blocked' | 'refused' | 'unknown' | 'unavailable';
  readonly reply: string;
}

type Outcome =
  | { readonly state: 'accepted' | 'failed' | 'uncertain' | 'pending'; readonly reply: string }
  | { readonly state: 'deferred'; readonly reply: string; readonly retryAt: Date; readonly isOurs?: true };

/** The delivery's next state after a verdict on its `attempts`-th try; `now` is the workflow's clock in ms. */
export function outcomeOf({ verdict, reply }: Verdict, attempts: number, now: number): Outcome {
  switch (verdict) {
    case 'accepted':
      return { state: 'accepted', reply };
    case 'refused':
      return { state: 'failed', reply };
    case 'unknown':
      return { state: 'uncertain', reply };
    case 'unavailable':
      return { state: 'pending', reply };
    case 'deferred': {
      const pause = retryPause(attempts);
      if (pause === undefined) return givenUp(reply, attempts, now);
      return { state: 'deferred', reply, retryAt: new Date(now + pause) };
    }
    case 'blocked': {
      if (attempts >= OURS_TRIES) return givenUp(reply, attempts, now);
      return { state: 'deferred', reply, retryAt: new Date(now + oursPause(attempts)), isOurs: true };
    }
  }
}

function oursPause(attempts: number): number {
  return OURS_PAUSES[Math.min(attempts, OURS_PAUSES.length) - 1] ?? 15 * MINUTE;
}

function givenUp(reply: string, attempts: number, now: number): Outcome {
  return { state: 'failed', reply: `given up on ${toIso(now)} after ${String(attempts)} tries: ${reply}` };
}
