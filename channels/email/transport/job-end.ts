import type { JobEnd } from '../../../activities/ports/mail';

/** What happened to a job's messages, as far as it tells whether the server can be used. */
export interface JobCourse {
  /** The words of each connection that failed before it could send. */
  readonly troubles: readonly string[];
  /** Messages the server gave a verdict on. */
  readonly verdicts: number;
  /** No connection is left that could go on. */
  readonly gaveUp: boolean;
}

/**
 * A server that gave no verdict at all, or that let no connection go on, cannot be used now. One that fails some connections
 * and serves others can: what failed is back in the queue, and the next job has only that.
 */
export function endOf({ troubles, verdicts, gaveUp }: JobCourse): JobEnd {
  const last = troubles.at(-1);
  return last !== undefined && (gaveUp || verdicts === 0) ? { unavailable: last } : {};
}
