import { Worker } from '@temporalio/worker';
import { DAY } from '../domain/shared/time';
import { WindowServer } from '../test/support/window-world';
import { bundleIfStale } from '../worker/bundle';
import { median } from './figures';

const WINDOWS = 100;
const ROUNDS = 3;

/** CPU time to replay a window in a worker that has just started: a whole life, and one before its announcement. */
export async function replayBench(): Promise<string[]> {
  const server = await WindowServer.start();
  const window = await server.open({}, { inMs: 20 * DAY });
  await server.pass(window, window.openedAt);
  const asleep = await window.handle.fetchHistory();
  const start = window.openedAt + 20 * DAY;
  await server.pass(window, start);
  await window.update('start');
  await window.update('complete');
  await window.handle.result();
  const whole = await window.handle.fetchHistory();
  await server.teardown();
  const bundle = { codePath: await bundleIfStale() };
  const cpu = async (history: unknown) => {
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await replayed(bundle, history));
    return `${median(rounds).toFixed(1)} ms CPU a window (median of ${String(ROUNDS)} rounds of ${String(WINDOWS)})`;
  };
  return [`whole life: ${await cpu(whole)}`, `asleep: ${await cpu(asleep)}`];
}

async function replayed(workflowBundle: { codePath: string }, history: unknown): Promise<number> {
  const histories = Array.from({ length: WINDOWS }, (_, index) => ({ workflowId: `replay-${String(index)}`, history }));
  // the first replay also loads the bundle, which a worker does once
  const results = Worker.runReplayHistories({ workflowBundle }, histories)[Symbol.asyncIterator]();
  const began = await results.next();
  if (began.done !== true && began.value.error) throw began.value.error;
  const before = process.cpuUsage();
  for (let next = await results.next(); next.done !== true; next = await results.next()) {
    if (next.value.error) throw next.value.error;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (WINDOWS - 1);
}
