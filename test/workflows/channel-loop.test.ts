import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { ChannelActivities, ChannelStep } from '../../activities/channels';
import { CHANNELS, CHANNEL_TROUBLE_AFTER, LOOK_AGAIN_MS, type ChannelReport } from '../../domain/channels/channels';
import { bundleIfStale } from '../../worker/bundle';
import { createChannelWaker } from '../../temporal/wake-channels';
import { channelReport, channelWorkflowId } from '../../workflows/messages';
import { CHANNELS_QUEUE, WINDOWS_QUEUE } from '../../workflows/queues';
import { keepHistory } from '../support/histories';
import { quietRuntime } from '../support/quiet-runtime';
import { timeSkippingEnvironment } from '../support/temporal';

let env: TestWorkflowEnvironment;
let client: Client;
let workers: Worker[];
let running: Promise<unknown>;
/** What each attempt leads to, by window; the last one goes on. */
const outcomes = new Map<string, ChannelStep[]>();
const looks = new Map<string, number[]>();
/** What an attempt waits for, by window. */
const held = new Map<string, Promise<void>>();

const IN_STEP: ChannelStep = { converged: true, over: false, undone: false };
const OVER: ChannelStep = { converged: true, over: true, undone: false };

beforeAll(async () => {
  quietRuntime();
  env = await timeSkippingEnvironment();
  client = new Client({ connection: env.connection });
  const activities: ChannelActivities = {
    async convergeChannel({ reference, now }) {
      looks.set(reference, [...(looks.get(reference) ?? []), now]);
      const planned = outcomes.get(reference) ?? [IN_STEP];
      const outcome = (planned.length > 1 ? planned.shift() : planned[0]) ?? IN_STEP;
      await held.get(reference);
      return outcome;
    },
  };
  const connection = env.nativeConnection;
  const workflowBundle = { codePath: await bundleIfStale() };
  workers = [
    await Worker.create({ connection, taskQueue: WINDOWS_QUEUE, workflowBundle }),
    await Worker.create({ connection, taskQueue: CHANNELS_QUEUE, activities }),
  ];
  running = Promise.all(workers.map((worker) => worker.run()));
});
afterAll(async () => {
  for (const worker of workers) worker.shutdown();
  await running;
  await env.teardown();
});

const wake = (reference: string) =>
  createChannelWaker({ connection: env.connection, namespace: 'default', dataConverter: {} }, () =>
    Promise.resolve(['statuspage']),
  ).wake(reference, CHANNELS);
const loopOf = (reference: string) => client.workflow.getHandle(channelWorkflowId(reference, 'statuspage'));
const looked = (reference: string) => looks.get(reference)?.length ?? 0;

/** What the window would have heard: there is none here, so it is read from the loop's own history. */
async function heardFrom(reference: string): Promise<ChannelReport[]> {
  const { events } = await loopOf(reference).fetchHistory();
  return (events ?? []).flatMap(({ signalExternalWorkflowExecutionInitiatedEventAttributes: signal }) => {
    const data = signal?.signalName === channelReport.name ? signal.input?.payloads?.[0]?.data : undefined;
    return data ? [JSON.parse(Buffer.from(data).toString()) as ChannelReport] : [];
  });
}

async function eventually(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not reached: ${condition.toString()}`);
}

test('C7: a step wakes the channel; without one it is looked at for edits by hand; it ends with the window', async () => {
  const reference = 'MW-2026-0001';
  await wake(reference);
  await eventually(() => looked(reference) >= 1);
  await env.sleep(LOOK_AGAIN_MS + 1_000);
  await eventually(() => looked(reference) >= 2);
  outcomes.set(reference, [OVER]);
  await wake(reference);
  await loopOf(reference).result();
  expect(looked(reference)).toBeGreaterThanOrEqual(3);
  await keepHistory(loopOf(reference), 'channel');
});

test('C7: a step taken while the channel looks is looked at next, not hours later', async () => {
  const reference = 'MW-2026-0004';
  let release: () => void = () => undefined;
  held.set(reference, new Promise((resolve) => (release = resolve)));
  outcomes.set(reference, [IN_STEP, OVER]);
  await wake(reference);
  await eventually(() => looked(reference) === 1);
  await wake(reference);
  release();
  // the server's clock stands still: nothing but the step makes it look again
  await loopOf(reference).result();
  expect(looked(reference)).toBe(2);
  await keepHistory(loopOf(reference), 'channel-woken-while-looking');
});

test('C7: an outage is retried with growing pauses, the window hears of it once, and when it is over', async () => {
  const reference = 'MW-2026-0002';
  const away: ChannelStep = { behind: 'it answers 503' };
  outcomes.set(reference, [...Array.from({ length: CHANNEL_TROUBLE_AFTER + 2 }, () => away), OVER]);
  await wake(reference);
  await env.sleep('2 hours');
  await loopOf(reference).result();
  expect(await heardFrom(reference)).toEqual([
    { channel: 'statuspage', state: 'troubled', trouble: 'it answers 503' },
    { channel: 'statuspage', state: 'mended' },
  ]);
  const at = looks.get(reference) ?? [];
  const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  await keepHistory(loopOf(reference), 'channel-away');
});

test('C3: while the outside asks for patience, steps of the window do not make it ask earlier', async () => {
  const reference = 'MW-2026-0003';
  outcomes.set(reference, [{ behind: 'the rate limit is used up', retryInMs: 60_000 }, OVER]);
  await wake(reference);
  await eventually(() => looked(reference) === 1);
  await wake(reference);
  await wake(reference);
  await env.sleep(61_000);
  await loopOf(reference).result();
  const [first = 0, second = 0, ...more] = looks.get(reference) ?? [];
  expect(second - first).toBeGreaterThanOrEqual(60_000);
  expect(more).toEqual([]);
});

test('C8: a channel that time changes is looked at when it asks for it, tells what was put right, and outlasts its window until then', async () => {
  const reference = 'MW-2026-0005';
  const repaired = ['A silence had been ended and was set again.'];
  outcomes.set(reference, [
    { ...IN_STEP, lookAgainInMs: 120_000, repaired },
    // a write may still arrive
    { ...OVER, lookAgainInMs: 60_000 },
    OVER,
  ]);
  await wake(reference);
  await env.sleep('10 minutes');
  await loopOf(reference).result();
  const [first = 0, second = 0, third = 0, ...more] = looks.get(reference) ?? [];
  expect(second - first).toBeGreaterThanOrEqual(120_000);
  expect(third - second).toBeGreaterThanOrEqual(60_000);
  expect(third - first).toBeLessThan(LOOK_AGAIN_MS);
  expect(more).toEqual([]);
  expect(await heardFrom(reference)).toEqual([{ channel: 'statuspage', state: 'repaired', repaired: repaired[0] }]);
  await keepHistory(loopOf(reference), 'channel-looked-at-early');
});
