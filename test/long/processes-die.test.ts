import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { SECOND } from '../../domain/shared/time';
import { ledgerOf, reckon, deliveryStates } from '../support/fault-oracle';
import { atOnce, openAtOnce, openDueAt } from '../support/fault-windows';
import { seeded } from '../support/seeded';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** Processes die, whatever they are doing: rows 1, 2, 14 and 16 of the fault table (docs/delivery.md). */

const CONNECTIONS = 10;
const RECIPIENTS = 5_000;
/** Each costs the heartbeat timeout, 10 s, so the usual run has few. */
const KILLS = Number(process.env.FOREWARN_TEST_KILLS ?? 2);
const WINDOWS = Number(process.env.FOREWARN_TEST_WINDOWS ?? 60);
/** The smallest round number with which Node and Temporal's core start. */
const FEW_HANDLES = 64;

jest.setTimeout(120_000 + KILLS * 30_000 + WINDOWS * 2_000);

const chance = seeded('processes die');
const world = useStack({
  connections: CONNECTIONS,
  racks: [
    { count: RECIPIENTS },
    { count: 400, rack: 'rack-mid', prefix: 'mid-' },
    { count: 1, rack: 'rack-one', prefix: 'one-' },
  ],
});
/** What workers that were killed had written. */
let output = '';

const allAccepted = async (reference: string, count: number) =>
  (await deliveryStates(world.stack.db, reference)).accepted === count;

test('N8, row 1: SIGKILL at random points of a notice to 5,000: nobody is lost, repeats stay under the open connections', async () => {
  world.smtp.rules = { delayMs: 1 };
  const before = world.smtp.accepted.length;
  const reference = await openAtOnce(world.stack);
  let openAtKills = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    // a random point in each of so many equal parts, the very end left out
    const part = Math.floor((RECIPIENTS * 0.95) / KILLS);
    await world.smtp.whenAccepted(before + kill * part + chance.between(1, part));
    openAtKills += world.smtp.open;
    await world.stack.worker.end('SIGKILL');
    output += world.stack.worker.output;
    expect(world.smtp.accepted.length - before).toBeLessThan(RECIPIENTS);
    await world.stack.startWorker();
  }
  world.smtp.rules = {};
  await eventually('everybody accepted', () => allAccepted(reference, RECIPIENTS));

  const { lost, repeated } = reckon(await ledgerOf(world.stack.db, reference), world.smtp);
  expect(lost).toBe(0);
  expect(repeated).toBeLessThanOrEqual(openAtKills);
  expect(openAtKills).toBeLessThanOrEqual(KILLS * CONNECTIONS);
  expect(world.smtp.accepted.length - before).toBe(RECIPIENTS + repeated);
});

test('T4: no customer address, name or resource enters a history or the log of a process, whatever died', async () => {
  const { reference } = await world.stack.db
    .selectFrom('windows')
    .select('reference')
    .orderBy('reference')
    .executeTakeFirstOrThrow();
  const workflows = world.client.workflow.list({ query: `WorkflowId STARTS_WITH "${reference}"` });
  for await (const { workflowId } of workflows) {
    const json = historyToJSON(await world.client.workflow.getHandle(workflowId).fetchHistory());
    const payloads = [...json.matchAll(/"data":\s*"([^"]*)"/g)].map(([, data]) =>
      Buffer.from(data ?? '', 'base64').toString(),
    );
    for (const text of [json, ...payloads]) expect(text).not.toMatch(/canary|customer\.example|server-0/i);
    // what is read here is readable: the reference stands in the argument of each
    expect(payloads.join()).toContain(reference);
  }
  expect(output + world.stack.worker.output + world.stack.api.output).not.toMatch(/canary|customer\.example/i);
});

test('N8, row 1: a pass whose worker died is tried again within 5 s of the heartbeat timeout, however often it died', async () => {
  const reference = await openAtOnce(world.stack, 'rack-one');
  await eventually('accepted', () => allAccepted(reference, 1));
  const { events } = await world.client.workflow.getHandle(reference).fetchHistory();
  const pass = events?.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'deliverNotice',
  );
  const { retryPolicy, heartbeatTimeout } = pass?.activityTaskScheduledEventAttributes ?? {};
  expect(Number(heartbeatTimeout?.seconds)).toBe(10);
  expect(Number(retryPolicy?.maximumInterval?.seconds)).toBeLessThanOrEqual(5);
  expect(retryPolicy?.maximumAttempts ?? 0).toBe(0);
});

