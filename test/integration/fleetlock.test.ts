import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AskingHost } from '../support/asking-host';
import { atOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** Hosts that update themselves ask real processes by the FleetLock protocol (S2, S3, S5, S7). */

jest.setTimeout(300_000);

const TOKEN = 'f1eet-canary-4b7c09e2a5d84f3b9c61';
const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-fleet-'));
const file = path.join(folder, 'executors.json');
const fleet = { type: 'fleetlock', kinds: ['server'], token: { env: 'FLEET_TOKEN' } };
writeFileSync(file, JSON.stringify({ executors: { fleet } }));
afterAll(() => rmSync(folder, { recursive: true }));

const world = useStack({
  racks: ['window', 'early'].map((rack) => ({ count: 6, rack, prefix: `${rack}-` })),
  env: { FOREWARN_EXECUTORS: file, FLEET_TOKEN: TOKEN },
});

const WORK = { mode: 'automatic', executor: 'fleet', batch: 2, pauseSeconds: 0, timeoutSeconds: 8 } as const;

async function open(rack: string, work: object): Promise<string> {
  const { status, body } = await world.stack.call('POST', '/v1/windows', { ...atOnce(rack), work });
  expect({ status, body }).toMatchObject({ status: 201 });
  await eventually('customers are told', async () => (await phaseOf(body.reference)) === 'announced');
  return body.reference;
}

const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;
const give = async (reference: string, command: string, body: object = {}) =>
  (await world.stack.call('POST', `/v1/windows/${reference}/${command}`, body)).status === 200;
const statesOf = async (reference: string) =>
  (await world.stack.db.selectFrom('work').select('state').where('window_reference', '=', reference).execute())
    .map(({ state }) => state)
    .sort();

/** The six hosts of a rack, asking; how many were away at once at most is counted. */
function hostsOf(rack: string, lost?: string) {
  const away = { now: 0, most: 0 };
  const hosts = Array.from({ length: 6 }, (_, index) => {
    const id = `srv-${rack}-000${String(index + 1)}`;
    return new AskingHost({
      ...{
        id,
        base: `${world.stack.apiUrl}/fleetlock/fleet/${TOKEN}/`,
        restartMs: 300 + 50 * index,
        returns: id !== lost,
      },
      down: () => (away.most = Math.max(away.most, (away.now += 1))),
      up: () => (away.now -= 1),
    });
  });
  for (const host of hosts) host.start();
  return { hosts, away, end: () => Promise.all(hosts.map((host) => host.end())) };
}

test('S2, S7: in the window each restarts once and a batch at most at a time, also while worker and API are killed; one that never comes back is unknown, and a person decides', async () => {
  const reference = await open('window', WORK);
  const lost = 'srv-window-0001';
  const { hosts, away, end } = hostsOf('window', lost);
  await eventually('all have asked', () => hosts.every(({ refused }) => refused.has('no-self-service')));
  expect(await statesOf(reference)).toEqual(Array.from({ length: 6 }, () => 'due'));
  await eventually('it has started', () => give(reference, 'start'));
  await eventually('some have restarted', () => hosts.filter(({ restarts }) => restarts === 1).length >= 2);
  await Promise.all([world.stack.worker.end('SIGKILL'), world.stack.api.end('SIGKILL')]);
  await Promise.all([world.stack.startWorker(), world.stack.startApi()]);
  const five = [...Array.from({ length: 5 }, () => 'done'), 'unknown'];
  await eventually('the others are done', async () => String(await statesOf(reference)) === String(five), 120_000);
  await end();
  expect(hosts.map(({ restarts }) => restarts)).toEqual([1, 1, 1, 1, 1, 1]);
  // the lost one is away for good
  expect({ now: away.now, isABatch: away.most <= 3 }).toEqual({ now: 1, isABatch: true });
  expect(hosts.some(({ refused }) => refused.has('batch-full'))).toBe(true);
  await eventually('a person is asked', async () => {
    const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
    return JSON.stringify(body).includes('1 of them');
  });
  expect(await give(reference, 'skipWork', { resources: [lost], reason: 'its disk is broken' })).toBe(true);
  await eventually('the window is over', async () => (await phaseOf(reference)) === 'completed');
});

test('S3, S5: before the window they restart where self-service is on, and with the last one the window has nothing left', async () => {
  const reference = await open('early', { ...WORK, selfService: true, lockInMinutes: 0, timeoutSeconds: 120 });
  const { hosts, away, end } = hostsOf('early');
  await eventually('all are done', async () => (await statesOf(reference)).every((state) => state === 'done'));
  await end();
  expect(hosts.map(({ restarts }) => restarts)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(away.most).toBeLessThanOrEqual(2);
  await eventually('the window has nothing left', async () => (await phaseOf(reference)) !== 'announced', 90_000);
});

test('S7: forewarn doctor executors says that it can be used', async () => {
  const { body } = await world.stack.call('GET', '/v1/doctor/executors');
  expect(body).toMatchObject({ findings: [{ ok: true, text: 'fleet for server can be used' }] });
});
