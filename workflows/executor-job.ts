import { ActivityFailure, ApplicationFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { ExecutorJobInput, ExecutorJobResult } from './executor-job-messages';

/**
 * Work that a worker of the provider's own carries out, in any language (S7): one activity by its name, on that worker's task queue,
 * tried once. The workflow's id is the key of the job, so Temporal itself sees to it that it is begun once.
 */
export async function executorJob({
  activity,
  taskQueue,
  job,
  heartbeatMs,
}: ExecutorJobInput): Promise<ExecutorJobResult> {
  const activities = proxyActivities<Record<string, (argument: typeof job) => Promise<unknown>>>({
    taskQueue,
    scheduleToStartTimeout: job.timeoutMs,
    startToCloseTimeout: job.timeoutMs,
    ...(heartbeatMs === undefined ? {} : { heartbeatTimeout: heartbeatMs }),
    // what was begun once is never begun again by itself
    retry: { maximumAttempts: 1 },
    summary: `${job.action} ${job.resource.kind}`,
  });
  try {
    return { state: 'done', result: await activities[activity]?.(job) };
  } catch (error) {
    if (error instanceof ActivityFailure) return endOf(error, taskQueue);
    throw error;
  }
}

function endOf({ cause, activityType }: ActivityFailure, taskQueue: string): ExecutorJobResult {
  if (cause instanceof ApplicationFailure) return { state: 'failed', reason: cause.message };
  if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START') {
    return {
      state: 'failed',
      reason: `no worker took ${activityType} from the task queue ${taskQueue}; nothing was begun`,
    };
  }
  // a worker that ended in the middle of it
  return { state: 'unknown', reason: `${activityType} was begun, and its worker has not said how it ended` };
}
