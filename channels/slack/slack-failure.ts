/**
 * Why a request to Slack did not succeed:
 * `refused` the same again cannot help · `gone` the message or thread is not there any more · `limited` 429 · `away` no usable
 * answer (5xx, timeout, reset, not JSON) · `queued` not sent, because too many requests wait for the channel's pace.
 */
type Fault = 'refused' | 'gone' | 'limited' | 'away' | 'queued';

interface Details {
  /** Slack's own word, such as `not_in_channel`. */
  readonly code?: string | undefined;
  /** False only when the request certainly had no effect. */
  readonly mayHaveBeenApplied: boolean;
  /** Trying again earlier cannot help (ms). */
  readonly retryInMs?: number | undefined;
}

/**
 * A failed request, in one sentence. It is made from the answer alone: neither the token nor the request is in it, so it can go
 * to logs and histories.
 */
export class SlackFailure extends Error {
  override readonly name = 'SlackFailure';
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
