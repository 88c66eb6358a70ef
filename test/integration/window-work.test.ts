import { atOnce } from '../support/fault-windows';
import { useDemoExecutor } from '../support/demo-executor';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** The work on the resources of a window with real processes, and an executor that counts what it begins (S2, S5, S7). */

jest.setTimeout(300_000);

const demo = useDemoExecutor();
const world = useStack({
  racks: ['done', 'stops', 'killed'].map((rack) => ({ count: 6, rack, prefix: `${rack}-` })),
  env: demo.env,
});

const WORK = { mode: 'automatic', executor: 'demo', batch: 2, pauseSeconds: 0, stopAfterFailures: 2 } as const;

async function open(rack: string, work: object = WORK): Promise<string> {
  const { status, body } = await world.stack.call('POST', '/v1/windows', { ...atOnce(rack), work });
  expect({ status, body }).toMatchObject({ status: 201 });
  const { reference } = body;
  await eventually('customers are told', async () => (await phaseOf(reference)) === 'announced');
  return reference;
}

const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;
async function give(reference: string, command: string, body: object = {}) {
  const { status, body: answer } = await world.stack.call('POST', `/v1/windows/${reference}/${command}`, body);
  return status === 200 ? 'done' : answer.code;
}
/** The mail is on record a moment before the window itself has seen that. */
const start = (reference: string) =>
  eventually('it has started', async () => (await give(reference, 'start')) === 'done');
const startsOf = (rack: string) =>
  demo.executor.restarts.filter(({ resource }) => resource.id.includes(rack)).map(({ resource }) => resource.id);
const statesOf = async (reference: string) =>
  (await world.stack.db.selectFrom('work').select('state').where('window_reference', '=', reference).execute()).map(
    ({ state }) => state,
  );
const resources = (rack: string) => Array.from({ length: 6 }, (_, index) => `srv-${rack}-000${String(index + 1)}`);

test('S2, S5: from the start each resource is restarted once, and with the last one the window ends early', async () => {
  const reference = await open('done');
  expect(startsOf('done')).toEqual([]);
  await start(reference);
  await eventually('the window is over', async () => (await phaseOf(reference)) === 'completed');
  expect(startsOf('done').sort()).toEqual(resources('done'));
  expect(await statesOf(reference)).toEqual(Array.from({ length: 6 }, () => 'done'));
});

test('S2: two failures in a row stop the work; a person tries them again and resumes it', async () => {
  const reference = await open('stops');
  for (const id of resources('stops').slice(0, 2)) demo.executor.courses.set(id, 'fails');
  await start(reference);
  await eventually('it has stopped', async () => {
    const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
    return JSON.stringify(body).includes('the plan stops at 2');
  });
  expect(startsOf('stops')).toHaveLength(2);
  const failed = resources('stops').slice(0, 2);
  expect(await give(reference, 'skipWork', { resources: ['srv-nowhere'], reason: 'test' })).toBe('not-due');
  expect(await give(reference, 'retryWork', { resources: failed })).toBe('done');
  expect(await give(reference, 'resumeWork')).toBe('done');
  await eventually('the window is over', async () => (await phaseOf(reference)) === 'completed');
  expect(startsOf('stops')).toHaveLength(8);
});

test('S7: a worker killed in the middle of it restarts nothing twice and forgets nothing', async () => {
  const reference = await open('killed');
  await start(reference);
  // the first of a batch has been asked for, the second perhaps not
  while (startsOf('killed').length < 3) await new Promise((resolve) => setImmediate(resolve));
  await world.stack.worker.end('SIGKILL');
  await world.stack.startWorker();
  await eventually('the window is over', async () => (await phaseOf(reference)) === 'completed', 120_000);
  expect(startsOf('killed').sort()).toEqual(resources('killed'));
});

test('S2: what is paused begins nothing more, and what is aborted leaves the rest', async () => {
  const { reference } = (
    await world.stack.call('POST', '/v1/windows', { ...atOnce('done'), work: { ...WORK, batch: 1, pauseSeconds: 600 } })
  ).body;
  await eventually('customers are told', async () => (await phaseOf(reference)) === 'announced');
  const before = demo.executor.restarts.length;
  await start(reference);
  await eventually('the first is done', async () => (await statesOf(reference)).includes('done'));
  expect(await give(reference, 'pauseWork')).toBe('done');
  expect(await give(reference, 'pauseWork')).toBe('already-done');
  expect(await give(reference, 'abortWork', { reason: 'enough' })).toBe('done');
  expect(await give(reference, 'resumeWork')).toBe('already-done');
  expect(demo.executor.restarts.length).toBe(before + 1);
  expect(await give(reference, 'complete')).toBe('done');
  await eventually('what is left is due no longer', async () => !(await statesOf(reference)).includes('due'));
});
