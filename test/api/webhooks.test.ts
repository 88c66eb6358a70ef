import type { Caller } from '../../api/http/route';
import { sql } from 'kysely';
import { endpointRoutes } from '../../api/routes/webhooks/endpoints';
import type { OpeningBody } from '../../domain/window/opening';
import { MOST_ENDPOINTS } from '../../store/webhooks/endpoints';
import { createConfiguredWebhooks } from '../../composition/webhooks';
import { tryEndpoint } from '../../use-cases/post-webhook';
import { deliver, StoredWindow } from '../store/support';
import { answering, startReceiver, verify, type WebhookReceiver } from '../support/webhook-receiver';
import { problemIn, useApi, WEBHOOKS, type TokenName } from './support/api';

const api = useApi();
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  await sql`delete from webhook_endpoints`.execute(api.store.db);
  receiver.received.length = 0;
  receiver.answer = answering(204);
});

interface Endpoint {
  id: string;
  secret: string;
  state: string;
}
interface Sent {
  id: number;
  state: string;
  webhookId: string;
}

async function register(more: Record<string, unknown> = {}, token: TokenName = 'customer'): Promise<Endpoint> {
  const { body } = await api
    .as(token)
    .post('/v1/webhooks', { url: receiver.url, ...more })
    .expect(201);
  return body as Endpoint;
}

/** An announced window, its webhooks posted as a worker does. */
async function announced(
  webhooks = createConfiguredWebhooks(api.store.db, WEBHOOKS),
  body: Partial<OpeningBody> = {},
): Promise<StoredWindow> {
  const window = await StoredWindow.announced(api.store, body);
  await webhooks.fanOut(window.reference);
  await webhooks.deliver(window.reference, window.core.now);
  return window;
}

const sentTo = async (id: string) =>
  ((await api.as('customer').get(`/v1/webhooks/${id}/deliveries`).expect(200)).body as { items: Sent[] }).items;

