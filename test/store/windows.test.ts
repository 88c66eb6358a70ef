import { sql } from 'kysely';
import { KnownError } from '../../domain/shared/errors';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { listInventory } from '../../store/inventory/inventory';
import { listDeliveries, listNotices } from '../../store/ledger/notices';
import { getRfos, getTimeline, getWindow, listWindows, type WindowFilters } from '../../store/windows/windows';
import { deliver, resource, settle, StoredWindow, take, useStore } from './support';

const PROVIDER = { organizationId: null };
const BOLT = { organizationId: 'bolt' };
const DYNE = { organizationId: 'dyne' };

describe('the read side', () => {
  const store = useStore();

  /** Told to acme and bolt, worked on, with an RFO drafted twice and published once. */
  async function told(): Promise<StoredWindow> {
    const window = await StoredWindow.announced(store, { scope: { resources: ['acme-web', 'bolt-web'] } });
    await deliver(store, window.key('announcement'));
    await window.start();
    await window.give('complete');
    await window.give('draftRfo', { summary: 'First.', rootCause: 'A wrong rating.', state: 'preliminary' });
    await window.give('approveRfo');
    await window.give('draftRfo', { summary: 'Second.', rootCause: 'A wrong rating.' });
    return window;
  }

  describe('T3: a customer', () => {
    it('sees a window it was told of, with its own resources and nothing of others', async () => {
      const window = await told();
      const seen = await getWindow(store.db, window.reference, BOLT);
      expect(seen?.ownResources.map(({ id }) => id)).toEqual(['bolt-web']);
      expect(seen?.view).toMatchObject({ reference: window.reference, scopeText: '1 of your resources' });
      const words = JSON.stringify([
        seen,
        await getTimeline(store.db, window.reference, BOLT),
        await listNotices(store.db, window.reference, BOLT),
        await listDeliveries(store.db, window.reference, {}, BOLT),
        await getRfos(store.db, window.reference, BOLT),
      ]);
      expect(words).toContain('bea@bolt.example');
      expect(words).not.toMatch(/acme|tester|engineer/);
    });

    it('does not see what it was not told of: there is no such window', async () => {
      const window = await told();
      expect(await getWindow(store.db, window.reference, DYNE)).toBeUndefined();
      expect(await getTimeline(store.db, window.reference, DYNE)).toEqual([]);
      expect(await listNotices(store.db, window.reference, DYNE)).toEqual([]);
      expect(await listDeliveries(store.db, window.reference, {}, DYNE)).toEqual({ items: [], next: null });
      expect(await getRfos(store.db, window.reference, DYNE)).toEqual([]);
      expect(await listWindows(store.db, {}, {}, DYNE)).toEqual({ items: [], next: null });
    });

    it('sees published RFOs, the provider all of them', async () => {
      const window = await told();
      expect((await getRfos(store.db, window.reference, BOLT)).map(({ version }) => version)).toEqual([1]);
      expect((await getRfos(store.db, window.reference, PROVIDER)).map(({ version }) => version)).toEqual([1, 2]);
    });

    it('counts its own deliveries', async () => {
      const window = await told();
      const [mine] = await listNotices(store.db, window.reference, BOLT);
      expect(mine).toMatchObject({ slug: 'announcement', organizations: 1, recipients: 1 });
      const [all] = await listNotices(store.db, window.reference, PROVIDER);
      expect(all).toMatchObject({ organizations: 2, recipients: 3, deliveries: { accepted: 3, pending: 0 } });
    });
  });

  it('N8: lists deliveries by state, page by page, with the server’s words', async () => {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    const { claim, taken } = await take(store, key, 1);
    await settle(store, claim, taken, { state: 'failed', reply: '550 5.1.1 unknown' });
    const failed = await listDeliveries(store.db, window.reference, { state: 'failed' }, PROVIDER);
    expect(failed.items).toEqual([
      expect.objectContaining({
        state: 'failed',
        reply: '550 5.1.1 unknown',
        notice: { slug: 'announcement', revision: 1 },
      }),
    ]);
    const first = await listDeliveries(store.db, window.reference, { limit: 2 }, PROVIDER);
    const second = await listDeliveries(store.db, window.reference, { limit: 2, cursor: first.next ?? '' }, PROVIDER);
    expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(3);
  });

  describe('the list of windows', () => {
    const titles = async (filters: WindowFilters) => {
      const { items } = await listWindows(store.db, { q: 'filter', ...filters }, { limit: 500 }, PROVIDER);
      return items.map(({ view }) => view.spec.title).sort();
    };

    beforeAll(async () => {
      const emergency = { trigger: 'infrastructure' as const, necessity: 'Smoke.', risk: 'Fire.', mitigation: 'Off.' };
      await StoredWindow.announced(store, { title: 'Filter: announced' });
      await new StoredWindow(store, { title: 'Filter: approved', visibility: 'private' }).record();
      await StoredWindow.announced(store, { title: 'Filter: emergency', class: 'emergency', emergency });
      await StoredWindow.announced(store, { title: 'Filter: 100% overseas', scope: { resources: ['dyne-web'] } });
      const late = await StoredWindow.announced(store, { title: 'Filter: late' });
      late.core.advance(60 * 86_400_000);
      await late.record();
    });

    it.each<[string, WindowFilters, string[]]>([
      ['phase', { phase: ['approved'] }, ['Filter: approved']],
      ['visibility', { visibility: 'private' }, ['Filter: approved']],
      ['class', { class: ['emergency'] }, ['Filter: emergency']],
      ['location', { location: 'us-1' }, ['Filter: 100% overseas']],
      ['a location that only begins alike', { location: 'us' }, []],
      ['what needs somebody', { needsAttention: true }, ['Filter: late']],
      ['a title with a character of LIKE', { q: '100% OVER' }, ['Filter: 100% overseas']],
      ['a pattern that is none', { q: 'Filter_' }, []],
      ['a start after all of them', { from: Date.UTC(2030, 0) }, []],
      ['an end before all of them', { to: Date.UTC(2020, 0) }, []],
    ])('filters by %s', async (_name, filters, expected) => {
      expect(await titles(filters)).toEqual(expected);
    });

    it('filters by the start, from inclusive, to exclusive', async () => {
      const all = await titles({});
      const { items } = await listWindows(store.db, { q: 'Filter: announced' }, {}, PROVIDER);
      const startsAt = items[0]?.view.spec.slot.startsAt ?? 0;
      expect(await titles({ from: startsAt, to: startsAt + 1 })).toEqual(all);
      expect(await titles({ from: startsAt + 1 })).toEqual([]);
    });

    it('pages through windows that start at the same instant without losing one', async () => {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await listWindows(store.db, { q: 'filter' }, { limit: 2, cursor: cursor ?? undefined }, PROVIDER);
        seen.push(...page.items.map(({ view }) => view.reference));
        cursor = page.next;
      } while (cursor);
      expect(seen).toHaveLength(5);
      expect([...seen].sort().reverse()).toEqual(seen);
    });

    it.each(['nonsense', Buffer.from('{"a":1}').toString('base64url'), ''])('refuses the cursor %j', async (cursor) => {
      const asked = listWindows(store.db, {}, { cursor }, PROVIDER);
      await expect(asked).rejects.toThrow(KnownError);
      await expect(asked).rejects.toMatchObject({ code: 'invalid-body', faults: [{ field: 'cursor' }] });
    });
  });

  describe('the lists of the inventory', () => {
    it('T3: hold one organization’s own things', async () => {
      expect((await listInventory(store.db, 'organizations', BOLT)).items).toEqual([
        {
          ...{ id: 'bolt', name: 'Bolt', timeZone: 'America/New_York', maintenanceEmail: null, locale: 'en' },
          ...{ maintenanceEveryDays: null, calendarMode: 'data', brand: null },
        },
      ]);
      expect((await listInventory(store.db, 'contacts', BOLT)).items.map(({ id }) => id)).toEqual([
        'bolt-production',
        'bolt-staging',
      ]);
      expect((await listInventory(store.db, 'environments', BOLT)).items.map(({ id }) => id)).toEqual([
        'bolt-production',
        'bolt-staging',
      ]);
      expect((await listInventory(store.db, 'resources', BOLT)).items.map(({ id }) => id)).toEqual(['bolt-web']);
      expect((await listInventory(store.db, 'locations', BOLT)).items.map(({ path }) => path)).toEqual([
        'eu-1',
        'eu-1/dc-1',
        'eu-1/dc-1/rack-a12',
      ]);
    });

    it('come page by page', async () => {
      await importInventory(store.db, 'resources', [
        resource('page-1', 'dyne', 'us-1/dc-2/rack-b01', 'server', {}),
        resource('page-2', 'dyne', 'us-1/dc-2/rack-b01', 'server', {}),
      ]);
      const first = await listInventory(store.db, 'resources', { ...DYNE, limit: 2 });
      expect(first.items.map(({ id }) => id)).toEqual(['dyne-web', 'page-1']);
      const second = await listInventory(store.db, 'resources', { ...DYNE, limit: 2, cursor: first.next ?? '' });
      expect(second).toMatchObject({ items: [{ id: 'page-2', labels: {} }], next: null });
      await sql`delete from resources where id like 'page-%'`.execute(store.db);
    });
  });
});
