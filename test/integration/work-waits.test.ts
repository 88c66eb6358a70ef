import express from 'express';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { useDemoExecutor } from '../support/demo-executor';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { iso, openingBody } from '../support/windows';

/** What keeps the work of a window from beginning, with real processes, a health probe and an Alertmanager on loopback (S2, L6). */

jest.setTimeout(300_000);

const sick = new Set<string>();
const alerts: { labels: Record<string, string> }[] = [];
let outside: Loopback;
const demo = useDemoExecutor(async () => {
  const app = express()
    .get('/health/:id', ({ params: { id } }, response) => void response.sendStatus(sick.has(id) ? 503 : 200))
    .get('/api/v2/alerts', (_request, response) => void response.json(alerts));
  outside = await serveOnLoopback(app);
  return {
    probes: [{ kinds: ['server'], http: `${outside.origin}/health/{id}`, settleSeconds: 0 }],
    blockedBy: [{ alertmanager: outside.origin }],
  };
});
afterAll(() => outside.close());

const world = useStack({
  racks: ['ill', 'near'].map((rack) => ({ count: 3, rack, prefix: `${rack}-` })),
  env: demo.env,
});

const WORK = { mode: 'automatic', executor: 'demo', batch: 2, pauseSeconds: 0, stopAfterFailures: 2 };

/** An emergency that began a while before it was opened, with so long to its planned end. */
async function atWork(rack: string, toEnd: number, work: object = WORK): Promise<string> {
  const scope = { locations: [`eu-1/dc-1/${rack}`] };
  const slot = { now: Date.now(), inMs: toEnd - 2 * HOUR };
  const body = { ...openingBody({ class: 'emergency', scope }, slot), work };
  const { status, body: opened } = await world.stack.call('POST', '/v1/windows', body);
  expect({ status, opened }).toMatchObject({ status: 201 });
  const { reference } = opened;
  await eventually('it has started', async () => (await give(reference, 'start')) === 200);
  return reference;
}

const give = async (reference: string, command: string, body: object = {}) =>
  (await world.stack.call('POST', `/v1/windows/${reference}/${command}`, body)).status;
const read = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body;
const says = (reference: string, words: RegExp) =>
  eventually(`it says ${words.source}`, async () => words.test(JSON.stringify(await read(reference))));
const over = (reference: string) =>
  eventually('the window is over', async () => (await read(reference)).phase === 'completed');
const startsOf = (rack: string) => demo.executor.restarts.filter(({ resource: { id } }) => id.includes(rack)).length;

/** All that Temporal keeps of a workflow, as text. */
async function historyOf(workflowId: string): Promise<string> {
  const history = await world.client.workflow.getHandle(workflowId).fetchHistory();
  return JSON.stringify(history, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
}

test('S2: a fleet that is not healthy is not touched until a person has corrected it and resumes; no resource is in a history (T4)', async () => {
  sick.add('srv-ill-0001').add('srv-ill-0003');
  const reference = await atWork('ill', HOUR);
  await says(reference, /2 of the 3 resources that were looked at before the work are not healthy/);
  expect(startsOf('ill')).toBe(0);
  const { body } = await world.stack.call('GET', `/v1/windows/${reference}/work`);
  const { unhealthy } = body as unknown as { unhealthy: { id: string; reason: string }[] };
  expect(unhealthy.map(({ id }) => id)).toEqual(['srv-ill-0001', 'srv-ill-0003']);
  expect(unhealthy[0]?.reason).toContain('answered 503 instead of 200');
  const history = await historyOf(`${reference}.work`);
  expect(history).toContain('unhealthy');
  expect(history).not.toContain('srv-');
  sick.clear();
  expect(await give(reference, 'resumeWork')).toBe(200);
  await over(reference);
  expect(startsOf('ill')).toBe(3);
});

test('S2, L6: near the planned end nothing is begun and the point of contact is asked; extended, the work goes on by itself past an alert', async () => {
  alerts.push({ labels: { alertname: 'ReplicationLag' } });
  const reference = await atWork('near', 30 * MINUTE, { ...WORK, timeoutSeconds: 3_600 });
  await says(reference, /3 are left, and a resource is given 3600 seconds/);
  const asked = () =>
    world.smtp.accepted.filter(
      ({ to, raw }) => to.includes('noc@provider.example') && raw.toString().includes('OVERRUN'),
    );
  await eventually('the point of contact is asked', () => asked().length > 0);
  expect(asked()[0]?.raw.toString().replaceAll('=\r\n', '').replaceAll(/\s+/g, ' ')).toContain('The work: 3 are left');
  expect(startsOf('near')).toBe(0);
  expect(await give(reference, 'extend', { end: iso(Date.now() + 3 * HOUR), reason: 'more to do' })).toBe(200);
  await says(reference, /Nothing is begun while this holds: .*ReplicationLag/);
  expect(startsOf('near')).toBe(0);
  alerts.length = 0;
  await over(reference);
  expect(startsOf('near')).toBe(3);
  expect(asked()).toHaveLength(1);
});
