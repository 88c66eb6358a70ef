import { temporal as proto } from '@temporalio/proto';
import { SECOND } from '../domain/shared/time';
import {
  BULK_QUEUE,
  CHANNELS_QUEUE,
  DELIVERY_QUEUE,
  INTERNAL_QUEUE,
  URGENT_QUEUE,
  WINDOWS_QUEUE,
  WORK_QUEUE,
} from '../workflows/queues';
import type { TemporalAccess } from './connection';

const TYPES = {
  workflow: proto.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  activity: proto.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
} as const;

export type TaskKind = keyof typeof TYPES;

/** Every task queue, and what waits in it. One that stands not here cannot be polled (worker/create-workers.ts). */
export const TASK_QUEUES = {
  [WINDOWS_QUEUE]: ['workflow', 'activity'],
  [CHANNELS_QUEUE]: ['activity'],
  [WORK_QUEUE]: ['activity'],
  [URGENT_QUEUE]: ['activity'],
  [DELIVERY_QUEUE]: ['activity'],
  [INTERNAL_QUEUE]: ['activity'],
  [BULK_QUEUE]: ['activity'],
} as const satisfies Readonly<Record<string, readonly TaskKind[]>>;

export type TaskQueue = keyof typeof TASK_QUEUES;

export interface QueueFigure {
  readonly queue: string;
  readonly kind: TaskKind;
  /** Workers that asked for tasks lately. */
  readonly pollers: number;
  /** Tasks that wait, as the server estimates. */
  readonly backlog: number;
  /** How long the oldest of them has waited, in seconds. */
  readonly oldestSeconds: number;
}

/** The server remembers pollers for five minutes; one that is there asks at least once a minute. */
const POLLS_WITHIN_MS = 90 * SECOND;
const DEADLINE_MS = 2 * SECOND;

/** What the server says of every task queue. Throws its error when it does not answer within two seconds. */
export function createQueueCensus({
  connection,
  namespace,
}: Pick<TemporalAccess, 'connection' | 'namespace'>): () => Promise<readonly QueueFigure[]> {
  const look = async (queue: string, kind: TaskKind): Promise<QueueFigure> => {
    const { pollers, stats } = await connection.withDeadline(Date.now() + DEADLINE_MS, () =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: queue },
        taskQueueType: TYPES[kind],
        reportStats: true,
      }),
    );
    const since = Date.now() - POLLS_WITHIN_MS;
    const lately = pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * SECOND >= since);
    return {
      ...{ queue, kind, pollers: lately.length },
      backlog: Number(stats?.approximateBacklogCount ?? 0),
      oldestSeconds: Number(stats?.approximateBacklogAge?.seconds ?? 0),
    };
  };
  return () =>
    Promise.all(Object.entries(TASK_QUEUES).flatMap(([queue, kinds]) => kinds.map((kind) => look(queue, kind))));
}
