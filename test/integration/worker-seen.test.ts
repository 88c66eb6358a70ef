import { sql } from 'kysely';
import { freePort } from '../../dev/processes/ports';
import { openAtOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { TASK_QUEUES } from '../../temporal/task-queues';
import { useStack } from '../support/use-stack';
import { metricNamesOf, namesUsed, read } from '../support/alerts/alerts';

/** A worker process says how it is (O3), and what alerts and dashboard ask for is there. */

jest.setTimeout(240_000);

let port: number;
const world = useStack({
  racks: [{ count: 3 }],
  env: async () => {
    port = await freePort();
    return { FOREWARN_WORKER_HTTP_PORT: String(port) };
  },
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${String(port)}${path}`, { headers });
const ready = async () => {
  const answer = await ask('/readyz');
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const metricsOf = {
  worker: async () => (await ask('/metrics')).text(),
  api: async () =>
    (
      await fetch(`${world.stack.apiUrl}/metrics`, { headers: { authorization: `Bearer ${world.stack.token}` } })
    ).text(),
};

test('O3: healthz, readyz', async () => {
  await eventually('it is ready', async () => (await ready()).status === 200);
  expect((await ready()).body).toEqual({
    ...{ status: 'ready', database: 'reachable', schema: 'current', temporal: 'reachable', workers: 'polling' },
    problems: [],
  });
  expect(await (await ask('/healthz')).json()).toEqual({ status: 'up' });
  expect((await ask('/elsewhere')).status).toBe(404);
});

test('O3: a database without a table of this version is said, with what to do', async () => {
  const { db } = world.stack;
  await sql`update kysely_migration set name = 'elsewhere' where name = '0027-portal'`.execute(db);
  const { status, body } = await ready();
  await sql`update kysely_migration set name = '0027-portal' where name = 'elsewhere'`.execute(db);
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: 'not ready', database: 'reachable', schema: 'behind', temporal: 'reachable' });
  expect(body.problems).toEqual([expect.stringContaining('node dist/ops/prepare.js')]);
});

test('O3: metrics of both processes have every figure that alerts and dashboard ask for, and name nobody', async () => {
  const reference = await openAtOnce(world.stack);
  await eventually('customers have the mail', () => world.smtp.accepted.length >= 3);
  // the SDK counts failures from the first one on
  await world.client.workflow.start('noSuchWorkflow', {
    taskQueue: 'forewarn-windows',
    workflowId: 'unknown',
    args: [],
  });
  await eventually('it has failed', async () =>
    (await metricsOf.worker()).includes('temporal_workflow_task_execution_failed_total'),
  );
  await world.client.workflow.getHandle('unknown').terminate();
  const [worker, api] = [await metricsOf.worker(), await metricsOf.api()];
  const exposed = new Set([...metricNamesOf(worker), ...metricNamesOf(api)]);
  const used = [...namesUsed(read('ops/prometheus/alerts.yml')), ...namesUsed(read('ops/grafana/forewarn.json'))];
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((name) => !exposed.has(name))).toEqual([]);
  // how things stand now is said by both, so that it is heard while one is away
  const present = metricNamesOf(worker).filter((name) => /^forewarn_(?!worker_)/.test(name));
  expect(present.length).toBeGreaterThan(10);
  expect(present.filter((name) => !metricNamesOf(api).includes(name))).toEqual([]);
  for (const queue of Object.keys(TASK_QUEUES)) {
    expect(worker).toContain(`forewarn_worker_polling{queue="${queue}"} 1`);
    expect(api).toMatch(new RegExp(`forewarn_task_queue_pollers\\{queue="${queue}",kind="activity"\\} [1-9]`));
  }
  for (const text of [worker, api]) expect(text).not.toMatch(new RegExp(`${reference}|@[a-z0-9-]+\\.example`));
});

test('O3: figures that a slow database does not give are left out, and no probe waits behind them', async () => {
  const isSaid = async () => /^forewarn_pending_deliveries /m.test(await metricsOf.worker());
  expect(await isSaid()).toBe(true);
  await world.stack.db.transaction().execute(async (tx) => {
    await sql`lock table deliveries, windows, channel_states in access exclusive mode`.execute(tx);
    await eventually('no old figure passes for a new one', async () => !(await isSaid()));
    const answers = await Promise.all(Array.from({ length: 200 }, ready));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
  await eventually('they are there again', isSaid);
});

test('O3: where a token is set, only who has it reads the metrics, and probes need none', async () => {
  await world.stack.worker.end('SIGTERM');
  await world.stack.startWorker({ env: { FOREWARN_METRICS_TOKEN: 'scraper-0123456789' } });
  await eventually('it is ready', async () => (await ready()).status === 200);
  expect((await ask('/metrics')).status).toBe(401);
  expect((await ask('/metrics', { authorization: 'Bearer scraper-0123456780' })).status).toBe(401);
  expect((await ask('/metrics', { authorization: 'Bearer scraper-0123456789' })).status).toBe(200);
});

test('O3: without Temporal the process is up and not ready; a signal ends it in order', async () => {
  await world.stack.temporal.end('SIGKILL');
  const { status, body } = await ready();
  expect([status, body.temporal, body.database]).toEqual([503, 'unreachable', 'reachable']);
  expect((await ask('/healthz')).status).toBe(200);
  await world.stack.startTemporal();
  await eventually('it is ready again', async () => (await ready()).status === 200);
  await world.stack.worker.end('SIGTERM');
  expect(world.stack.worker.output).not.toContain('worker:');
  await expect(ask('/healthz')).rejects.toThrow();
});
