import { sql, type RawBuilder } from 'kysely';
import type { InventoryTable } from '../../store/inventory/import/rows';
import { foundQuery, listInventory, type InventoryFilters } from '../../store/inventory/inventory';
import type { Viewer } from '../../store/windows/viewer';
import { useStore } from './support';

describe('N5: lists of the inventory', () => {
  const store = useStore();
  const ids = async (table: InventoryTable, narrowed: InventoryFilters, viewer: Viewer = { organizationId: null }) => {
    const { items } = await listInventory(store.db, table, { narrowed, ...viewer });
    return items.map((row) =>
      'id' in row ? row.id : 'path' in row ? row.path : `${row.staffId} ${row.organizationId}`,
    );
  };

  it('are searched by what an id, a name or an address begins with, in any case', async () => {
    expect(await ids('contacts', { q: 'ACME-' })).toEqual(['acme-bill', 'acme-noc', 'acme-ops']);
    expect(await ids('contacts', { q: 'ops@ACME' })).toEqual(['acme-ops']);
    expect(await ids('contacts', { q: 'ada' })).toEqual(['acme-noc']);
    expect(await ids('resources', { q: 'acme-w' })).toEqual(['acme-web']);
    expect(await ids('locations', { q: 'eu-1/dc-1/' })).toEqual(['eu-1/dc-1/rack-a1', 'eu-1/dc-1/rack-a12']);
    // what means something to a pattern is a letter like others
    for (const q of ['%', '_', 'acme_', '\\', "'"]) expect(await ids('contacts', { q })).toEqual([]);
  });

  it('are narrowed to one organization', async () => {
    expect(await ids('contacts', { organization: 'bolt' })).toEqual(['bolt-production', 'bolt-staging']);
    expect(await ids('contacts', { organization: 'bolt', q: 'bob' })).toEqual(['bolt-staging']);
    expect(await ids('staff', { organization: 'bolt' })).toEqual(['rita']);
    expect(await ids('staff_organizations', { organization: 'acme' })).toEqual(['carl acme', 'rita acme']);
    expect(await ids('organizations', { organization: 'acme' })).toEqual(['acme']);
  });

  it('T3: show a limited viewer nothing of others, whatever is asked for', async () => {
    const acme = { organizationId: null, organizations: ['acme'] };
    expect(await ids('contacts', { organization: 'bolt' }, acme)).toEqual([]);
    expect(await ids('resources', { q: 'b' }, acme)).toEqual([]);
    expect(await ids('contacts', { q: 'a' }, acme)).toEqual(['acme-bill', 'acme-noc', 'acme-ops']);
  });

  it('reach large tables by an index, narrowed or not', async () => {
    await sql`
      insert into contacts (id, organization_id, name, email)
        select 'many-' || n, 'acme', 'Person ' || n, 'p' || n || '@many.example' from generate_series(1, 20000) n
    `.execute(store.db);
    await sql`vacuum analyze contacts`.execute(store.db);
    const planOf = async (query: RawBuilder<unknown>) => {
      const { rows } = await sql<Record<string, string>>`explain ${query}`.execute(store.db);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const search = await planOf(foundQuery('contacts', 'person 7', undefined, 51));
    expect(search).toContain('contacts_found_by_name');
    expect(search).toContain('Index Only Scan using contacts_found_by_id');
    expect(search).not.toContain('Seq Scan');
    expect(await planOf(sql`select * from contacts where (id) > ('many-5') order by id limit 51`)).toContain(
      'contacts_pkey',
    );
  });

  it('find those that stand far behind in their order, and the page after them', async () => {
    await sql`
      insert into contacts (id, organization_id, name, email)
        select 'row-' || n, 'bolt', 'Other ' || n, 'o' || n || '@bolt.example' from generate_series(10000, 13000) n
    `.execute(store.db);
    const found = async (q: string) => {
      const all: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await listInventory(store.db, 'contacts', {
          ...{ organizationId: null, narrowed: { q }, limit: 100 },
          ...(cursor === undefined ? {} : { cursor }),
        });
        all.push(...page.items.map(({ id }) => id));
        if (page.next === null) return all;
        cursor = page.next;
      }
    };
    const expected = async (q: string) => {
      const { rows } = await sql<{ id: string }>`
        select id from contacts where lower(id) like ${`${q}%`} or lower(name) like ${`${q}%`} or lower(email) like ${`${q}%`} order by id
      `.execute(store.db);
      return rows.map(({ id }) => id);
    };
    for (const q of ['other 129', 'row-12', 'o', 'person 77', 'p77']) {
      const all = await expected(q);
      expect([q, all.length]).not.toEqual([q, 0]);
      expect([q, await found(q)]).toEqual([q, all]);
    }
  });
});
