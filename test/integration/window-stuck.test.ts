import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { createReconciling } from '../../composition/reconciling';
import { readConfig } from '../../config/config';
import { listDifferences } from '../../store/reconciling/differences';
import { reconcileWindows } from '../../use-cases/reconcile-windows';
import { WINDOWS_QUEUE } from '../../workflows/queues';
import { quietRuntime } from '../support/quiet-runtime';
import { openAtOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

jest.setTimeout(240_000);

const world = useStack({ racks: [{ count: 1 }] });

async function startFailingWorker() {
  quietRuntime();
  const connection = await NativeConnection.connect({ address: world.stack.env.TEMPORAL_ADDRESS ?? '' });
  const worker = await Worker.create({
    connection,
    taskQueue: WINDOWS_QUEUE,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: path.join(__dirname, '..', 'support', 'failing-workflows.ts'),
      logger: new DefaultLogger('ERROR'),
    }),
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}

test('T7, T8: a window whose workflow fails is refused with words, found, named, and goes on with the right version', async () => {
  const reference = await openAtOnce(world.stack);
  await world.stack.worker.end();
  const stop = await startFailingWorker();
  const command = () =>
    world.stack.call('POST', `/v1/windows/${reference}/nominate`, { pointOfContact: 'night@provider.example' });
  // the first caller may wait until it gives up; from then on the server says that the task fails
  await eventually('the answer says that the workflow fails', async () => {
    const { status, body } = await command();
    expect(status).toBe(503);
    return body.code === 'window-stuck';
  });

  const deps = {
    ...createReconciling(
      world.stack.db,
      { connection: world.connection, namespace: 'default', dataConverter: {} },
      readConfig(world.stack.env),
    ),
    onTrouble: () => undefined,
  };
  const differences = async () => {
    await reconcileWindows(deps);
    return (await listDifferences(world.stack.db)).map((found) => [found.reference, found.kind]);
  };
  await eventually('it is found', async () => (await differences()).length > 0);
  expect(await differences()).toEqual([[reference, 'workflow-stuck']]);

  await stop();
  await world.stack.startWorker();
  await eventually('it obeys again', async () => (await command()).status === 200);
  await eventually('both sides agree', async () => (await differences()).length === 0);
});
