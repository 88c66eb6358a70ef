import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DAY } from '../../domain/shared/time';
import { createWindowsClient } from '../../temporal/windows-client';
import { atOnce } from '../support/fault-windows';
import { converterOf, NEW_KEY, OLD_KEY } from '../support/payload-keys';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

jest.setTimeout(240_000);

const TITLE = 'Replace the power distribution unit';
const STAFF_MAILBOX = 'night@provider.example';
const OLD_ONLY = 'test-2026:env:TEST_OLD_KEY';
const ADDED = 'test-2026:env:TEST_OLD_KEY,test-2027:env:TEST_NEW_KEY';
const DECRYPTING = 'plain,test-2027:env:TEST_NEW_KEY,test-2026:env:TEST_OLD_KEY';
const ROTATED = 'test-2027:env:TEST_NEW_KEY,test-2026:env:TEST_OLD_KEY';

const world = useStack({
  racks: [{ count: 3 }],
  env: {
    FOREWARN_PAYLOAD_KEYS: OLD_ONLY,
    TEST_OLD_KEY: OLD_KEY.key.toString('base64'),
    TEST_NEW_KEY: NEW_KEY.key.toString('base64'),
  },
});

async function open(body: object): Promise<string> {
  const { status, body: opened } = await world.stack.call('POST', '/v1/windows', body);
  if (status !== 201) throw new Error(JSON.stringify(opened));
  return opened.reference;
}

async function give(reference: string, name: string, body: object): Promise<void> {
  const { status, body: answer } = await world.stack.call('POST', `/v1/windows/${reference}/${name}`, body);
  if (status !== 200) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}

/** All that Temporal keeps of the workflow, base64 undone: history, and what its UI shows beside it. */
async function kept(workflowId: string): Promise<string> {
  const handle = world.client.workflow.getHandle(workflowId);
  const described = JSON.stringify((await handle.describe()).raw);
  const history = historyToJSON(await handle.fetchHistory());
  const inside = [...history.matchAll(/"([A-Za-z0-9+/]{8,}=*)"/g)].map(([, part = '']) =>
    Buffer.from(part, 'base64').toString('latin1'),
  );
  return [described, history, ...inside].join('\n');
}

async function workflowIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const { workflowId } of world.client.workflow.list()) ids.push(workflowId);
  return ids;
}

async function withWorker(setting: string): Promise<void> {
  await world.stack.worker.end();
  await world.stack.startWorker({ env: { FOREWARN_PAYLOAD_KEYS: setting } });
}

async function withApi(setting: string): Promise<void> {
  world.stack.env.FOREWARN_PAYLOAD_KEYS = setting;
  await world.stack.api.end();
  await world.stack.startApi();
}

/** A client with both keys, as another process has them. */
const windows = () =>
  createWindowsClient({
    connection: world.connection,
    namespace: 'default',
    dataConverter: converterOf(NEW_KEY, OLD_KEY),
  });

test('T4: with keys, Temporal has no plan, text or address in plain text, of no workflow', async () => {
  const reference = await open(atOnce());
  await give(reference, 'nominate', { pointOfContact: STAFF_MAILBOX });
  await give(reference, 'start', {});
  await give(reference, 'post', { message: 'Half of the rack is done.' });
  await eventually('its customers have their mail', () => world.smtp.accepted.length >= 3);
  const ids = await workflowIds();
  expect(ids).toContain(reference);
  for (const id of ids) {
    const text = await kept(id);
    for (const secret of [TITLE, 'provider.example', 'Half of the rack']) {
      expect([id, secret, text.includes(secret)]).toEqual([id, secret, false]);
    }
  }
});

test('T4: the codec server shows staff the texts', async () => {
  const reference = await open(openingBody({}, { now: Date.now(), inMs: 30 * DAY }));
  const { events } = await world.client.workflow.getHandle(reference).fetchHistory();
  const [input] = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  const sent = JSON.parse(JSON.stringify(input)) as unknown;
  const { status, body } = await world.stack.call('POST', '/codec/decode', { payloads: [sent] });
  expect(status).toBe(200);
  const [decoded] = (body as unknown as { payloads: { data: string }[] }).payloads;
  expect(Buffer.from(decoded?.data ?? '', 'base64').toString()).toContain(TITLE);
});

test('T4: keys are rotated without a pause; what each encrypted is read', async () => {
  const reference = await open(openingBody({}, { now: Date.now(), inMs: 40 * DAY }));
  // first every process can decrypt with the new key, then each encrypts with it, one after the other
  const steps = [
    ['worker', ADDED],
    ['api', ADDED],
    ['worker', ROTATED],
    ['api', ROTATED],
  ] as const;
  for (const [index, [program, setting]] of steps.entries()) {
    await (program === 'worker' ? withWorker(setting) : withApi(setting));
    await give(reference, 'nominate', { pointOfContact: `noc${String(index)}@provider.example` });
  }
  const text = await kept(reference);
  for (const id of [OLD_KEY.id, NEW_KEY.id]) expect(text).toContain(id);
  const { spec } = await windows().command(reference, 'nominate', { pointOfContact: STAFF_MAILBOX }, { by: 'anna' });
  expect(spec.pointOfContact).toBe(STAFF_MAILBOX);
});

test('T4: encryption is turned off and on, one process after the other, and every window goes on', async () => {
  const encrypted = await open(openingBody({}, { now: Date.now(), inMs: 60 * DAY }));
  const steps = [
    ['worker', DECRYPTING],
    ['api', DECRYPTING],
    ['worker', ROTATED],
    ['api', ROTATED],
  ] as const;
  const opened: string[] = [encrypted];
  for (const [index, [program, setting]] of steps.entries()) {
    await (program === 'worker' ? withWorker(setting) : withApi(setting));
    opened.push(await open(openingBody({}, { now: Date.now(), inMs: (70 + 10 * index) * DAY })));
    for (const reference of opened) {
      await give(reference, 'nominate', { pointOfContact: `noc${String(index)}@provider.example` });
    }
  }
  const texts = await Promise.all(opened.map(kept));
  // the first was encrypted, then two were not, then two were again
  expect(texts.map((text) => text.includes(TITLE))).toEqual([false, false, true, true, false]);
});

test('T8: a window whose key is missing waits for it: it neither ends nor refuses what it was told', async () => {
  const reference = await open(openingBody({}, { now: Date.now(), inMs: 50 * DAY }));
  await withWorker('');
  const given = give(reference, 'nominate', { pointOfContact: STAFF_MAILBOX }).then(
    () => 'obeyed',
    (error: unknown) => String(error),
  );
  const handle = world.client.workflow.getHandle(reference);
  await eventually('its task fails', async () => {
    return ((await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0) > 1;
  });
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await withWorker(ROTATED);
  await given;
  await give(reference, 'nominate', { pointOfContact: 'fourth@provider.example' });
  const { spec } = await windows().command(
    reference,
    'nominate',
    { pointOfContact: 'fifth@provider.example' },
    { by: 'anna' },
  );
  expect(spec.pointOfContact).toBe('fifth@provider.example');
});
