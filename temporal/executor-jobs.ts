import {
  WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { temporal as api } from '@temporalio/proto';
import { SECOND } from '../domain/shared/time';
import {
  EXECUTOR_JOB,
  executorJobId,
  type ExecutorJobInput,
  type ExecutorJobResult,
} from '../workflows/executor-job-messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';
import { DEADLINE_MS, outage } from './outage';

/** A job's workflow as one look has found it. `broken`: it ended without a result. */
export type ExecutorJobLook =
  | { readonly status: 'running' }
  | { readonly status: 'ended'; readonly result: ExecutorJobResult }
  | { readonly status: 'broken'; readonly words: string }
  /** `keptMs`: for so long Temporal keeps what has ended. */
  | { readonly status: 'missing'; readonly keptMs: number };

/**
 * Work on task queues of the provider's own workers (S7). Every function throws KnownError `temporal-unreachable` or
 * `no-answer-yet`, and the client's error for anything else.
 */
export interface ExecutorJobs {
  /** The key of the job makes the workflow's id, so that it starts once, also when it has ended. */
  start(input: ExecutorJobInput): Promise<'started' | 'already-started'>;
  look(key: string): Promise<ExecutorJobLook>;
  /** How many workers have asked for activities of the queue in the last minutes. */
  pollers(taskQueue: string): Promise<number>;
}

/** `TASK_QUEUE_TYPE_ACTIVITY` of Temporal's API; the enum's values are in a development dependency. */
const ACTIVITY_QUEUE = 2 as api.api.enums.v1.TaskQueueType;

export function createExecutorJobs(temporal: TemporalAccess): ExecutorJobs {
  const { connection, namespace } = temporal;
  const workflows = new WorkflowClient(temporal);

  async function inTime<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await connection.withDeadline(Date.now() + DEADLINE_MS, call);
    } catch (error) {
      throw outage(error, 'The job may have been started') ?? error;
    }
  }

  async function retention(): Promise<number> {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) * SECOND;
  }

  return {
    start: (input) =>
      inTime(async () => {
        try {
          await workflows.start(EXECUTOR_JOB, {
            workflowId: executorJobId(input.job.key),
            taskQueue: WINDOWS_QUEUE,
            args: [input],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'FAIL',
            staticSummary: `${input.job.action} for ${input.job.reference}`,
          });
          return 'started';
        } catch (error) {
          if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already-started';
          throw error;
        }
      }),

    look: (key) =>
      inTime(async () => {
        const handle = workflows.getHandle(executorJobId(key), undefined, { followRuns: false });
        try {
          const { status } = await handle.describe();
          if (status.name === 'RUNNING') return { status: 'running' };
          if (status.name !== 'COMPLETED') return { status: 'broken', words: status.name };
          return { status: 'ended', result: (await handle.result()) as ExecutorJobResult };
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) return { status: 'missing', keptMs: await retention() };
          if (error instanceof WorkflowFailedError) return { status: 'broken', words: 'FAILED' };
          throw error;
        }
      }),

    pollers: (taskQueue) =>
      inTime(async () => {
        const queue = { name: taskQueue };
        const { pollers } = await connection.workflowService.describeTaskQueue({
          ...{ namespace, taskQueue: queue, taskQueueType: ACTIVITY_QUEUE },
        });
        return pollers.length;
      }),
  };
}
