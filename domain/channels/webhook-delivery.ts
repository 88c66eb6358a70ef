import { DAY, describeDuration, HOUR, MINUTE, SECOND } from '../shared/time';
import { optional } from '../shared/optional';

/** What follows each attempt to deliver a webhook (C6). Pure; instants and durations in ms. */

/** An answer of the endpoint, or why there was none. */
export type WebhookVerdict =
  | {
      readonly kind: 'answered';
      /** HTTP status. */
      readonly status: number;
      /** The beginning of the answer, or what is wrong with it, for people. */
      readonly answer: string;
      /** What `Retry-After` asks for, from the moment of the answer. */
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'unanswered'; readonly answer: string };

export type WebhookOutcome =
  | { readonly state: 'delivered'; readonly status: number; readonly answer: string }
  | { readonly state: 'pending'; readonly status: number | null; readonly answer: string; readonly retryAt: number }
  | {
      readonly state: 'failed';
      readonly status: number | null;
      readonly answer: string;
      /** The endpoint is switched off, and this is why. */
      readonly disable?: SwitchOff;
    };

/** Why an endpoint is switched off. */
export type SwitchOff =
  | { readonly why: 'gone' }
  /** Nothing was accepted for so long; the last attempt's status, or why there was no answer. */
  | { readonly why: 'silent'; readonly forMs: number; readonly last: number | string };

/** The same for the provider's people. */
export function describeSwitchOff(off: SwitchOff): string {
  if (off.why === 'gone') return 'The endpoint answered 410 Gone: it wants no more webhooks';
  const last = typeof off.last === 'number' ? `status ${String(off.last)}` : off.last;
  return `Nothing has been accepted for ${describeDuration(off.forMs)}; the last attempt: ${last}`;
}

/** Pauses after the first, second … attempt: nine attempts over a day. */
export const RETRY_DELAYS: readonly number[] = [
  5 * SECOND,
  1 * MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  6 * HOUR + 24 * MINUTE,
];

/** An endpoint that has accepted nothing for this long is switched off once a message has been tried for a day. */
export const DISABLE_AFTER_MS = 3 * DAY;

const LONGEST_RETRY_AFTER_MS = DAY;

export interface Attempt {
  /** How many attempts there have been, this one included. */
  readonly attempts: number;
  /** The clock retries follow (UTC ms). */
  readonly now: number;
  /** For how long nothing has got through, by the real clock; 0 when the last one did. */
  readonly failingForMs: number;
  /** Between 0 and 1: spreads retries, so that a receiver that recovers does not get all of them at once. */
  readonly jitter: number;
}

/** 2xx is delivered, 410 switches the endpoint off, anything else is tried again until the day is over. */
export function webhookOutcome(verdict: WebhookVerdict, attempt: Attempt): WebhookOutcome {
  const { answer } = verdict;
  const status = verdict.kind === 'answered' ? verdict.status : null;
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered', status, answer };
  if (status === 410) {
    return { state: 'failed', status, answer, disable: { why: 'gone' } };
  }
  const delay = RETRY_DELAYS[attempt.attempts - 1];
  if (delay === undefined) {
    const { failingForMs: forMs } = attempt;
    const disable: SwitchOff | undefined =
      forMs < DISABLE_AFTER_MS ? undefined : { why: 'silent', forMs, last: status ?? answer };
    return { state: 'failed', status, answer, ...optional({ disable }) };
  }
  const asked = verdict.kind === 'answered' ? Math.min(verdict.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS) : 0;
  const pause = Math.max(Math.round(delay * (1 + attempt.jitter / 10)), asked);
  return { state: 'pending', status, answer, retryAt: attempt.now + pause };
}
