import { deliver, StoredWindow } from '../store/support';
import { problemIn, useApi, type TokenName } from './support/api';

const api = useApi();
let window: StoredWindow;

beforeAll(async () => {
  // rack a12 is acme's and bolt's; dyne, the stranger, is overseas
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
});

const READS = ['', '/timeline', '/notices', '/deliveries', '/rfo'];
const read = (token: TokenName, suffix = '', reference = window.reference) =>
  api.as(token).get(`/v1/windows/${reference}${suffix}`);

describe("T3: another tenant's things do not exist", () => {
  it.each(READS)('GET /v1/windows/{reference}%s answers a stranger as it answers for no window', async (suffix) => {
    const foreign = problemIn(await read('stranger', suffix).expect(404));
    const absent = problemIn(await read('stranger', suffix, 'MW-2026-9999').expect(404));
    expect(foreign).toEqual({ ...absent, detail: absent.detail.replace('MW-2026-9999', window.reference) });
  });

  it('lists a window to those who were told of it', async () => {
    const listed = async (token: TokenName) =>
      ((await api.as(token).get('/v1/windows')).body as { items: unknown[] }).items.length;
    expect([await listed('admin'), await listed('customer'), await listed('stranger')]).toEqual([1, 1, 0]);
  });

  it('shows a customer its own deliveries, resources and counts', async () => {
    const { body: ledger } = await read('customer', '/deliveries').expect(200);
    const organizations = (ledger as { items: { organizationId: string }[] }).items.map((item) => item.organizationId);
    expect(organizations).toEqual(['acme', 'acme']);

    const { body } = await read('customer').expect(200);
    expect(body).toMatchObject({
      openedBy: '',
      resources: [{ id: 'acme-db' }, { id: 'acme-web' }],
      notices: [{ notice: 'announcement', organizations: 1, recipients: 2, deliveries: { accepted: 2, failed: 0 } }],
      links: { temporalUi: null },
    });
    expect(body).not.toHaveProperty('scope');
    expect((body as { plan: object[] }).plan[0]).toEqual({ kind: 'reminder-7d', at: '2026-12-03T00:00:00Z' });
  });

  it.each(READS)('tells a customer nothing of another customer or of staff at %j', async (suffix) => {
    const { text } = await read('customer', suffix).expect(200);
    expect(text).not.toMatch(/bolt|tester|"engineer"/);
  });

  it('shows staff all of it', async () => {
    const { body } = await read('operator').expect(200);
    expect(body).toMatchObject({
      scope: { locations: ['eu-1/dc-1/rack-a12'] },
      plan: [{ kind: 'reminder-7d', organizations: 2, recipients: 3 }, {}, {}],
      notices: [{ organizations: 2, recipients: 3 }],
    });
  });

  it('lists a customer its own inventory', async () => {
    const { body: contacts } = await api.as('customer').get('/v1/inventory/contacts').expect(200);
    expect((contacts as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([
      'acme-bill',
      'acme-noc',
      'acme-ops',
    ]);
    const { text } = await api.as('customer').get('/v1/inventory/resources').expect(200);
    expect(text).not.toMatch(/bolt|dyne/);
  });
});

describe("T8: filters tell a customer nothing of others' places", () => {
  let both: StoredWindow;

  beforeAll(async () => {
    // acme is in the first rack, dyne in the other
    const scope = { locations: ['eu-1/dc-1/rack-a12', 'us-1/dc-2/rack-b01'] };
    both = await StoredWindow.announced(api.store, { scope, title: 'Both racks' });
    await deliver(api.store, both.key('announcement'));
  });
  afterAll(() => api.store.db.deleteFrom('windows').where('reference', '=', both.reference).execute());

  it.each([
    ['customer', 'us-1', false],
    ['customer', 'us-1/dc-2/rack-b01', false],
    ['customer', 'eu-1', true],
    ['customer', 'eu-1/dc-1/rack-a12', true],
    ['stranger', 'eu-1', false],
    ['stranger', 'us-1', true],
    ['admin', 'eu-1', true],
    ['admin', 'us-1', true],
  ] as const)('%s asks for %s: found is %s', async (token, location, found) => {
    const { body } = await api.as(token).get(`/v1/windows?q=Both&location=${location}`).expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(found ? 1 : 0);
  });

  it('what needs the attention of staff is not to be asked for', async () => {
    const own = async (needs: boolean) =>
      (
        (await api.as('customer').get(`/v1/windows?q=Both&needsAttention=${String(needs)}`)).body as {
          items: unknown[];
        }
      ).items;
    await api.store.db
      .updateTable('windows')
      .set({ needs_attention: true })
      .where('reference', '=', both.reference)
      .execute();
    expect([(await own(true)).length, (await own(false)).length]).toEqual([0, 1]);
  });
});

describe('reading windows', () => {
  it('finds failed deliveries for whoever repairs them', async () => {
    const { body: none } = await read('operator', '/deliveries?state=failed').expect(200);
    expect(none).toEqual({ items: [], next: null });
    const { body } = await read('operator', '/deliveries?state=accepted&notice=announcement').expect(200);
    const [first] = (body as { items: object[] }).items;
    expect(first).toMatchObject({
      notice: 'announcement',
      revision: 1,
      state: 'accepted',
      reply: '250 2.0.0 queued',
      attempts: 1,
    });
    expect(first).toHaveProperty('address');
  });

  it('pages through lists by cursor', async () => {
    const slugs: string[] = [];
    for (let path = '?limit=1'; path !== '';) {
      const { body } = await read('admin', `/deliveries${path}`).expect(200);
      const { items, next } = body as { items: { recipient: string }[]; next: string | null };
      slugs.push(...items.map(({ recipient }) => recipient));
      path = next === null ? '' : `?limit=1&cursor=${next}`;
    }
    expect(slugs.sort()).toEqual(['contact:acme-noc', 'contact:acme-ops', 'contact:bolt-production']);

    const { body: first } = await read('admin', '/timeline?limit=1');
    const { items, next } = first as { items: { sequence: number }[]; next: string };
    const { body: second } = await read('admin', `/timeline?limit=1&cursor=${next}`);
    expect(items).toMatchObject([{ sequence: 1 }]);
    expect(second).toMatchObject({ items: [{ sequence: 2 }] });
  });

  it.each([
    ['phase=announced,approved&class=standard', 1],
    ['phase=cancelled', 0],
    ['location=eu-1', 1],
    ['location=us-1', 0],
    ['q=power', 1],
    ['q=nothing', 0],
    ['needsAttention=true', 0],
    ['from=2026-12-10T00:00:00Z&to=2026-12-11T00:00:00Z', 1],
    ['from=2026-12-11T00:00:00Z', 0],
  ])('filters by %s', async (query, count) => {
    const { body } = await api.as('admin').get(`/v1/windows?${query}`).expect(200);
    expect((body as { items: unknown[] }).items).toHaveLength(count);
  });

  it.each([
    ['phase=announcd', 'phase.0'],
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['from=yesterday', 'from'],
    ['needsAttention=maybe', 'needsAttention'],
    ['colour=red', 'colour'],
  ])('names the fault in ?%s', async (query, field) => {
    const problem = problemIn(await api.as('admin').get(`/v1/windows?${query}`).expect(422));
    expect(problem.errors.map((error) => error.field)).toEqual([field]);
  });
});

it.each([
  ['/v1/windows', [9e15, 'MW-2026-0001']],
  ['/v1/windows', [0, 'a\u0000b']],
  ['/v1/inventory/resources', ['a\u0000b']],
])('%s refuses a cursor that somebody made up: %j', async (path, key) => {
  const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
  expect(problemIn(await api.as('admin').get(`${path}?cursor=${cursor}`).expect(422)).code).toBe('invalid-body');
});

it('E4: shows the versions of the RFO, to customers once they are published', async () => {
  const other = await StoredWindow.announced(api.store, { class: 'emergency', emergency: EMERGENCY });
  await deliver(api.store, other.key('announcement'));
  await other.give('start');
  await other.give('draftRfo', { state: 'preliminary', summary: 'What happened', rootCause: 'A fault' });
  const rfo = async (token: TokenName) =>
    ((await read(token, '/rfo', other.reference).expect(200)).body as { items: object[] }).items;
  expect(await rfo('admin')).toMatchObject([
    { version: 1, state: 'preliminary', author: 'tester', publishedAt: null, rootCause: 'A fault' },
  ]);
  expect(await rfo('customer')).toEqual([]);
  await other.give('approveRfo', { version: 1 });
  expect(await rfo('customer')).toMatchObject([{ version: 1, author: '', approvedBy: null }]);
});

const EMERGENCY = { trigger: 'security-patch', necessity: 'a', risk: 'b', mitigation: 'c' } as const;
