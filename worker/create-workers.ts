import { Worker, type NativeConnection, type WorkflowBundleOption } from '@temporalio/worker';
import { createActivities, createDeliveryActivities, createSeriesActivities } from '../activities';
import { createChannelActivities } from '../activities/channels';
import type { Ports } from '../activities/ports';
import { BULK_QUEUE, CHANNELS_QUEUE, DELIVERY_QUEUE, URGENT_QUEUE, WINDOWS_QUEUE } from '../workflows/queues';

export interface WorkerSetting {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly ports: Ports;
}

const ROLES = ['windows', 'channels', 'delivery'] as const;

/**
 * How many activities of a queue run at once. The database's connections are the limit of most of them: what waits does so at
 * the server, in order of its priority, and not in this process.
 */
const SLOTS = {
  [WINDOWS_QUEUE]: 20,
  // these wait for others' servers
  [CHANNELS_QUEUE]: 100,
  [URGENT_QUEUE]: 20,
  [DELIVERY_QUEUE]: 20,
  // each keeps all connections of the mail server busy
  [BULK_QUEUE]: 20,
};

/** Workers of windows and their record, of channels, and of mail; all in one process, or one role each. */
export async function createWorkers(
  setting: WorkerSetting,
  roles: readonly (typeof ROLES)[number][] = ROLES,
): Promise<Worker[]> {
  const { connection, namespace, workflowBundle, ports } = setting;
  const shared = { connection, namespace, shutdownGraceTime: '10s', shutdownForceTime: '30s' } as const;
  const worker = (taskQueue: keyof typeof SLOTS, activities: object, more: Partial<Parameters<typeof Worker.create>[0]> = {}) =>
    Worker.create({
      ...shared,
      ...{ taskQueue, activities, maxConcurrentActivityTaskExecutions: SLOTS[taskQueue] },
      ...more,
    });
  const create = {
    windows: () => [
      // about 0.4 MB each: what a process of 1 GiB holds without trouble
      worker(WINDOWS_QUEUE, createActivities(ports), {
        workflowBundle,
        maxCachedWorkflows: 1_000,
        // half of them for windows that are new here: else many that go on hold up the first step of an emergency
        ...{ maxConcurrentWorkflowTaskPolls: 20, nonStickyToStickyPollRatio: 0.5 },
      }),
    ],
    channels: () => [
      worker(CHANNELS_QUEUE, { ...createChannelActivities(ports), ...createSeriesActivities(ports) }),
    ],
    delivery: () => {
      const activities = createDeliveryActivities(ports);
      return [
        // a poller for each place: nobody waits for one
        worker(URGENT_QUEUE, activities, { maxConcurrentActivityTaskPolls: SLOTS[URGENT_QUEUE] }),
        worker(DELIVERY_QUEUE, activities),
        worker(BULK_QUEUE, activities),
      ];
    },
  };
  return Promise.all(roles.flatMap((role) => create[role]()));
}
