import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { LookedAtMeasures } from '../../activities/ports/measures';
import { DAY, HOUR } from '../../domain/shared/time';
import { createMeasuresWaker } from '../../temporal/wake-measures';
import { bundleIfStale } from '../../worker/bundle';
import { measuresWorkflowId } from '../../workflows/messages';
import { INTERNAL_QUEUE, WINDOWS_QUEUE } from '../../workflows/queues';
import { keepHistory } from '../support/histories';
import { quietRuntime } from '../support/quiet-runtime';
import { timeSkippingEnvironment } from '../support/temporal';

/** The measures of a window (E5) on a server whose clock skips: looked at when something is due or somebody has changed one. */

let env: TestWorkflowEnvironment;
let stop: () => Promise<void>;
/** What a look answers, by reference. */
const answers = new Map<string, (now: number, look: number) => LookedAtMeasures>();
const looks = new Map<string, number[]>();

beforeAll(async () => {
  quietRuntime();
  env = await timeSkippingEnvironment();
  const namespace = env.namespace ?? 'default';
  const shared = { connection: env.nativeConnection, namespace };
  const workers = await Promise.all([
    Worker.create({ ...shared, taskQueue: WINDOWS_QUEUE, workflowBundle: { codePath: await bundleIfStale() } }),
    Worker.create({
      ...shared,
      taskQueue: INTERNAL_QUEUE,
      activities: {
        followMeasures({ reference, now }: { reference: string; now: number }) {
          const seen = looks.get(reference) ?? [];
          seen.push(now);
          looks.set(reference, seen);
          return Promise.resolve(answers.get(reference)?.(now, seen.length) ?? { open: 0, nextAt: null });
        },
      },
    }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  stop = async () => {
    for (const worker of workers) worker.shutdown();
    await running;
  };
});
afterAll(async () => {
  await stop();
  await env.teardown();
});

const waker = () =>
  createMeasuresWaker({ connection: env.connection, namespace: env.namespace ?? 'default', dataConverter: {} });
const handleOf = (reference: string) => env.client.workflow.getHandle(measuresWorkflowId(reference));
async function looksOf(reference: string, count: number): Promise<readonly number[]> {
  for (;;) {
    const seen = looks.get(reference) ?? [];
    if (seen.length >= count) return seen;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('E5: it looks at what is due when it is due, and ends with the last measure', async () => {
  const reference = 'MW-2026-0101';
  answers.set(reference, (now, look) =>
    look < 4 ? { open: 2, nextAt: now + look * HOUR } : { open: 0, nextAt: null },
  );
  await waker().wake(reference);
  await handleOf(reference).result();
  const [first = 0, ...later] = looks.get(reference) ?? [];
  const gaps = later.map((at, index) => at - (later[index - 1] ?? first));
  expect(gaps).toHaveLength(3);
  // never before it is due
  expect(gaps.every((gap, index) => gap >= (index + 1) * HOUR && gap < (index + 1.5) * HOUR)).toBe(true);
  await keepHistory(handleOf(reference), 'measures');
});

test('E5: a word between two looks brings the next one at once, and a word after the end begins anew', async () => {
  const reference = 'MW-2026-0102';
  let open = 1;
  answers.set(reference, (now) => (open > 0 ? { open, nextAt: now + DAY } : { open, nextAt: null }));
  await waker().wake(reference);
  const [first = 0] = await looksOf(reference, 1);
  const before = (looks.get(reference) ?? []).length;
  open = 0;
  await waker().wake(reference);
  const seen = await looksOf(reference, before + 1);
  expect((seen.at(-1) ?? Infinity) - first).toBeLessThan(HOUR);
  await handleOf(reference).result();
  await keepHistory(handleOf(reference), 'measures-woken');
  open = 1;
  await waker().wake(reference);
  await looksOf(reference, seen.length + 1);
  await handleOf(reference).terminate();
});

test('T4: its history holds the reference and figures alone', async () => {
  const reference = 'MW-2026-0103';
  await waker().wake(reference);
  await handleOf(reference).result();
  const { events } = await handleOf(reference).fetchHistory();
  const payloads = JSON.stringify(events ?? [], (key, value: unknown) =>
    ['identity', 'userMetadata'].includes(key) ? undefined : value,
  );
  const texts = [...payloads.matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  expect(texts.length).toBeGreaterThan(1);
  for (const text of texts)
    expect(text).toMatch(/^("MW-2026-0103"|\{"reference":"MW-2026-0103","now":\d+\}|\{"open":0,"nextAt":null\})$/);
});
