import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Context } from '@temporalio/activity';
import { createWorkActivities } from '../../activities';
import type { WorkList } from '../../activities/ports/work';
import { createExecutors } from '../../composition/executors';
import { SECOND } from '../../domain/shared/time';
import type { ExecutorJobs } from '../../temporal/executor-jobs';
import { WindowServer } from '../support/window-world';
import { PROCESS_POLICY } from '../support/windows';

/** A real service, and how many of its next answers are failures. */
const asked = { looks: 0, failures: 0 };
const service = createServer((_request, response) => {
  asked.looks++;
  response.writeHead(asked.failures-- > 0 ? 503 : 200).end();
});

let server: WindowServer;
beforeAll(async () => {
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  const { port } = service.address() as AddressInfo;
  const http = `http://127.0.0.1:${String(port)}/healthz`;
  const probe = { name: 'checkout', http, status: [200], settleSeconds: 0, timeoutSeconds: 2 };
  const executors = createExecutors(
    { executors: {}, probes: [probe], blockedBy: [] },
    { jobs: {} as ExecutorJobs, publicUrl: 'https://status.provider.example' },
  );
  const clock = () => Context.current().info.currentAttemptScheduledTimestampMs;
  // a watch asks nothing of the work list
  server = await WindowServer.start({ watch: createWorkActivities({ work: {} as WorkList, executors }, { clock }) });
});
afterAll(async () => {
  await server.teardown();
  service.close();
  service.closeAllConnections();
});

test('E3: a real service is watched by a probe: two failures are nothing, three in a row open the window again', async () => {
  const policy = { ...PROCESS_POLICY, watch: { everyMs: SECOND, badAfter: 3 } };
  const verification = { steps: [], monitorMinutes: 60, monitor: { probe: 'checkout' } };
  const window = await server.open({ class: 'emergency', verification }, { inMs: 0 }, policy);
  const { world, update, until, atRest, view } = window;
  await until(({ phase }) => phase === 'announced');
  await update('start');
  await atRest();
  await update('complete');
  await atRest();
  await server.env.sleep(3 * SECOND);
  expect(asked.looks).toBeGreaterThan(0);
  asked.failures = 2;
  while (asked.failures > 0) await server.env.sleep(SECOND);
  await server.env.sleep(SECOND);
  expect(await view()).toMatchObject({ phase: 'completed', attention: [] });
  asked.failures = Infinity;
  await server.env.sleep(3 * SECOND);
  const { attention } = await until(({ phase }) => phase === 'degraded');
  expect(attention.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(
      /^Degraded after maintenance: 127\.0\.0\.1:\d+ answered 503 instead of 200, 3 times in a row$/,
    ),
  );
  await atRest();
  asked.failures = 0;
  await update('complete', { message: 'It answers again.' });
  await atRest();
  const told = world.notices.filter((notice) => !/^(escalation|staff)/.test(notice));
  expect(told.slice(2)).toEqual(['completed r1', 'degraded-1 r1', 'recovered-1 r1']);
});
