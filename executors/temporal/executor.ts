import type { Evidence, Executor, Observation, WorkJob } from '../../activities/ports/executor';
import { KnownError } from '../../domain/shared/errors';
import { optional } from '../../domain/shared/optional';
import type { ExecutorJobLook, ExecutorJobs } from '../../temporal/executor-jobs';
import { oneLine } from '../../channels/convergence/one-line';
import { evidenceIn } from '../shared/words';

export interface TemporalExecutorOptions {
  readonly name: string;
  readonly kinds: readonly string[];
  /** What the provider's worker serves. */
  readonly taskQueue: string;
  readonly activity: string;
  /** A worker that beats and then is silent for so long has ended (ms). */
  readonly heartbeatMs?: number;
  readonly jobs: ExecutorJobs;
  /** UTC ms. */
  readonly clock?: () => number;
}

/** A worker of the provider's own on the same Temporal, in any language (S7): it serves one activity by name on its own task queue. */
export function createTemporalExecutor(options: TemporalExecutorOptions): Executor {
  const { name, kinds, taskQueue, activity, heartbeatMs, jobs, clock = Date.now } = options;
  return {
    name,
    serves: (kind) => kinds.includes(kind),

    async start(job, signal) {
      signal?.throwIfAborted();
      try {
        await jobs.start({ activity, taskQueue, job: forWorker(job), ...optional({ heartbeatMs }) });
        return { accepted: true };
      } catch (error) {
        const reason = reasonOf(error);
        // the workflow's id is the key: whatever this start came to, another one begins nothing twice
        if (error instanceof KnownError && error.code === 'temporal-unreachable') {
          return { accepted: false, reason, retryable: true };
        }
        return { accepted: 'in-doubt', reason };
      }
    },

    async observe(job, evidence, signal) {
      signal?.throwIfAborted();
      try {
        return observation(await jobs.look(job.key), { evidence, age: clock() - job.askedAt });
      } catch (error) {
        return { state: 'unknown', reason: reasonOf(error), ...optional({ evidence }) };
      }
    },

    async check(signal) {
      signal?.throwIfAborted();
      try {
        if ((await jobs.pollers(taskQueue)) > 0) return [];
        return [
          {
            text: `No worker asks for activities on the task queue ${taskQueue}: start the one that serves ${activity}.`,
          },
        ];
      } catch (error) {
        return [{ text: reasonOf(error) }];
      }
    },
  };
}

/** What leaves us, and no more of the job than that. */
function forWorker({ key, reference, resource, action, timeoutMs, askedAt }: WorkJob): WorkJob {
  const { id, name, kind, environment } = resource;
  return { key, reference, resource: { id, name, kind, environment }, action, timeoutMs, askedAt };
}

function observation(
  look: ExecutorJobLook,
  { evidence, age }: { readonly evidence: Evidence | undefined; readonly age: number },
): Observation {
  switch (look.status) {
    case 'running':
      return { state: 'running', ...optional({ evidence }) };
    case 'broken':
      return { state: 'unknown', reason: `its workflow ended without a result (${look.words})` };
    case 'missing':
      // what has ended is forgotten some time later
      if (age < look.keptMs) return { state: 'not-begun' };
      return { state: 'unknown', reason: 'Temporal has no such job, or keeps it no longer' };
    case 'ended': {
      const { result } = look;
      if (result.state === 'done') return { state: 'done', evidence: evidenceIn(result.result) };
      return { state: result.state, reason: oneLine(result.reason) };
    }
  }
}

function reasonOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}
