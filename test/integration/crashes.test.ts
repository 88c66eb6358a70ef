import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DEFAULT_POLICY } from '../../domain/notice-policy';
import { DAY, HOUR, SECOND } from '../../domain/time';
import { evolve } from '../../domain/window/evolve';
import { createWindowsClient } from '../../api/windows-client';
import { createTimeline } from '../../store/timeline';
import { testDatabase } from '../support/database';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { eventually, Stack } from '../support/stack';
import { openedEvent, openingBody } from '../support/windows';

jest.setTimeout(180_000);

const CONNECTIONS = 5;
const RECIPIENTS = 400;

const database = testDatabase();
let smtp: RecordingSmtp;
let stack: Stack;
let connection: Connection;

beforeAll(async () => {
  smtp = await startRecordingSmtp();
  stack = await Stack.start(database.url(), smtp.url, { connections: CONNECTIONS });
  await stack.fillInventory(RECIPIENTS);
  connection = await Connection.connect({ address: stack.env.TEMPORAL_ADDRESS ?? '' });
});

afterAll(async () => {
  await connection.close();
  await stack.stop();
  await smtp.close();
});

const states = async (reference: string) =>
  stack.db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .select(['deliveries.state', 'deliveries.message_id', 'notices.slug'])
    .where('notices.window_reference', '=', reference)
    .execute();

const emergency = () => openingBody({ class: 'emergency' }, { now: Date.now(), inMs: HOUR });

test('N8: the worker is killed twice in mid notice: nobody is lost, repeats stay under the open connections', async () => {
  smtp.rules = { delayMs: 5 };
  const opened = await stack.call('POST', '/v1/windows', emergency());
  expect(opened.status).toBe(201);
  expect(opened.body.plan[0]).toMatchObject({
    kind: 'announcement',
    organizations: RECIPIENTS,
    recipients: RECIPIENTS,
  });
  const { reference } = opened.body;
  for (const enough of [60, 150]) {
    await eventually(`${String(enough)} accepted`, () => smtp.accepted.length >= enough);
    await stack.worker.end('SIGKILL');
    await stack.startWorker();
  }
  smtp.rules = {};
  await eventually('everybody accepted', async () =>
    (await states(reference)).every(({ state }) => state === 'accepted'),
  );

  const ledger = await states(reference);
  expect(ledger).toHaveLength(RECIPIENTS);
  for (const { message_id } of ledger) expect(smtp.copies(message_id).length).toBeGreaterThanOrEqual(1);
  const repeats = smtp.accepted.length - RECIPIENTS;
  expect(repeats).toBeGreaterThanOrEqual(0);
  expect(repeats).toBeLessThanOrEqual(2 * CONNECTIONS);
});

test('T4: no customer address, name or resource enters a history or the log of a process', async () => {
  const reference = 'MW-' + String(new Date().getUTCFullYear()) + '-0001';
  const client = new Client({ connection });
  for (const workflowId of [reference, `${reference}.announcement.r1`]) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    const json = historyToJSON(history);
    const payloads = [...json.matchAll(/"data":\s*"([^"]*)"/g)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString(),
    );
    for (const text of [json, ...payloads]) expect(text).not.toMatch(/canary|customer\.example|server-0/i);
    // what is read here is readable: the reference stands in the argument of both
    expect(payloads.join()).toContain(reference);
  }
  expect(stack.worker.output + stack.api.output).not.toMatch(/canary|customer\.example/i);
});

test('N10: the Temporal server is killed with a window asleep; its timer fires when it is back, and the API says 503 meanwhile', async () => {
  const now = Date.now();
  const opened = openedEvent(openingBody({}, { now, inMs: 14 * DAY + 4 * SECOND }), {
    now,
    reference: 'MW-2026-9001',
    policy: { ...DEFAULT_POLICY, spreadMs: 0 },
  });
  const before = smtp.accepted.length;
  const state = evolve(undefined, opened);
  await createTimeline(stack.db).record({ reference: state.reference, events: [opened] });
  await createWindowsClient({ connection, namespace: 'default' }).open(opened);
  await eventually('the window asleep', async () => {
    const history = await new Client({ connection }).workflow.getHandle(state.reference).fetchHistory();
    return history.events?.some((event) => event.timerStartedEventAttributes) ?? false;
  });
  await stack.temporal.end('SIGKILL');

  const refused = await stack.call('POST', '/v1/windows', emergency());
  expect(refused).toMatchObject({ status: 503, body: { code: 'temporal-unreachable' } });
  const windows = await stack.db.selectFrom('windows').select('reference').execute();
  expect(windows).toHaveLength(2);

  await new Promise((resolve) => setTimeout(resolve, Math.max(0, now + 5 * SECOND - Date.now())));
  expect(smtp.accepted.length).toBe(before);
  await stack.startTemporal();
  await eventually('the announcement', () => smtp.accepted.length >= before + RECIPIENTS);
  await eventually('at rest', async () => (await states(state.reference)).every(({ state: s }) => s === 'accepted'));
  expect(smtp.accepted.length).toBe(before + RECIPIENTS);
});
