import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { withParentScript } from '../../dev/processes/with-parent';
import { projectRoot } from '../../dev/project-root';
import { findTemporalBinary } from '../../dev/temporal/binaries';
import { addSearchAttributes } from '../../temporal/register-search-attributes';

/**
 * A Temporal server with a clock of its own that skips ahead, with our search attributes. Call `teardown()` in afterAll. Base
 * every date on `currentTimeMs()`, and move time with `sleep` and a plain Client on `connection`: awaiting a result through
 * `client` jumps years ahead.
 */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const program = await findTemporalBinary('temporal-test-server', {
    configured: process.env.FOREWARN_TEMPORAL_TEST_SERVER,
  });
  // the SDK accepts only a path
  const path = await writeScript('temporal-test-server.sh', withParentScript(program));
  const environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  // this server cannot list its attributes, and has none
  await addSearchAttributes(environment.connection, environment.namespace ?? 'default');
  return awake(environment);
}

/**
 * The server's clock jumps to its next timer when nothing holds it any more; but where the last hold ends together with a change of a
 * workflow, nobody wakes the thread that would run the timer, and it sleeps on in real time (SelfAdvancingTimerImpl.updateLocks of
 * temporalio/sdk-java does not signal). Holding the clock and letting it go wakes that thread.
 */
function awake(environment: TestWorkflowEnvironment): TestWorkflowEnvironment {
  const { testService } = environment.connection;
  const timer = setInterval(() => void wake(), 1_000).unref();
  async function wake(): Promise<void> {
    try {
      await testService?.lockTimeSkipping({});
      await testService?.unlockTimeSkipping({});
    } catch {
      // the server has ended
      clearInterval(timer);
    }
  }
  return environment;
}

/** So long (real ms) the clock goes at the pace of ours, and no worker begins or ends anything, before a hold on it counts as forgotten. */
const HELD_MS = 20_000;

/**
 * Lets the server's clock go when it has kept the pace of ours for a while and the workers have nothing to do: the server forgets to end
 * some of its own holds when many activities fail and are tried again at once. A slow machine is no sign: a hold that still has its task is
 * the server's own, and one that is ended twice makes it count wrong for ever. For tests in which no lack of timers is expected.
 * Returns a function that ends the watch.
 */
export function letGoWhenHeld(
  { connection: { testService } }: TestWorkflowEnvironment,
  workers: readonly Worker[],
): () => void {
  let ahead = Number.NaN;
  let since = performance.now();
  const moved = () => {
    since = performance.now();
  };
  const inFlight = workers.flatMap((worker) => [worker.numInFlightActivations$, worker.numInFlightActivities$]);
  const watched = inFlight.map((count) => count.subscribe(moved));
  const isBusy = () =>
    workers
      .map((worker) => worker.getStatus())
      .some((status) => status.numInFlightWorkflowActivations + status.numInFlightActivities > 0);
  const watch = async () => {
    const { time } = (await testService?.getCurrentTime({})) ?? {};
    const now = Number(time?.seconds ?? 0) * 1_000 - Date.now();
    if (!(Math.abs(now - ahead) < 3_000) || isBusy()) moved();
    ahead = now;
    if (performance.now() - since < HELD_MS) return;
    moved();
    await testService?.unlockTimeSkipping({});
  };
  // the server refuses to let go of what nobody holds, and one that has ended answers nothing
  const timer = setInterval(() => void watch().catch(() => undefined), 1_000).unref();
  return () => {
    clearInterval(timer);
    for (const count of watched) count.unsubscribe();
  };
}

/** The script's path; several workers that write it at once write the same content. */
async function writeScript(name: string, text: string): Promise<string> {
  const file = join(projectRoot(), '.cache', name);
  await mkdir(dirname(file), { recursive: true });
  const fresh = `${file}.${String(process.pid)}`;
  await writeFile(fresh, text, { mode: 0o755 });
  await rename(fresh, file);
  return file;
}

/** The Temporal CLI for tests that need a dev server (`TestWorkflowEnvironment.createLocal`, or spawned). */
export function temporalCli(): Promise<string> {
  return findTemporalBinary('temporal', { configured: process.env.FOREWARN_TEMPORAL_CLI });
}
