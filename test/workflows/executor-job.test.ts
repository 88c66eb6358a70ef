import { ApplicationFailure } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { SECOND } from '../../domain/shared/time';
import { bundleIfStale } from '../../worker/bundle';
import { EXECUTOR_JOB, type ExecutorJobInput, type ExecutorJobResult } from '../../workflows/executor-job-messages';
import { WINDOWS_QUEUE } from '../../workflows/queues';
import { keepHistory } from '../support/histories';
import { quietRuntime } from '../support/quiet-runtime';
import { timeSkippingEnvironment } from '../support/temporal';
import { workJob } from '../support/work-jobs';

/** Jobs that a worker of the provider's own carries out (S7), on a server whose clock skips. */

const PROVIDERS_QUEUE = 'platform-work';
let env: TestWorkflowEnvironment;
let client: Client;
let tries = 0;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  quietRuntime();
  env = await timeSkippingEnvironment();
  client = new Client({ connection: env.connection, namespace: env.namespace ?? 'default' });
  const shared = { connection: env.nativeConnection, namespace: env.namespace ?? 'default' };
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue: WINDOWS_QUEUE, workflowBundle: { codePath: await bundleIfStale() } }),
    Worker.create({
      ...shared,
      taskQueue: PROVIDERS_QUEUE,
      activities: {
        restart: () => Promise.resolve({ host: 'h-1' }),
        fails: () => {
          tries++;
          return Promise.reject(ApplicationFailure.retryable('the disk is full'));
        },
      },
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  stops.push(async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  });
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await env.teardown();
});

/** Begins the job, and says how it ended. */
async function run(name: string, input: Partial<ExecutorJobInput>): Promise<ExecutorJobResult> {
  // the server's clock stands still while a task waits for a worker
  const job = workJob({ key: name, timeoutMs: 3 * SECOND });
  const handle = await client.workflow.start<(given: ExecutorJobInput) => Promise<ExecutorJobResult>>(EXECUTOR_JOB, {
    workflowId: `work.${name}`,
    taskQueue: WINDOWS_QUEUE,
    args: [{ activity: 'restart', taskQueue: PROVIDERS_QUEUE, job, ...input }],
  });
  const result = await handle.result();
  await keepHistory(handle, name);
  return result;
}

test('S7: what the activity returns is the evidence of a job that is done', async () => {
  expect(await run('executor-job', {})).toEqual({ state: 'done', result: { host: 'h-1' } });
});

test('S7: an activity that fails is tried once, and its words are the reason', async () => {
  expect(await run('executor-job-failed', { activity: 'fails' })).toEqual({
    state: 'failed',
    reason: 'the disk is full',
  });
  expect(tries).toBe(1);
});

test('S7: where no worker takes it in its time, nothing was begun', async () => {
  const { state, reason } = (await run('executor-job-not-taken', { taskQueue: 'nobody-serves-this' })) as {
    state: string;
    reason: string;
  };
  expect(state).toBe('failed');
  expect(reason).toContain('no worker took restart from the task queue nobody-serves-this; nothing was begun');
});
