import { Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createActivities, createWorkActivities, type DeliveryActivities } from '../../activities';
import type { Executors } from '../../activities/ports';
import type { WorkList } from '../../activities/ports/work';
import type { Database } from '../../store/database/database';
import { createLedger } from '../../store/ledger/ledger';
import { createTimeline } from '../../store/windows/timeline';
import { createWindowsClient, type WindowsClient } from '../../temporal/windows-client';
import { createWorkCarrier, type WorkCarrier } from '../../temporal/work-carrier';
import { bundleIfStale } from '../../worker/bundle';
import {
  BULK_QUEUE,
  DELIVERY_QUEUE,
  INTERNAL_QUEUE,
  URGENT_QUEUE,
  WINDOWS_QUEUE,
  WORK_QUEUE,
} from '../../workflows/queues';
import { quietRuntime } from './quiet-runtime';
import { letGoWhenHeld, timeSkippingEnvironment } from './temporal';

/**
 * The real workflows, timeline and work list on a Temporal server whose clock skips; mail is accepted as soon as it is asked for.
 * Activities see the server's time.
 */
export interface WorkServer {
  readonly env: TestWorkflowEnvironment;
  readonly client: Client;
  readonly windows: WindowsClient;
  readonly carrier: WorkCarrier;
  stop(): Promise<void>;
}

interface Parts {
  readonly db: Database;
  readonly work: WorkList;
  readonly executors: Executors;
  /** How long the runner looks on in one activity (ms), in which the server's clock stands still. */
  readonly stayMs?: number;
}

export async function startWorkServer({ db, work, executors, stayMs = 0 }: Parts): Promise<WorkServer> {
  quietRuntime();
  const env = await timeSkippingEnvironment();
  const namespace = env.namespace ?? 'default';
  const shared = { connection: env.nativeConnection, namespace };
  const activities = createActivities({
    timeline: createTimeline(db),
    ledger: createLedger(db, { messageDomain: 'maintenance.provider.example' }),
    channelWaker: { wake: () => Promise.resolve() },
    measures: { wake: () => Promise.resolve() },
  });
  const delivery: DeliveryActivities = {
    deliverNotice: async ({ step }) => {
      if (step) await activities.recordTimeline({ ...step, wake: [] });
      const counts = { organizations: 1, recipients: 1, accepted: 1, failed: 0, uncertain: 0, superseded: 0 };
      return { counts };
    },
  };
  const clock = () => Context.current().info.currentAttemptScheduledTimestampMs;
  const workers = await Promise.all([
    Worker.create({
      ...shared,
      taskQueue: WINDOWS_QUEUE,
      workflowBundle: { codePath: await bundleIfStale() },
      activities,
    }),
    Worker.create({
      ...shared,
      taskQueue: WORK_QUEUE,
      activities: createWorkActivities({ work, executors }, { clock, stayMs }),
    }),
    ...[URGENT_QUEUE, DELIVERY_QUEUE, INTERNAL_QUEUE, BULK_QUEUE].map((taskQueue) =>
      Worker.create({ ...shared, taskQueue, activities: delivery }),
    ),
  ]);
  const endWatch = stayMs === 0 ? letGoWhenHeld(env, workers) : () => undefined;
  const running = Promise.all(workers.map((worker) => worker.run()));
  const temporal = { connection: env.connection, namespace, dataConverter: {} };
  return {
    env,
    client: new Client(temporal),
    windows: createWindowsClient(temporal),
    carrier: createWorkCarrier(temporal),
    async stop() {
      for (const worker of workers) worker.shutdown();
      await running;
      endWatch();
      await env.teardown();
    },
  };
}