test('N8, N10, row 14: the worker dies in a burst of many windows: all act afterwards, none early, none twice', async () => {
  // most are asleep by then; one that a slow machine opens later announces at once, in the same burst
  const due = Date.now() + 4 * SECOND + WINDOWS * 20;
  const before = world.smtp.accepted.length;
  const early: boolean[] = [];
  world.smtp.rules = { refuse: () => void early.push(Date.now() < due) };
  const references = await openDueAt(world.stack, world.connection, {
    at: due,
    count: WINDOWS,
    rack: 'rack-one',
    first: 10_000,
  });
  await world.smtp.whenAccepted(before + chance.between(1, Math.floor(WINDOWS / 2)));
  const openAtKill = world.smtp.open;
  await world.stack.worker.end('SIGKILL');
  expect(world.smtp.accepted.length - before).toBeLessThan(WINDOWS);
  await world.stack.startWorker();

  const announced = () =>
    world.stack.db
      .selectFrom('deliveries as d')
      .innerJoin('notices as n', 'n.id', 'd.notice_id')
      .select(['n.window_reference', 'n.slug', 'd.message_id', 'd.state'])
      .where('n.window_reference', 'in', references)
      .execute();
  await eventually(
    'all windows announced',
    async () => (await announced()).filter(({ state }) => state === 'accepted').length === WINDOWS,
    60_000 + WINDOWS * 1_000,
  );
  const rows = await announced();
  expect(new Set(rows.map(({ window_reference, slug }) => `${window_reference} ${slug}`)).size).toBe(WINDOWS);
  expect(rows).toHaveLength(WINDOWS);
  for (const { message_id } of rows) expect(world.smtp.copies(message_id).length).toBeGreaterThanOrEqual(1);
  expect(world.smtp.accepted.length - before - WINDOWS).toBeLessThanOrEqual(openAtKill);
  expect(early).not.toContain(true);
});

test('N8, N10, row 2: the Temporal server dies in mid notice and with windows asleep: none is lost, the API starts nothing', async () => {
  world.smtp.rules = { delayMs: 5 };
  const due = Date.now() + 8 * SECOND;
  const asleep = await openDueAt(world.stack, world.connection, {
    at: due,
    count: 20,
    rack: 'rack-one',
    first: 20_000,
  });
  const before = world.smtp.accepted.length;
  const reference = await openAtOnce(world.stack, 'rack-mid');
  await world.smtp.whenAccepted(before + chance.between(20, 200));
  await world.stack.temporal.end('SIGKILL');

  const windows = () => world.stack.db.selectFrom('windows').select('reference').execute();
  const known = (await windows()).length;
  const refused = await world.stack.call('POST', '/v1/windows', atOnce('rack-mid'));
  expect(refused).toMatchObject({ status: 503, body: { code: 'temporal-unreachable' } });
  expect(await windows()).toHaveLength(known);

  await new Promise((resolve) => setTimeout(resolve, Math.max(0, due + SECOND - Date.now())));
  for (const window of asleep) expect(await deliveryStates(world.stack.db, window)).toEqual({});
  await world.stack.startTemporal();
  await eventually('the notice', () => allAccepted(reference, 400));
  for (const window of asleep) await eventually(`the announcement of ${window}`, () => allAccepted(window, 1));
  const rows = (await Promise.all([reference, ...asleep].map((window) => ledgerOf(world.stack.db, window)))).flat();
  expect(reckon(rows, world.smtp)).toEqual({ lost: 0, repeated: 0 });
});

test('N8, row 16: a worker with few file handles is slower and loses nobody', async () => {
  await world.stack.worker.end('SIGTERM');
  const more = { FOREWARN_SMTP_CONNECTIONS: '100' };
  const sessions = world.smtp.sessions;
  await world.stack.startWorker({ env: more, openFiles: FEW_HANDLES });
  world.smtp.rules = { delayMs: 5 };
  const reference = await openAtOnce(world.stack, 'rack-mid');
  let mostOpen = 0;
  await eventually(
    'everybody accepted',
    async () => {
      mostOpen = Math.max(mostOpen, world.smtp.open);
      return allAccepted(reference, 400);
    },
    // a message whose connection broke is tried again after a minute, and one that broke twice after five more
    10 * 60 * SECOND,
  );
  expect(reckon(await ledgerOf(world.stack.db, reference), world.smtp)).toEqual({ lost: 0, repeated: 0 });
  // it had wanted more than it could have
  expect(mostOpen).toBeLessThan(100);
  expect(world.smtp.sessions - sessions).toBeGreaterThan(0);
  await world.stack.worker.end('SIGTERM');
  await world.stack.startWorker();
}, 900_000);
