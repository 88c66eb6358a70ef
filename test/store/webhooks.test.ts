import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { createWebhooks } from '../../activities/webhook-delivery';
import type { WebhookPost } from '../../activities/ports/webhooks';
import { HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { RETRY_DELAYS, type WebhookVerdict } from '../../domain/channels/webhook-delivery';
import type { OpeningBody } from '../../domain/window/opening';
import { createSecretBox } from '../../store/database/secret-box';
import {
  createEndpoint,
  deleteEndpoint,
  enableEndpoint,
  getEndpoint,
  rotateSecret,
  type NewEndpoint,
} from '../../store/webhooks/endpoints';
import { getWebhookDelivery, listWebhookDeliveries } from '../../store/webhooks/deliveries';
import { createOwnerTasks, createWebhookLedger } from '../../store/webhooks/ledger';
import { getWindow } from '../../store/windows/windows';
import { loadInventory, StoredWindow, useStore } from './support';

const store = useStore();
const box = createSecretBox([randomBytes(32)]);
const STAFF = { organizationId: null };
const ledger = (leaseMs = 60_000) =>
  createWebhookLedger(store.db, { box, publicUrl: 'https://status.provider.example', leaseMs });

/** What a sender was told to post, in order; answers as `answer` says. */
const posts: WebhookPost[] = [];
let answer: (post: WebhookPost) => WebhookVerdict | Promise<WebhookVerdict>;
const OK: WebhookVerdict = { kind: 'answered', status: 200, answer: 'thanks' };
const DOWN: WebhookVerdict = { kind: 'answered', status: 503, answer: 'down' };
const webhooks = () =>
  createWebhooks({
    ledger: ledger(),
    owners: createOwnerTasks(store.db),
    sender: {
      async post(post) {
        posts.push(post as WebhookPost);
        return answer(post as WebhookPost);
      },
    },
  });

beforeEach(() => {
  posts.length = 0;
  answer = () => OK;
});
afterEach(async () => {
  await sql`delete from webhook_endpoints`.execute(store.db);
  await loadInventory(store.db);
});

async function endpoint(organizationId: string, more: Partial<NewEndpoint> = {}) {
  const made = await createEndpoint(store.db, box, {
    ...{ organizationId, url: `https://hooks.${organizationId}.example/`, createdBy: 'tester' },
    ...more,
  });
  return { ...made.endpoint, secret: made.secret };
}

async function announced(body: Partial<OpeningBody> = {}) {
  const window = await StoredWindow.announced(store, body);
  const { created } = await webhooks().fanOut(window.reference);
  return { window, created };
}

/** The window's webhooks of an endpoint, oldest first. */
async function webhooksOf(id: string) {
  const { items } = await listWebhookDeliveries(store.db, id, {});
  return [...items].reverse();
}
const typesOf = async (id: string) => (await webhooksOf(id)).map(({ type }) => type);
const bodiesOf = async (id: string) =>
  Promise.all(
    (await webhooksOf(id)).map(async (item) => {
      const { payload = '' } = (await getWebhookDelivery(store.db, id, item.id)) ?? {};
      return JSON.parse(payload) as { type: string; data: { window: Record<string, unknown>; event: unknown } };
    }),
  );

const leave = (resource: string) =>
  sql`update resources set location = 'us-1/dc-2/rack-b01' where id = ${resource}`.execute(store.db);
const join = (resource: string) =>
  sql`update resources set location = 'eu-1/dc-1/rack-a12' where id = ${resource}`.execute(store.db);

describe('C6: who hears what', () => {
  it('every affected organization with an active endpoint, once, with its own resources only', async () => {
    const [acme, bolt, dyne] = [await endpoint('acme'), await endpoint('bolt'), await endpoint('dyne')];
    const { window, created } = await announced();
    expect(created).toBe(2);
    expect(await webhooks().fanOut(window.reference)).toEqual({ created: 0 });
    const [[toAcme], [toBolt], toDyne] = [await bodiesOf(acme.id), await bodiesOf(bolt.id), await bodiesOf(dyne.id)];
    expect(toDyne).toEqual([]);
    expect(toAcme?.data.window.resources).toMatchObject([{ id: 'acme-db' }, { id: 'acme-web' }]);
    expect(toBolt?.data.window).toMatchObject({ resourceCount: 1, resources: [{ id: 'bolt-web' }] });
    expect(JSON.stringify(toAcme)).not.toMatch(/bolt|tester|"engineer"|"scope"/);
    expect(toAcme).toMatchObject({
      type: 'window.announced',
      timestamp: '2026-11-26T00:00:00Z',
      data: {
        window: {
          reference: window.reference,
          phase: 'announced',
          announcedAt: '2026-11-26T00:00:00Z',
          slots: [{ start: '2026-12-10T00:00:00Z', end: '2026-12-10T02:00:00Z' }],
          links: { self: `https://status.provider.example/v1/windows/${window.reference}` },
        },
        event: { type: 'notice-begun', by: '' },
      },
    });
  });

  it('each message stands by its own event, however late it is written, and no type that was not asked for', async () => {
    const all = await endpoint('acme');
    const some = await endpoint('acme', { eventTypes: ['window.completed', 'window.cancelled'] });
    const window = await StoredWindow.announced(store);
    await window.start();
    await window.give('post', { message: 'Half of the rack is done.' });
    await window.give('complete');
    await webhooks().fanOut(window.reference);
    expect((await bodiesOf(all.id)).map(({ type, data }) => [type, data.window.phase])).toEqual([
      ['window.announced', 'announced'],
      ['window.started', 'in-progress'],
      ['window.updated', 'in-progress'],
      ['window.completed', 'completed'],
    ]);
    expect(await typesOf(some.id)).toEqual(['window.completed']);
  });

  it('N5: a newcomer hears of the window before anything else, a leaver gets the all-clear and nothing after it', async () => {
    const [acme, bolt, coil] = [await endpoint('acme'), await endpoint('bolt'), await endpoint('coil')];
    const { window } = await announced();
    await leave('bolt-web');
    await join('coil-app');
    await window.advanceTo('reminder-7d');
    await webhooks().fanOut(window.reference);
    await window.start();
    await webhooks().fanOut(window.reference);
    await window.give('complete');
    await webhooks().fanOut(window.reference);
    expect(await typesOf(acme.id)).toEqual(['window.announced', 'window.started', 'window.completed']);
    expect(await typesOf(bolt.id)).toEqual(['window.announced', 'window.all_clear']);
    expect(await typesOf(coil.id)).toEqual(['window.announced', 'window.started', 'window.completed']);
    // which resources are meant
    expect((await bodiesOf(bolt.id))[1]?.data.window.resources).toMatchObject([{ id: 'bolt-web' }]);
  });

  it('C6: an endpoint gets no event from before it was registered, however late these were fanned out', async () => {
    const early = await endpoint('bolt');
    const window = await StoredWindow.announced(store);
    await window.start();
    const late = await endpoint('acme');
    await webhooks().fanOut(window.reference);
    // the first one gets the window as it is, not the announcement of before
    expect(await typesOf(early.id)).toEqual(['window.announced', 'window.started']);
    expect((await bodiesOf(late.id)).map((body) => [body.type, body.data.event])).toEqual([['window.announced', null]]);
    await window.give('complete');
    await webhooks().fanOut(window.reference);
    expect(await typesOf(late.id)).toEqual(['window.announced', 'window.completed']);
  });

  it('whoever was told hears how it went, although it has left since; one who came after the end hears nothing', async () => {
    const bolt = await endpoint('bolt');
    const { window } = await announced();
    await window.start();
    await webhooks().fanOut(window.reference);
    await leave('bolt-web');
    await window.give('complete');
    await webhooks().fanOut(window.reference);
    const late = await endpoint('acme');
    await window.give('draftRfo', { summary: 'What happened', rootCause: 'A fault' });
    await window.give('approveRfo');
    await webhooks().fanOut(window.reference);
    expect(await typesOf(bolt.id)).toEqual([
      'window.announced',
      'window.started',
      'window.completed',
      'window.rfo_published',
    ]);
    expect((await bodiesOf(bolt.id)).at(-1)?.data).toMatchObject({ rfo: { version: 1, summary: 'What happened' } });
    expect(await typesOf(late.id)).toEqual([]);
  });

  it('a longer list of its own resources is a change', async () => {
    const acme = await endpoint('acme');
    const { window } = await announced();
    await leave('acme-db');
    await window.advanceTo('reminder-7d');
    await webhooks().fanOut(window.reference);
    await window.advanceTo('reminder-3d');
    await webhooks().fanOut(window.reference);
    expect(await typesOf(acme.id)).toEqual(['window.announced', 'window.changed']);
    expect((await bodiesOf(acme.id))[1]?.data.window).toMatchObject({ resourceCount: 1 });
  });

  it('nothing before the announcement, and nothing for what staff alone see', async () => {
    const acme = await endpoint('acme');
    const window = new StoredWindow(store);
    await window.record();
    expect(await webhooks().fanOut(window.reference)).toEqual({ created: 0 });
    await window.give('cancel', { reason: 'Not needed.' });
    expect(await webhooks().fanOut(window.reference)).toEqual({ created: 0 });
    expect(await webhooks().fanOut('MW-2026-9999')).toEqual({ created: 0 });
    expect(await typesOf(acme.id)).toEqual([]);
  });

  it('names at most 50 resources, and says how many there are', async () => {
    await sql`
      insert into resources (id, organization_id, environment_id, location, kind, name, labels)
      select 'many-' || n, 'acme', 'acme-production', 'eu-1/dc-1/rack-a12', 'many', 'many ' || n, '{}' from generate_series(1, 120) n
    `.execute(store.db);
    const acme = await endpoint('acme');
    const { window } = await announced({ scope: { kinds: ['many'] } });
    const [body] = await bodiesOf(acme.id);
    expect(body?.data.window).toMatchObject({ reference: window.reference, resourceCount: 120 });
    expect(body?.data.window.resources).toHaveLength(50);
    await sql`delete from resources where kind = 'many'`.execute(store.db);
  });

  it('two fan-outs at once write each webhook once', async () => {
    const acme = await endpoint('acme');
    const window = await StoredWindow.announced(store);
    const made = await Promise.all([1, 2, 3].map(() => webhooks().fanOut(window.reference)));
    expect(made.map(({ created }) => created).sort()).toEqual([0, 0, 1]);
    expect(await typesOf(acme.id)).toEqual(['window.announced']);
  });

  it('T3: an organization that only a webhook reaches can read the window it names, with the same resources', async () => {
    await endpoint('acme');
    const { window } = await announced();
    const seen = await getWindow(store.db, window.reference, { organizationId: 'acme' });
    expect(seen?.ownResources.map(({ id }) => id)).toEqual(['acme-db', 'acme-web']);
    expect(await getWindow(store.db, window.reference, { organizationId: 'bolt' })).toBeUndefined();
  });
});

describe('C6: posting', () => {
  /** A window whose work has begun, with webhooks of two events for acme. */
  async function started() {
    const acme = await endpoint('acme');
    const { window } = await announced();
    await window.start();
    await webhooks().fanOut(window.reference);
    return { window, acme, now: window.core.now };
  }

  it('in order, each once, and then nothing is open', async () => {
    const { window, acme, now } = await started();
    expect(await webhooks().deliver(window.reference, now)).toEqual({ open: 0 });
    expect(await webhooks().deliver(window.reference, now)).toEqual({ open: 0 });
    expect(posts.map(({ payload }) => (JSON.parse(payload) as { type: string }).type)).toEqual([
      'window.announced',
      'window.started',
    ]);
    expect(await webhooksOf(acme.id)).toMatchObject([
      { state: 'delivered', attempts: 1, lastStatus: 200, lastAnswer: 'thanks' },
      { state: 'delivered' },
    ]);
  });

  it('retries for a day by the workflow’s clock, the same id and body each time, later ones waiting behind', async () => {
    const { window, acme, now } = await started();
    answer = () => DOWN;
    let clock = now;
    for (const pause of RETRY_DELAYS) {
      const { open, retryInMs = 0 } = await webhooks().deliver(window.reference, clock);
      expect(open).toBe(2);
      // up to a tenth more, less what the pass took
      expect(retryInMs).toBeGreaterThan(pause * 0.9);
      expect(retryInMs).toBeLessThanOrEqual(pause * 1.1);
      // not yet due: nothing is posted
      const before = posts.length;
      await webhooks().deliver(window.reference, clock + retryInMs - 2_000);
      expect(posts).toHaveLength(before);
      clock += pause * 1.11;
    }
    expect(posts).toHaveLength(RETRY_DELAYS.length);
    answer = ({ attempts }) => (attempts > RETRY_DELAYS.length ? DOWN : OK);
    expect(await webhooks().deliver(window.reference, clock)).toEqual({ open: 0 });
    const [first, second] = await webhooksOf(acme.id);
    expect([first, second]).toMatchObject([
      { state: 'failed', attempts: RETRY_DELAYS.length + 1, lastStatus: 503, lastAnswer: 'down' },
      { state: 'delivered', attempts: 1 },
    ]);
    const ofFirst = posts.filter(({ id }) => id === first?.id);
    expect(new Set(ofFirst.map(({ webhookId, payload }) => webhookId + payload)).size).toBe(1);
    expect(posts.at(-1)?.id).toBe(second?.id);
    expect((await getEndpoint(store.db, acme.id, STAFF))?.state).toBe('active');
  });

  it('C7: one endpoint that hangs holds up no other, and each is tried', async () => {
    const [acme, bolt] = [await endpoint('acme'), await endpoint('bolt')];
    const { window } = await announced();
    let release: (verdict: WebhookVerdict) => void = () => undefined;
    const hanging = new Promise<WebhookVerdict>((resolve) => (release = resolve));
    answer = ({ endpointId }) => (endpointId === acme.id ? hanging : OK);
    const pass = webhooks().deliver(window.reference, window.core.now);
    while ((await webhooksOf(bolt.id))[0]?.state !== 'delivered') await new Promise((next) => setTimeout(next, 10));
    expect((await webhooksOf(acme.id))[0]?.state).toBe('pending');
    release(OK);
    expect(await pass).toEqual({ open: 0 });
  });

  it('two passes at once post each webhook once', async () => {
    const { window, now } = await started();
    answer = async () => {
      await new Promise((next) => setTimeout(next, 50));
      return OK;
    };
    await Promise.all([1, 2, 3].map(() => webhooks().deliver(window.reference, now)));
    expect(posts).toHaveLength(2);
  });

  it('what a lost process took is posted again when its lease is over, once, under the same id', async () => {
    const { window, acme, now } = await started();
    const lost = await ledger(200).take(window.reference, acme.id, '00000000-0000-4000-8000-000000000001', now);
    const { open, retryInMs = 0 } = await webhooks().deliver(window.reference, now);
    expect([open, posts.length]).toEqual([2, 0]);
    expect(retryInMs).toBeLessThanOrEqual(200);
    await new Promise((next) => setTimeout(next, retryInMs + 20));
    expect(await webhooks().deliver(window.reference, now)).toEqual({ open: 0 });
    expect(posts.map(({ webhookId }) => webhookId)).toEqual([
      lost?.webhookId,
      `${window.reference}_${String(window.core.log.find(({ event }) => event.type === 'started')?.sequence)}_${acme.id}`,
    ]);
    // who was thought lost can no longer write
    if (!lost) throw new Error('nothing was taken');
    const late = { state: 'failed', status: 500, answer: 'late' } as const;
    await ledger().settle(lost, '00000000-0000-4000-8000-000000000001', late, now);
    expect((await webhooksOf(acme.id))[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  it('410: the endpoint is switched off, the rest is given up, its owner’s people are told, and it can be switched on again', async () => {
    const { window, acme, now } = await started();
    answer = () => ({ kind: 'answered', status: 410, answer: 'gone' });
    expect(await webhooks().deliver(window.reference, now)).toEqual({ open: 0 });
    expect(posts).toHaveLength(1);
    expect((await webhooksOf(acme.id)).map(({ state }) => state)).toEqual(['failed', 'abandoned']);
    expect(await getEndpoint(store.db, acme.id, STAFF)).toMatchObject({
      state: 'disabled',
      disabledReason: 'The endpoint answered 410 Gone: it wants no more webhooks',
    });
    const tasks = await store.db.selectFrom('staff_tasks').selectAll().where('kind', '=', 'webhook-disabled').execute();
    expect(tasks).toMatchObject([
      { window_reference: window.reference, organization_id: 'acme', subject: `webhook:${acme.id}`, done_at: null },
    ]);
    await window.give('post', { message: 'Unheard.' });
    expect(await webhooks().fanOut(window.reference)).toEqual({ created: 0 });
    expect(await enableEndpoint(store.db, acme.id, STAFF)).toMatchObject({ state: 'active', disabledReason: null });
    await window.give('complete');
    expect(await webhooks().fanOut(window.reference)).toEqual({ created: 1 });
  });

  it('an endpoint where nothing has got through for days is switched off when a message is given up', async () => {
    const { window, acme, now } = await started();
    answer = () => DOWN;
    await webhooks().deliver(window.reference, now);
    expect((await getEndpoint(store.db, acme.id, STAFF))?.failingSince).not.toBeNull();
    await sql`update webhook_endpoints set failing_since = now() - interval '4 days'`.execute(store.db);
    await sql`update webhook_deliveries set attempts = ${RETRY_DELAYS.length}`.execute(store.db);
    await webhooks().deliver(window.reference, now + HOUR);
    expect(await getEndpoint(store.db, acme.id, STAFF)).toMatchObject({
      state: 'disabled',
      disabledReason: 'Nothing has been accepted for 4 days; the last attempt: status 503',
    });
  });

  it('one success and it counts as working again', async () => {
    const { window, acme, now } = await started();
    answer = () => DOWN;
    await webhooks().deliver(window.reference, now);
    answer = () => OK;
    await webhooks().deliver(window.reference, now + MINUTE);
    expect((await getEndpoint(store.db, acme.id, STAFF))?.failingSince).toBeNull();
  });

  it('a deleted endpoint gets nothing more, not even what was on its way', async () => {
    const { window, acme, now } = await started();
    answer = async () => {
      await deleteEndpoint(store.db, acme.id, STAFF);
      return DOWN;
    };
    expect(await webhooks().deliver(window.reference, now)).toEqual({ open: 0 });
    expect(posts).toHaveLength(1);
    expect((await webhooksOf(acme.id)).map(({ state }) => state)).toEqual(['abandoned', 'abandoned']);
    const row = await store.db.selectFrom('webhook_endpoints').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ secret: '', previous_secret: null });
  });

  it('old and new secret sign during a rotation, the new one alone after it', async () => {
    const { window, acme, now } = await started();
    const rotated = await rotateSecret(store.db, box, { id: acme.id, overlapMs: HOUR }, STAFF);
    expect(rotated?.secret).not.toBe(acme.secret);
    answer = () => DOWN;
    await webhooks().deliver(window.reference, now);
    await sql`update webhook_endpoints set previous_until = now()`.execute(store.db);
    await webhooks().deliver(window.reference, now + 10 * SECOND);
    expect(posts.map(({ secrets }) => secrets)).toEqual([[rotated?.secret, acme.secret], [rotated?.secret]]);
    const { rows } = await sql<{ text: string }>`select e::text as text from webhook_endpoints e`.execute(store.db);
    expect(rows[0]?.text).not.toContain('whsec_');
  });

  it('by hand: a success delivers it whatever its state, a failure changes nothing but the last answer', async () => {
    const { window, acme, now } = await started();
    answer = () => DOWN;
    await webhooks().deliver(window.reference, now);
    const [first] = await webhooksOf(acme.id);
    if (!first) throw new Error('there is a first one');
    answer = () => ({ kind: 'unanswered', answer: 'connect ECONNREFUSED' });
    await webhooks().sendNow(acme.id, first.id, now + 1);
    const { nextAttemptAt, attempts } = first;
    expect((await webhooksOf(acme.id))[0]).toMatchObject({
      ...{ state: 'pending', nextAttemptAt, attempts, lastStatus: null, lastAnswer: 'connect ECONNREFUSED' },
    });
    answer = () => OK;
    await webhooks().sendNow(acme.id, first.id, now + 2);
    expect((await webhooksOf(acme.id))[0]).toMatchObject({ state: 'delivered', nextAttemptAt: null });
    // the one behind it goes on
    expect(await webhooks().deliver(window.reference, now + 3)).toEqual({ open: 0 });
    expect(new Set(posts.slice(0, 3).map(({ webhookId, payload }) => webhookId + payload)).size).toBe(1);
  });
});
