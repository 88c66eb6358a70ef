import type { WorkJob } from '../activities/ports/executor';

/** What crosses the border of `executorJob`. No workflow code here: the client shares it. */

/** Its id is `work.<key of the job>`. */
export const EXECUTOR_JOB = 'executorJob';
export const executorJobId = (key: string) => `work.${key}`;

export interface ExecutorJobInput {
  /** The name under which the provider's worker has registered it. */
  readonly activity: string;
  readonly taskQueue: string;
  /** What the activity is given. */
  readonly job: WorkJob;
  /** A worker that says nothing for so long has ended; without, only the job's time-out tells. */
  readonly heartbeatMs?: number;
}

/** `result` is what the activity returned, whatever it is. */
export type ExecutorJobResult =
  | { readonly state: 'done'; readonly result?: unknown }
  | { readonly state: 'failed' | 'unknown'; readonly reason: string };
