import { Worker, type NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { createActivities, createDeliveryActivities, createSeriesActivities } from '../activities';
import { createChannelActivities } from '../activities/channels';
import type { Ports } from '../activities/ports';
import { DELIVERY_QUEUE, WINDOWS_QUEUE } from '../workflows/messages';

export interface WorkerSetting {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly ports: Ports;
}

/** The worker of windows and short activities, and the worker of fan-outs; both in one process, or one each. */
export async function createWorkers(
  setting: WorkerSetting,
  roles: readonly ('windows' | 'delivery')[] = ['windows', 'delivery'],
): Promise<Worker[]> {
  const { connection, namespace, workflowBundle, ports } = setting;
  const shared = { connection, namespace, shutdownGraceTime: '10s', shutdownForceTime: '30s' } as const;
  const create = {
    windows: () =>
      Worker.create({
        ...shared,
        taskQueue: WINDOWS_QUEUE,
        workflowBundle,
        activities: {
          ...createActivities(ports),
          ...createChannelActivities(ports),
          ...createSeriesActivities(ports),
        },
        // about 0.4 MB each: what a process of 1 GiB holds without trouble
        maxCachedWorkflows: 1_000,
      }),
    delivery: () =>
      Worker.create({
        ...shared,
        taskQueue: DELIVERY_QUEUE,
        activities: createDeliveryActivities(ports),
        // each fan-out keeps all connections of the mail server busy; a few side by side let small ones pass large ones
        maxConcurrentActivityTaskExecutions: 20,
      }),
  };
  return Promise.all(roles.map((role) => create[role]()));
}
