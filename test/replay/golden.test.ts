import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { bundleIfStale } from '../../worker/bundle';
import { HISTORIES } from '../support/histories';
import { quietRuntime } from '../support/quiet-runtime';

jest.setTimeout(120_000);

/** Every history ever kept: what ran under older code must go on under today's. */
const golden = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .sort();

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(HISTORIES, file), 'utf8'));

beforeAll(quietRuntime);

test('every path of a window has a golden history', () => {
  const paths = new Set(golden.map((file) => path.basename(file, '.json')));
  expect([...paths]).toEqual(
    expect.arrayContaining([
      'audience-changed',
      'cancelled-in-fan-out',
      'database-away',
      'emergency',
      'expedited',
      'mail-server-away',
      'notice-mail-server-away',
      'notice-retried',
      'notice-settled',
      'notice-superseded',
      'opened-late',
      'rescheduled',
      'retried',
      'signals',
      'standard',
      'workflow-cancelled',
    ]),
  );
});

test('every golden history replays', async () => {
  const codePath = await bundleIfStale();
  const failures: string[] = [];
  const histories = golden.map((file) => ({ workflowId: file, history: read(file) }));
  for await (const result of Worker.runReplayHistories({ workflowBundle: { codePath } }, histories)) {
    if (result.error) failures.push(`${result.workflowId}: ${result.error.message}`);
  }
  expect(failures).toEqual([]);
});

test('a changed workflow is caught: one more timer before the first step', async () => {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, 'broken-workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const standard = golden.filter((file) => path.basename(file) === 'standard.json');
  expect(standard.length).toBeGreaterThan(0);
  for (const file of standard) {
    await expect(Worker.runReplayHistory({ workflowBundle }, read(file), file)).rejects.toThrow('TMPRL1100');
  }
});
