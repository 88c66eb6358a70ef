/**
 * Why a request to a service outside did not succeed:
 * `refused` the same again cannot help · `gone` what it was about is not there (any more) · `limited` too many requests ·
 * `away` no usable answer (5xx, timeout, reset, not JSON) · `queued` not sent, because too many requests wait before it.
 */
type Fault = 'refused' | 'gone' | 'limited' | 'away' | 'queued';

interface Details {
  /** The service's own error code, such as Slack's `not_in_channel`. */
  readonly code?: string | undefined;
  /** False only when the request certainly had no effect. */
  readonly mayHaveBeenApplied: boolean;
  /** Trying again earlier cannot help (ms). */
  readonly retryInMs?: number | undefined;
}

/**
 * A failed request, in one sentence. It is made from the answer alone: neither key nor token nor the request is in it, so it can
 * go to logs and histories (T4).
 */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly code: string | undefined;
  readonly mayHaveBeenApplied: boolean;
  readonly retryInMs: number | undefined;

  constructor(
    readonly fault: Fault,
    message: string,
    { code, mayHaveBeenApplied, retryInMs }: Details,
  ) {
    super(message);
    this.code = code;
    this.mayHaveBeenApplied = mayHaveBeenApplied;
    this.retryInMs = retryInMs;
  }
}

/** The same request again cannot help: a person has to correct something. Nothing had an effect. */
export function refused(message: string, code?: string): ServiceFailure {
  return new ServiceFailure('refused', message, { code, mayHaveBeenApplied: false });
}

/** There was no usable answer; a write may have had its effect all the same. */
export function away(message: string, mayHaveBeenApplied: boolean): ServiceFailure {
  return new ServiceFailure('away', message, { mayHaveBeenApplied });
}

/** There was no connection, so not a byte of the request has left. */
const UNCONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Whether a request that failed with this network error code may have reached the service. */
export function mayHaveLeft(code: string | undefined): boolean {
  return code === undefined || !UNCONNECTED.has(code);
}

/** A failed request that certainly had no effect. */
export function isHarmless(error: unknown): error is ServiceFailure {
  return error instanceof ServiceFailure && !error.mayHaveBeenApplied;
}

/** What the request was about is not there. */
export function isGone(error: unknown): boolean {
  return error instanceof ServiceFailure && error.fault === 'gone';
}
