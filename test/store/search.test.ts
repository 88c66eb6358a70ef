import { sql } from 'kysely';
import { MOST_HITS, searchFor, searchQuery, SEARCH_KINDS, type SearchKind } from '../../store/inventory/search';
import type { Viewer } from '../../store/windows/viewer';
import { StoredWindow, useStore } from './support';

const store = useStore();

const STAFF: Viewer = { organizationId: null };
const only = (...organizations: string[]): Viewer => ({ organizationId: null, organizations });
const found = async (kind: SearchKind, words: string, viewer = STAFF) =>
  (await searchFor(store.db, kind, words, viewer)).hits.map(({ id }) => id);

describe('P8: a search', () => {
  it('finds windows by any part of title or reference, and by the id of a change behind them', async () => {
    const window = new StoredWindow(store, {
      title: 'Swap the 100% full fans_of hall B',
      references: [{ system: 'jira', id: 'CHG-4711', url: 'https://jira.example/CHG-4711' }],
    });
    await window.record();
    const other = new StoredWindow(store, { title: 'Something else' });
    await other.record();
    expect(await found('windows', 'FANS')).toEqual([window.reference]);
    expect(await found('windows', window.reference.toLowerCase())).toEqual([window.reference]);
    expect(await found('windows', 'CHG-4711')).toEqual([window.reference]);
    // signs of a pattern are letters
    expect(await found('windows', '100%')).toEqual([window.reference]);
    expect(await found('windows', 's_of')).toEqual([window.reference]);
    expect(await found('windows', '_')).toEqual([window.reference]);
    expect(await found('windows', '\\')).toEqual([]);
  });

  it('finds customers, environments, resources and places', async () => {
    expect(await found('customers', 'OLT')).toEqual(['bolt']);
    expect(await found('environments', 'prod')).toHaveLength(4);
    expect(await found('environments', 'acme-staging')).toEqual(['acme-staging']);
    expect(await found('resources', 'ACME-')).toEqual(['acme-db', 'acme-web']);
    // by how it begins alone
    expect(await found('resources', 'web')).toEqual([]);
    expect(await found('places', 'rack-a1')).toEqual(['eu-1/dc-1/rack-a1', 'eu-1/dc-1/rack-a12']);
    const { hits } = await searchFor(store.db, 'resources', 'acme-db', STAFF);
    expect(hits).toEqual([
      {
        ...{ id: 'acme-db', name: 'acme-db', note: 'database of Acme, eu-1/dc-1/rack-a12' },
        ...{ place: 'eu-1/dc-1/rack-a12', organization: 'acme' },
      },
    ]);
  });

  it('finds people by their whole address alone', async () => {
    expect(await found('contacts', 'BEA@bolt.example')).toEqual(['bolt-production']);
    expect(await found('staff', 'rita@provider.example')).toEqual(['rita']);
    for (const part of ['bea', 'bea@bolt', '@bolt.example', 'bea@%', 'Bea']) {
      expect(await found('contacts', part)).toEqual([]);
    }
  });

  it('T3: shows somebody limited to organizations nothing of others', async () => {
    const window = new StoredWindow(store, { title: 'Work at dyne', scope: { locations: ['us-1/dc-2/rack-b01'] } });
    await window.record();
    const words: Record<SearchKind, string> = {
      ...{ windows: 'Work at dyne', customers: 'dyne', environments: 'dyne-production', resources: 'dyne-web' },
      ...{ places: 'rack-b01', contacts: 'bea@bolt.example', staff: 'rita@provider.example' },
    };
    for (const kind of SEARCH_KINDS) {
      expect([kind, await found(kind, words[kind])]).not.toEqual([kind, []]);
      expect([kind, await found(kind, words[kind], only('coil'))]).toEqual([kind, []]);
    }
    expect(await found('resources', 'dyne-web', only('dyne'))).toEqual(['dyne-web']);
    expect(await found('windows', 'Work at dyne', only('dyne'))).toEqual([window.reference]);
  });
});

it('P8: beside 500,000 resources it reads a few rows of an index, in its order', async () => {
  await sql`
    insert into resources (id, organization_id, environment_id, location, kind, name)
    select 'many-' || n, 'acme', 'acme-production', 'eu-1/dc-1/rack-a12', 'server', 'Host-' || n from generate_series(1, 500000) n
  `.execute(store.db);
  await sql`analyze resources`.execute(store.db);
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain (costs off) ${searchQuery('resources', 'host-4', STAFF)}
  `.execute(store.db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('resources_by_name');
  expect(plan).not.toContain('Seq Scan on resources');
  const { hits, hasMore } = await searchFor(store.db, 'resources', 'HOST-4', STAFF);
  expect([hits.length, hasMore, hits[0]?.name]).toEqual([MOST_HITS, true, 'Host-4']);
  expect(await found('resources', 'many-77')).toEqual(['many-77']);
});