describe('C6: endpoints', () => {
  it('a customer registers its own; the secret is shown once and kept nowhere in the clear', async () => {
    const made = await register({ description: 'Tickets', eventTypes: ['window.announced'] });
    expect(made).toMatchObject({
      organizationId: 'acme',
      url: receiver.url,
      description: 'Tickets',
      eventTypes: ['window.announced'],
      state: 'active',
      createdBy: '',
    });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { text } = await api.as('customer').get(`/v1/webhooks/${made.id}`).expect(200);
    expect(text).not.toContain('whsec_');
    const { rows } = await sql<{ all: string }>`
      select (select string_agg(e::text, '') from webhook_endpoints e)
        || coalesce((select string_agg(i::text, '') from idempotency_keys i), '') as all
    `.execute(api.store.db);
    expect(rows[0]?.all).toContain(made.id);
    expect(rows[0]?.all).not.toContain(made.secret.slice(6));
    expect(api.log.join('')).not.toContain(made.secret.slice(6));
  });

  it('a repeat with the same Idempotency-Key makes no second one, and does not tell the secret again', async () => {
    const create = () =>
      api.as('customer').post('/v1/webhooks', { url: receiver.url }).set('Idempotency-Key', 'endpoint-1').expect(201);
    const [first, second] = [(await create()).body as Endpoint, (await create()).body as Endpoint];
    expect(second).toEqual({ ...first, secret: null });
  });

  it('staff say whose it is, a customer cannot speak for another', async () => {
    expect(problemIn(await api.as('admin').post('/v1/webhooks', { url: receiver.url }).expect(422)).errors).toEqual([
      { field: 'organizationId', message: 'is required: whose endpoint it is' },
    ]);
    const nowhere = { url: receiver.url, organizationId: 'nobody' };
    expect(problemIn(await api.as('admin').post('/v1/webhooks', nowhere).expect(422)).detail).toMatch(/inventory/);
    const foreign = (organizationId: string) =>
      api.as('customer').post('/v1/webhooks', { url: receiver.url, organizationId }).expect(422);
    expect(problemIn(await foreign('bolt'))).toEqual(problemIn(await foreign('nobody')));
    expect(await register({ organizationId: 'acme' }, 'admin')).toMatchObject({ createdBy: 'admin token' });
  });

  it('refuses addresses inside, at the door and when one is changed', async () => {
    const { id } = await register();
    for (const path of ['/v1/webhooks', `/v1/webhooks/${id}`]) {
      const refused = await api.as('customer').post(path, { url: 'https://169.254.169.254/latest' }).expect(422);
      expect(problemIn(refused).errors).toMatchObject([{ field: 'url' }]);
    }
  });

  it('is changed in what is named, and deleted', async () => {
    const { id } = await register({ eventTypes: ['window.announced'], description: 'Tickets' });
    const { body } = await api.as('customer').post(`/v1/webhooks/${id}`, { eventTypes: null }).expect(200);
    expect(body).toMatchObject({ eventTypes: null, description: 'Tickets', url: receiver.url });
    await api.as('customer').delete(`/v1/webhooks/${id}`).expect(204);
    await api.as('customer').get(`/v1/webhooks/${id}`).expect(404);
    await api.as('customer').delete(`/v1/webhooks/${id}`).expect(404);
  });

  it('an organization can have so many and no more', async () => {
    const made = Array.from({ length: MOST_ENDPOINTS + 2 }, () =>
      api.as('customer').post('/v1/webhooks', { url: receiver.url }),
    );
    const statuses = (await Promise.all(made)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(MOST_ENDPOINTS);
    expect(statuses.filter((status) => status === 409)).toHaveLength(2);
  });

  it('without a key to keep secrets with, the API says so and the worker posts nothing', async () => {
    const webhooks = createConfiguredWebhooks(api.store.db, { ...WEBHOOKS, secretsKeys: undefined });
    const [create] = endpointRoutes({ db: api.store.db, webhooks });
    const caller: Caller = {
      ...{
        via: 'token',
        tokenId: 'x',
        person: 'x',
        issuedBy: null,
        isOnePerson: true,
        role: 'customer',
        staffId: null,
      },
      ...{
        organizationId: 'acme',
        organizations: null,
        environments: null,
        access: 'read',
        expiresAt: null,
        isEnding: false,
      },
    };
    const body = { url: receiver.url };
    const refused = create?.run({ params: {}, query: {}, body, caller, now: 0, requestId: 'x', attempt: undefined });
    await expect(refused).rejects.toMatchObject({ code: 'webhooks-off' });
    const { id } = await register();
    const tried = tryEndpoint({ db: api.store.db, webhooks }, id, caller, {
      acting: { by: 'acme', door: 'api' },
      at: 0,
    });
    await expect(tried).rejects.toMatchObject({ code: 'webhooks-off' });
    // what is refused leaves nothing behind
    expect(await sentTo(id)).toEqual([]);
    await expect(announced(webhooks)).rejects.toThrow(/FOREWARN_SECRETS_KEY is not set/);
    expect(receiver.received).toEqual([]);
  });
});

describe("T3: another tenant's endpoints do not exist", () => {
  it.each([
    ['get', ''],
    ['post', ''],
    ['post', '/rotate'],
    ['post', '/enable'],
    ['post', '/test'],
    ['get', '/deliveries'],
    ['get', '/deliveries/1'],
    ['post', '/deliveries/1/redeliver'],
    ['delete', ''],
  ] as const)('%s /v1/webhooks/{id}%s', async (method, suffix) => {
    const { id } = await register();
    await announced();
    const [first] = await sentTo(id);
    const path = (of: string) => `/v1/webhooks/${of}${suffix.replace('1', String(first?.id))}`;
    const ask = (of: string) => {
      const stranger = api.as('stranger');
      return method === 'post' ? stranger.post(path(of), {}) : stranger[method](path(of));
    };
    const unknown = '00000000-0000-4000-8000-000000000000';
    const foreign = problemIn(await ask(id).expect(404));
    const absent = problemIn(await ask(unknown).expect(404));
    expect(foreign).toEqual({ ...absent, detail: absent.detail.replaceAll(unknown, id) });
    // and nothing happened to it
    const { body } = await api.as('customer').get(`/v1/webhooks/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'active', previousSecretUntil: null });
    expect(receiver.received).toHaveLength(1);
  });

  it('a webhook of one endpoint is not found under another', async () => {
    const [one, other] = [await register(), await register()];
    await announced();
    const [sent] = await sentTo(one.id);
    const path = `/v1/webhooks/${other.id}/deliveries/${String(sent?.id)}`;
    const answers = [await api.as('customer').get(path), await api.as('customer').post(`${path}/redeliver`, {})];
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  it('lists its own', async () => {
    await register();
    await register({ organizationId: 'bolt' }, 'admin');
    const listed = async (token: TokenName, query = '') =>
      ((await api.as(token).get(`/v1/webhooks${query}`).expect(200)).body as { items: unknown[] }).items.length;
    expect(await listed('customer')).toBe(1);
    expect(await listed('stranger')).toBe(0);
    expect(await listed('customer', '?organizationId=bolt')).toBe(0);
    expect(await listed('operator')).toBe(2);
    expect(await listed('operator', '?organizationId=bolt')).toBe(1);
  });

  it('pages through them', async () => {
    for (let n = 0; n < 3; n++) await register();
    const ids: string[] = [];
    for (let path = '?limit=2'; path !== '';) {
      const { items, next } = (await api.as('customer').get(`/v1/webhooks${path}`)).body as {
        items: Endpoint[];
        next: string | null;
      };
      ids.push(...items.map(({ id }) => id));
      path = next === null ? '' : `?limit=2&cursor=${next}`;
    }
    expect(new Set(ids).size).toBe(3);
  });
});

describe('C6: what is sent', () => {
  it('verifies with the secret, and says what the same customer reads at the API', async () => {
    const { secret } = await register();
    const window = await announced();
    await deliver(api.store, window.key('announcement'));
    const [received] = receiver.received;
    if (!received) throw new Error('nothing came');
    verify(secret, received);
    const { body } = await api.as('customer').get(`/v1/windows/${window.reference}`).expect(200);
    const { timeline, notices: _notices, ...facts } = body as Record<string, unknown>;
    expect(received.body.data.window).toEqual(facts);
    expect((timeline as { items: unknown[] }).items).toContainEqual(received.body.data.event);
    const { body: list } = await api.as('customer').get('/v1/windows').expect(200);
    const listed = (list as { items: { reference: string }[] }).items.find(
      ({ reference }) => reference === window.reference,
    );
    const { needsAttention: _attention, ...summary } = listed as Record<string, unknown> & typeof listed;
    expect(received.body.data.window).toMatchObject(summary);
  });

  it('a private window is read by whom its webhook tells of it, and leads to no page (N7)', async () => {
    await register();
    const window = await announced(undefined, { visibility: 'private' });
    expect(receiver.received.at(-1)?.body.data).toMatchObject({ window: { links: { statusPage: null } } });
    await api.as('customer').get(`/v1/windows/${window.reference}`).expect(200);
    await api.as('stranger').get(`/v1/windows/${window.reference}`).expect(404);
  });

  it('both secrets verify after a rotation, the old one not when it was ended at once', async () => {
    const { id, secret: before } = await register();
    const rotate = async (overlapHours: number) =>
      (await api.as('customer').post(`/v1/webhooks/${id}/rotate`, { overlapHours }).expect(200)).body as Endpoint;
    const { secret: second } = await rotate(1);
    await api.as('customer').post(`/v1/webhooks/${id}/test`, {}).expect(200);
    const { secret: third } = await rotate(0);
    await api.as('customer').post(`/v1/webhooks/${id}/test`, {}).expect(200);
    const [first, last] = receiver.received;
    if (!first || !last) throw new Error('two tests were sent');
    verify(before, first);
    verify(second, first);
    verify(third, last);
    expect(() => verify(second, last)).toThrow('No matching signature');
  });

  it('a test says at once what came of it', async () => {
    const { id, secret } = await register({ eventTypes: ['window.cancelled'] });
    receiver.answer = answering(500, 'no such queue');
    const failed = await api.as('customer').post(`/v1/webhooks/${id}/test`).expect(200);
    expect(failed.body).toMatchObject({
      type: 'webhook.test',
      state: 'failed',
      lastStatus: 500,
      lastAnswer: 'no such queue',
    });
    receiver.answer = answering(200, 'ok');
    const { body } = await api.as('customer').post(`/v1/webhooks/${id}/test`).expect(200);
    expect(body).toMatchObject({ state: 'delivered', lastStatus: 200, reference: null, attempts: 0 });
    const [, second] = receiver.received;
    if (!second) throw new Error('two tests were sent');
    verify(secret, second);
  });

  it('is sent again by hand, the same to the byte; one under way is left alone', async () => {
    const { id } = await register();
    receiver.answer = answering(500);
    await announced();
    const [sent] = await sentTo(id);
    if (!sent) throw new Error('one was sent');
    expect(sent.state).toBe('pending');
    const again = () => api.as('customer').post(`/v1/webhooks/${id}/deliveries/${String(sent.id)}/redeliver`);
    let release: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      receiver.answer = (_received, response) => {
        release = () => void response.writeHead(200).end();
        resolve();
      };
    });
    const first = again().expect(200);
    const answered = Promise.resolve(first);
    await arrived;
    expect(problemIn(await again().expect(409)).code).toBe('delivery-in-progress');
    release();
    expect((await answered).body).toMatchObject({ id: sent.id, state: 'delivered' });
    expect(new Set(receiver.received.map(({ id: webhookId, raw }) => webhookId + raw)).size).toBe(1);
    const { body } = await api
      .as('customer')
      .get(`/v1/webhooks/${id}/deliveries/${String(sent.id)}`)
      .expect(200);
    expect(body).toMatchObject({ payload: receiver.received[0]?.raw, webhookId: receiver.received[0]?.id });
  });

  it('one that was switched off says why, is not posted to, and can be switched on again', async () => {
    const { id } = await register();
    receiver.answer = answering(410);
    const window = await announced();
    const { body } = await api.as('customer').get(`/v1/webhooks/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'disabled', disabledReason: expect.stringContaining('410') as string });
    const tasks = await api.as('operator').get(`/v1/tasks?open=true&reference=${window.reference}`).expect(200);
    expect(tasks.body).toMatchObject({ items: [{ kind: 'webhook-disabled', organizationId: 'acme' }] });
    expect(problemIn(await api.as('customer').post(`/v1/webhooks/${id}/test`).expect(409)).code).toBe(
      'endpoint-disabled',
    );
    const enabled = await api.as('customer').post(`/v1/webhooks/${id}/enable`).expect(200);
    expect(enabled.body).toMatchObject({ state: 'active', disabledReason: null });
    receiver.answer = answering(204);
    await api.as('customer').post(`/v1/webhooks/${id}/test`).expect(200);
    expect(receiver.received).toHaveLength(2);
  });
});
