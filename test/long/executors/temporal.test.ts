import path from 'node:path';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { freePort } from '../../../dev/processes/ports';
import { projectRoot } from '../../../dev/project-root';
import { createTemporalExecutor } from '../../../executors/temporal/executor';
import { createExecutorJobs } from '../../../temporal/executor-jobs';
import { bundleIfStale } from '../../../worker/bundle';
import { WINDOWS_QUEUE } from '../../../workflows/queues';
import { keepsTheContract, untilOver } from '../../support/executor-contract';
import { startPython, type PythonProgram } from '../../support/python-programs';
import { quietRuntime } from '../../support/quiet-runtime';
import { eventually, Program } from '../../support/stack';
import { isServing } from '../../../dev/temporal/serving';
import { temporalCli } from '../../support/temporal';
import { workJob } from '../../support/work-jobs';

jest.setTimeout(240_000);

const QUEUE = 'provider-work';

let server: Program;
let address: string;
let connection: Connection;
let python: PythonProgram;
let stopWorker: () => Promise<void>;

async function startPythonWorker(): Promise<void> {
  const script = path.join(projectRoot(), 'test', 'support', 'python', 'executor_worker.py');
  python = await startPython('temporalio', [script, QUEUE], { TEMPORAL_ADDRESS: address });
  await eventually('the Python worker is ready', () => {
    if (python.child.exitCode !== null) throw new Error(python.output());
    return python.output().includes('ready');
  });
}

beforeAll(async () => {
  const port = await freePort();
  address = `127.0.0.1:${String(port)}`;
  const options = ['--port', String(port), '--headless', '--log-level', 'error'];
  server = new Program(await temporalCli(), ['server', 'start-dev', ...options], process.env);
  await server.ready(() => isServing(port));
  quietRuntime();
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: native,
    taskQueue: WINDOWS_QUEUE,
    workflowBundle: { codePath: await bundleIfStale() },
  });
  const running = worker.run();
  stopWorker = async () => {
    worker.shutdown();
    await running;
    await native.close();
  };
  connection = await Connection.connect({ address });
  await startPythonWorker();
});
afterAll(async () => {
  await python.stop();
  await connection.close();
  await stopWorker();
  await server.end('SIGKILL');
});

const startsOf = (key: string) =>
  python
    .output()
    .split('\n')
    .filter((line) => line === `started ${key}`).length;

type Jobs = ReturnType<typeof createExecutorJobs>;
function executor({
  jobs = {},
  ...change
}: { jobs?: Partial<Jobs>; taskQueue?: string; heartbeatMs?: number; clock?: () => number } = {}) {
  const options = { name: 'platform', kinds: ['database'], taskQueue: QUEUE, activity: 'restart_resource' };
  return createTemporalExecutor({
    ...options,
    ...change,
    jobs: { ...createExecutorJobs({ connection, namespace: 'default', dataConverter: {} }), ...jobs },
  });
}
const named = (name: string) => {
  const job = workJob();
  return { ...job, resource: { ...job.resource, name } };
};

describe("the Temporal executor and a provider's worker in Python", () => {
  let lost = false;
  let silent = false;
  beforeEach(() => {
    lost = false;
    silent = false;
  });

  /** The client, whose answers a test can lose: the server has no such switch. */
  function losing(): Partial<Jobs> {
    const jobs = createExecutorJobs({ connection, namespace: 'default', dataConverter: {} });
    return {
      async start(input) {
        const answer = await jobs.start(input);
        if (!lost) return answer;
        lost = false;
        throw new Error('14 UNAVAILABLE: the connection broke');
      },
    };
  }

  keepsTheContract(() => ({
    executor: () => {
      if (!silent) return executor({ jobs: losing() });
      const dead = Connection.lazy({
        address: '127.0.0.1:9',
        interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 2 }))],
      });
      return createTemporalExecutor({
        ...{ name: 'platform', kinds: ['database'], taskQueue: QUEUE, activity: 'restart_resource' },
        jobs: createExecutorJobs({ connection: dead, namespace: 'default', dataConverter: {} }),
      });
    },
    job: workJob,
    async starts({ key }) {
      // the worker begins what was scheduled within a moment
      await new Promise((resolve) => setTimeout(resolve, 700));
      return startsOf(key);
    },
    loseAnswer: () => void (lost = true),
    silence: () => void (silent = true),
    fail: () => undefined,
    failingJob: () => named('broken-db'),
    knowsStartsOfOthers: true,
  }));

  it('S7: what the worker returns is the evidence, as far as it is flat', async () => {
    const job = workJob();
    await executor().start(job);
    expect(await untilOver(executor(), job)).toEqual({ state: 'done', evidence: { host: 'rack-a12', tries: 1 } });
  });

  it('S7: work that was never started is not begun, as long as Temporal would still know it', async () => {
    const job = workJob();
    expect(await executor().observe(job)).toMatchObject({ state: 'not-begun' });
    const muchLater = executor({ clock: () => Date.now() + 400 * 86_400_000 });
    expect(await muchLater.observe(job)).toMatchObject({ state: 'unknown' });
  });

  it('S7: a queue that nobody serves: the check says so, and the work fails without having begun', async () => {
    const nobody = executor({ taskQueue: 'nobody-here' });
    expect(await nobody.check()).toEqual([{ text: expect.stringContaining('No worker') as unknown }]);
    const job = workJob({ timeoutMs: 1_000 });
    await nobody.start(job);
    expect(await untilOver(nobody, job)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('nothing was begun') as unknown,
    });
  });

  it('S7: a job whose workflow somebody terminated is unknown', async () => {
    const job = workJob();
    const nobody = executor({ taskQueue: 'nobody-here' });
    await nobody.start(job);
    await new Client({ connection }).workflow.getHandle(`work.${job.key}`).terminate('by hand');
    expect(await nobody.observe(job)).toMatchObject({ state: 'unknown' });
    // and starting it again begins nothing
    expect(await executor().start(job)).toMatchObject({ accepted: true });
    expect(startsOf(job.key)).toBe(0);
  });

  it('S7: a worker that was killed in the middle leaves the work unknown, and it is not begun again', async () => {
    const job = named('killed-db');
    const one = executor({ heartbeatMs: 1_000 });
    await one.start(job);
    await eventually('the worker has died', () => python.child.exitCode !== null || python.child.signalCode !== null);
    expect(startsOf(job.key)).toBe(1);
    await startPythonWorker();
    await eventually('the heartbeat was missed', async () => (await one.observe(job)).state === 'unknown');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await one.start(job)).toMatchObject({ accepted: true });
    expect(startsOf(job.key)).toBe(0);
    expect(await one.observe(job)).toMatchObject({ state: 'unknown', reason: expect.any(String) as unknown });
  });
});
