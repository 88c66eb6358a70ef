import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createWebhooks } from '../../activities/webhook-delivery';
import { createWebhookSender } from '../../channels/webhooks/sender';
import { createSecretBox } from '../../store/database/secret-box';
import { createEndpoint } from '../../store/webhooks/endpoints';
import { createOwnerTasks, createWebhookLedger } from '../../store/webhooks/ledger';
import { StoredWindow, useStore } from '../store/support';
import { eventually, Program } from '../support/stack';
import { answering, startReceiver, verify, type WebhookReceiver } from '../support/webhook-receiver';

const store = useStore();
const PUBLIC_URL = 'https://status.provider.example';
const LEASE_MS = 1_000;

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

it('C6: a worker killed while it posts: one repeat at most, under the same webhook-id, and nothing is lost', async () => {
  const key = randomBytes(32);
  const box = createSecretBox([key]);
  const { secret } = (await createEndpoint(store.db, box, {
    organizationId: 'acme',
    url: receiver.url,
    createdBy: 'tester',
  })) as { secret: string };
  const window = await StoredWindow.announced(store);
  await window.start();
  const webhooks = createWebhooks({
    ledger: createWebhookLedger(store.db, { box, publicUrl: PUBLIC_URL, leaseMs: LEASE_MS }),
    sender: createWebhookSender({ publicUrl: PUBLIC_URL, allowLoopback: true }),
    owners: createOwnerTasks(store.db),
  });
  expect(await webhooks.fanOut(window.reference)).toEqual({ created: 2 });

  // it has read the request and never answers: the process dies with it on the wire
  receiver.answer = () => undefined;
  const worker = new Program(
    process.execPath,
    ['--import', 'tsx', path.join(__dirname, '..', 'support', 'post-webhooks.ts')],
    {
      ...process.env,
      POST_WEBHOOKS: JSON.stringify({
        ...{ databaseUrl: store.url(), key: key.toString('base64'), reference: window.reference },
        ...{ now: window.core.now, leaseMs: LEASE_MS, publicUrl: PUBLIC_URL },
      }),
    },
  );
  await eventually('the worker posts', () => receiver.received.length === 1 || !worker.isRunning);
  await worker.end('SIGKILL');
  expect(worker.output).toBe('');

  receiver.answer = answering(204);
  let left = await webhooks.deliver(window.reference, window.core.now);
  while (left.open > 0) {
    expect(left.retryInMs).toBeLessThanOrEqual(LEASE_MS);
    await new Promise((next) => setTimeout(next, left.retryInMs));
    left = await webhooks.deliver(window.reference, window.core.now);
  }
  const ids = receiver.received.map(({ id }) => id);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(2);
  expect(ids[0]).toBe(ids[1]);
  expect(receiver.received[0]?.raw).toBe(receiver.received[1]?.raw);
  for (const received of receiver.received) verify(secret, received);
});
