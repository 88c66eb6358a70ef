/**
 * Why a request to Statuspage did not succeed:
 * `refused` 4xx, the same again cannot help · `missing` 404 · `limited` 420 or 429 · `away` no usable answer (5xx, timeout,
 * reset, not JSON) · `queued` not sent, because too many requests wait for the key's pace.
 */
type StatuspageFault = 'refused' | 'missing' | 'limited' | 'away' | 'queued';

interface Details {
  readonly status?: number | undefined;
  /** False only when the request certainly had no effect. */
  readonly mayHaveBeenApplied: boolean;
  /** Trying again earlier cannot help (ms). */
  readonly retryInMs?: number | undefined;
}

/**
 * A failed request, in one sentence. It is made from the answer alone: neither the key nor the request is in it, so it can go
 * to logs and histories.
 */
export class StatuspageError extends Error {
  override readonly name = 'StatuspageError';
  readonly status: number | undefined;
  readonly mayHaveBeenApplied: boolean;
  readonly retryInMs: number | undefined;

  constructor(
    readonly fault: StatuspageFault,
    message: string,
    { status, mayHaveBeenApplied, retryInMs }: Details,
  ) {
    super(message);
    this.status = status;
    this.mayHaveBeenApplied = mayHaveBeenApplied;
    this.retryInMs = retryInMs;
  }
}
