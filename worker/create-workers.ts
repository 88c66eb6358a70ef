import {
  ResourceBasedController,
  Worker,
  type NativeConnection,
  type TunerHolder,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import {
  createActivities,
  createDeliveryActivities,
  createKeepingActivities,
  createMeasureActivities,
  createReconcilingActivities,
  createSeriesActivities,
  createWorkActivities,
} from '../activities';
import { createChannelActivities } from '../activities/channels';
import type { Ports } from '../activities/ports';
import type { TaskQueue } from '../temporal/task-queues';
import type { WorkerRole } from '../config/worker-roles';
import {
  BULK_QUEUE,
  CHANNELS_QUEUE,
  DELIVERY_QUEUE,
  INTERNAL_QUEUE,
  URGENT_QUEUE,
  WINDOWS_QUEUE,
  WORK_QUEUE,
} from '../workflows/queues';

export interface WorkerSetting {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** How payloads are written and read: dataConverterFor(). */
  readonly dataConverter: DataConverter;
  readonly workflowBundle: WorkflowBundleOption;
  readonly ports: Ports;
}

/** The workers of the roles: for windows and their record, for channels, and for mail. */
export async function createWorkers(
  { workflowBundle, ports, ...temporal }: WorkerSetting,
  roles: readonly WorkerRole[],
): Promise<Worker[]> {
  const create = (options: Omit<WorkerOptions, keyof typeof temporal> & { readonly taskQueue: TaskQueue }) =>
    Worker.create({ ...temporal, shutdownGraceTime: '10s', shutdownForceTime: '30s', ...options });
  const yielding = createYieldingSlots();
  const workersOf: Record<WorkerRole, () => Promise<Worker>[]> = {
    windows: () => [
      create({
        taskQueue: WINDOWS_QUEUE,
        workflowBundle,
        activities: createActivities(ports),
        tuner: yielding(2),
        // about 0.4 MB each, so that a process of 1 GiB can hold them
        maxCachedWorkflows: 1_000,
        // half of them for windows that are not cached here; otherwise many continuing windows delay the first step of an
        // emergency
        ...{ maxConcurrentWorkflowTaskPolls: 20, nonStickyToStickyPollRatio: 0.5 },
      }),
    ],
    channels: () => [
      create({
        taskQueue: CHANNELS_QUEUE,
        activities: {
          ...createChannelActivities(ports),
          ...createSeriesActivities(ports),
          ...createReconcilingActivities(ports),
          ...createKeepingActivities(ports),
        },
      }),
      // waiting for an executor costs next to nothing, and must not keep channels waiting
      create({ taskQueue: WORK_QUEUE, activities: createWorkActivities(ports), ...places(200) }),
    ],
    delivery: () => {
      const activities = createDeliveryActivities(ports);
      return [
        // one poller for each slot, so that no slot waits for a poller
        create({ taskQueue: URGENT_QUEUE, activities, ...places(20), maxConcurrentActivityTaskPolls: 20 }),
        create({ taskQueue: DELIVERY_QUEUE, activities, tuner: yielding(4) }),
        create({
          taskQueue: INTERNAL_QUEUE,
          activities: { ...activities, ...createMeasureActivities(ports) },
          tuner: yielding(2),
        }),
        // each keeps all connections of the mail server busy; a few run in turns
        create({ taskQueue: BULK_QUEUE, activities, ...places(20) }),
      ];
    },
  };
  return Promise.all(roles.flatMap((role) => workersOf[role]()));
}

const places = (count: number) => ({ maxConcurrentActivityTaskExecutions: count });

/**
 * Slots for work that is not urgent: many while the machine is idle, few while it is busy. Waiting work stays at the server,
 * ordered by priority, and leaves the processor to emergencies (N14). The few slots keep routine work going.
 */
function createYieldingSlots(): (few: number) => TunerHolder {
  const controller = ResourceBasedController.create({ targetMemoryUsage: 0.9, targetCpuUsage: 0.9 });
  const fixed = (numSlots: number) => ({ type: 'fixed-size', numSlots }) as const;
  return (few) => ({
    workflowTaskSlotSupplier: fixed(40),
    activityTaskSlotSupplier: { type: 'resource-based', controller, minimumSlots: few, maximumSlots: 50 },
    localActivityTaskSlotSupplier: fixed(1),
    nexusTaskSlotSupplier: fixed(1),
  });
}
