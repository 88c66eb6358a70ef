import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, Worker } from '@temporalio/worker';
import { projectRoot } from '../../dev/project-root';
import { bundleIfStale } from '../../worker/bundle';
import { HISTORIES } from '../support/histories';
import { ALL_KEYS } from '../support/payload-keys';
import { quietRuntime } from '../support/quiet-runtime';

jest.setTimeout(600_000);

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
      'alternate-released',
      'alternate-used',
      'approval-withdrawn',
      'approved',
      'approved-late',
      'audience-changed',
      'cancelled-in-fan-out',
      'channel',
      'channel-away',
      'channels',
      'checked',
      'collided',
      'database-away',
      'degraded-and-rolled-back',
      'degraded-by-probe',
      'delayed',
      'emergency',
      'encrypted',
      'encrypted-midway',
      'executor-job',
      'executor-job-failed',
      'executor-job-not-taken',
      'expedited',
      'heard-inside',
      'heard-inside-of-the-audience',
      'heard-inside-rolled-back',
      'large',
      'large-cancelled',
      'mail-server-away',
      'measures',
      'measures-woken',
      'many-changes',
      'moved',
      'nominated',
      'notice-mail-server-away',
      'notice-settled',
      'notice-superseded',
      'opened-late',
      'overran',
      'private-overdue',
      'reclassified',
      'report-late',
      'rescheduled',
      'rescoped',
      'retried',
      'rolled-back',
      'rolled-back-under-new-rules',
      'signals',
      'staff-lists',
      'standard',
      'started-afterwards',
      'unattended',
      'watched-and-well',
      'window-with-work-1',
      'window-work-1',
      'work-item',
      'workflow-cancelled',
      'written-off',
    ]),
  );
});

test('O2: every released version has its golden histories, and no other has', () => {
  const changelog = readFileSync(path.join(projectRoot(), 'CHANGELOG.md'), 'utf8');
  const released = [...changelog.matchAll(/^## \[(\d[^\]]*)\]/gm)].map(([, version = '']) => version);
  expect(released).toContain('0.2.0');
  const kept = new Set(golden.map((file) => file.split(path.sep)[0] ?? ''));
  kept.delete('unreleased');
  expect([...kept].sort()).toEqual([...released].sort());
});

test('every golden history replays', async () => {
  const codePath = await bundleIfStale();
  const failures: string[] = [];
  const histories = golden.map((file) => ({ workflowId: file, history: read(file) }));
  for await (const result of Worker.runReplayHistories(
    { workflowBundle: { codePath }, dataConverter: ALL_KEYS },
    histories,
  )) {
    if (result.error) failures.push(`${result.workflowId}: ${result.error.message}`);
  }
  expect(failures).toEqual([]);
});

test('L5, L6: among them is a window of ten reschedules and ten extensions', () => {
  const accepted = golden
    .filter((file) => path.basename(file) === 'many-changes.json')
    .flatMap((file) => (read(file) as { events: AcceptedUpdate[] }).events)
    .map((event) => event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name);
  expect(accepted.filter((name) => name === 'reschedule').length).toBeGreaterThanOrEqual(10);
  expect(accepted.filter((name) => name === 'extend').length).toBeGreaterThanOrEqual(10);
});

interface AcceptedUpdate {
  readonly workflowExecutionUpdateAcceptedEventAttributes?: { acceptedRequest?: { input?: { name?: string } } };
}

/** Of each kind of life one: as planned, approved by a second person, changed often, run past its end, nobody there. */
const BROKEN = ['standard', 'approved', 'many-changes', 'overran', 'unattended'];

test(`a changed workflow is caught by each of ${BROKEN.join(', ')}: one more timer before the first step`, async () => {
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: path.join(__dirname, 'broken-workflows.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const files = golden.filter((file) => BROKEN.includes(path.basename(file, '.json')));
  expect(new Set(files.map((file) => path.basename(file, '.json')))).toEqual(new Set(BROKEN));
  const histories = files.map((file) => ({ workflowId: file, history: read(file) }));
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    expect({ workflowId, caught: error?.message.includes('TMPRL1100') }).toEqual({ workflowId, caught: true });
  }
});
