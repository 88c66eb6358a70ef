import { sql } from 'kysely';
import { scopeSchema } from '../../domain/planning/scope';
import { listAudience } from '../../store/inventory/list-audience';
import { listUntold } from '../../store/ledger/list-untold';
import { listDeliveries } from '../../store/ledger/notices';
import { readWatched } from '../../store/live/watched';
import { toldNow } from '../../store/ledger/told-now';
import { pageOfAnswers, recordAcknowledgement } from '../../store/windows/acknowledgements';
import { readTimelinePage } from '../../store/windows/timeline-page';
import { deliver, loadInventory, settle, StoredWindow, take, useStore } from './support';

/** What the pages of a window list, each page by page from the database (P8). */

const PROVIDER = { organizationId: null };
/** Staff who know of one customer alone (T3). */
const OF_BOLT = { organizationId: null, organizations: ['bolt'] };
const store = useStore();

afterEach(async () => {
  await sql`delete from suppressions`.execute(store.db);
  await sql`delete from windows`.execute(store.db);
  await loadInventory(store.db);
});

/** All pages of one list, one item each. */
async function allOf<T>(list: (cursor: string | undefined) => Promise<{ items: readonly T[]; next: string | null }>) {
  const pages: T[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, next } = await list(cursor);
    expect(items.length).toBeLessThanOrEqual(1);
    pages.push(...items);
    if (next === null) return pages;
    cursor = next;
  }
}

describe('N8: deliveries are found', () => {
  it.each([
    ['by a part of the address', 'BEA@bolt', ['bea@bolt.example']],
    ['by the name of the organization', 'acm', ['NOC@acme.example', 'ops@acme.example']],
    ['by its id', 'bolt', ['bea@bolt.example']],
    ['and what has a meaning in patterns stands for itself', '%', []],
    ['and nobody by what is not there', 'dyne', []],
  ])('%s', async (_name, q, found) => {
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    const { items } = await listDeliveries(store.db, window.reference, { q }, PROVIDER);
    expect(items.map(({ address }) => address).sort()).toEqual(found);
  });
});

test('N13: whom a notice has reached in no way is listed with the reason, to those who may know of the customer', async () => {
  await store.db.deleteFrom('contacts').where('organization_id', '=', 'bolt').execute();
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  const untold = (request: object = {}, viewer: typeof PROVIDER = PROVIDER) =>
    listUntold(store.db, window.reference, request, viewer);
  const bolt = { slug: 'announcement', revision: 1, organizationId: 'bolt', name: 'Bolt', reason: 'no-contact' };
  expect(await untold()).toEqual({ items: [bolt], next: null });
  expect((await untold({ q: 'bol' })).items).toHaveLength(1);
  expect((await untold({ q: 'acme' })).items).toEqual([]);
  expect((await untold({ slug: 'reminder-7d' })).items).toEqual([]);
  expect((await untold({}, OF_BOLT)).items).toHaveLength(1);
  const ofAcme = { organizationId: null, organizations: ['acme'] };
  expect((await untold({}, ofAcme)).items).toEqual([]);
});

describe('N5: the audience by the inventory of now', () => {
  const scope = scopeSchema.parse({ all: true });
  const audience = (request: object = {}, viewer: typeof PROVIDER = PROVIDER) =>
    listAudience(store.db, { scope, isPrivate: false, ...request }, viewer);

  it('names each organization with its readers, page by page', async () => {
    const listed = await allOf((cursor) => audience({ limit: 1, cursor }));
    expect(listed.map(({ id, resources, recipientCount }) => [id, resources, recipientCount])).toEqual([
      ['acme', 2, 2],
      ['bolt', 1, 1],
      ['coil', 1, 1],
      ['dyne', 1, 1],
    ]);
    expect(listed[1]?.recipients).toEqual([{ name: 'Bea', address: 'bea@bolt.example', isSuppressed: false }]);
  });

  it.each([
    ['address', 'BEA@', ['bolt']],
    ['name', 'Dyn', ['dyne']],
    ['central address', 'noc@acme', ['acme']],
    ['nothing', 'nobody-is-called-so', []],
  ])('is searched by %s', async (_name, q, found) => {
    expect((await audience({ q })).items.map(({ id }) => id)).toEqual(found);
  });

  it('says which address bounced, and shows other customers to nobody who may not know of them', async () => {
    await sql`insert into suppressions (address, reason) values ('bea@bolt.example', 'gone')`.execute(store.db);
    const { items } = await audience({}, OF_BOLT);
    expect(items.map(({ id, recipients }) => [id, recipients[0]?.isSuppressed])).toEqual([['bolt', true]]);
  });
});

test('N8: how far the latest notice to customers is', async () => {
  const window = await StoredWindow.announced(store);
  const key = window.key('announcement');
  await store.ledger.prepare(key);
  const { claim, taken } = await take(store, key, 1);
  await settle(store, claim, taken, { state: 'failed', reply: '550 5.1.1 unknown' });
  const told = (viewer: typeof PROVIDER) => toldNow(store.db, [window.reference, 'MW-2026-9999'], viewer);
  expect(await told(PROVIDER)).toEqual([
    { reference: window.reference, slug: 'announcement', isUnderWay: true, recipients: 3, accepted: 0, failed: 1 },
  ]);
  expect(await told(OF_BOLT)).toMatchObject([{ recipients: 1 }]);
  // open pages count the same notice, and none to staff
  const watched = async () => (await readWatched(store.db, [window.reference])).windows[0];
  expect(await watched()).toMatchObject({ mails: 3, taken: 0 });
  const kindIs = (kind: string) =>
    sql`update notices set kind = ${kind} where window_reference = ${window.reference}`.execute(store.db);
  await kindIs('brief');
  expect(await watched()).toMatchObject({ mails: 0 });
  await kindIs('announcement');
  await deliver(store, key);
  expect(await told(PROVIDER)).toMatchObject([{ recipients: 3, accepted: 2, failed: 1 }]);
  expect(await toldNow(store.db, [], PROVIDER)).toEqual([]);
});

test('T2, C5: the timeline is read page by page, with the answers between its steps', async () => {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  for (const [n, recipient] of ['contact:bolt-production', 'organization:acme'].entries()) {
    await recordAcknowledgement(store.db, {
      ...{ id: `mail-${String(n)}`, reference: window.reference, organizationId: n === 0 ? 'bolt' : 'acme', recipient },
      ...{ answer: 'accepted', sequence: 1, at: Date.now(), via: 'calendar-reply' },
    });
  }
  await window.give('post', { message: 'Still as planned.' });
  const whole = (await readTimelinePage(store.db, window.reference, PROVIDER, { limit: 500 })).items;
  expect(whole.length).toBe(window.core.log.length + 2);
  const paged = await allOf((cursor) => readTimelinePage(store.db, window.reference, PROVIDER, { limit: 1, cursor }));
  expect(paged).toEqual(whole);

  const answers = await allOf((cursor) => pageOfAnswers(store.db, window.reference, PROVIDER, { limit: 1, cursor }));
  expect(answers.map(({ organizationId }) => organizationId)).toEqual(['acme', 'bolt']);
  expect((await pageOfAnswers(store.db, window.reference, OF_BOLT, {})).items).toHaveLength(1);
});
