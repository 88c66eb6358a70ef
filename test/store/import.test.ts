import { sql } from 'kysely';
import { demoInventory, loadDemoInventory } from '../../dev/demo/inventory';
import { scopeSchema } from '../../domain/planning/scope';
import { countAudience } from '../../store/inventory/audience';
import type { Database } from '../../store/database/database';
import { importFrom, importInventory } from '../../store/inventory/import/import-inventory';
import type { InventoryTable } from '../../store/inventory/import/rows';
import { listInventory, readInventory, type ListedRows } from '../../store/inventory/inventory';
import { lockedOrDone, resource, useStore } from './support';

describe('the import', () => {
  const store = useStore();

  it('makes the parents of a location, and keeps a name that is not given again', async () => {
    const result = await importInventory(store.db, 'locations', [{ path: 'ap-1/dc-7/rack-c3', name: 'Rack C3' }]);
    expect(result).toMatchObject({ created: 3, updated: 0, rejected: [] });
    await importInventory(store.db, 'locations', [{ path: 'ap-1', name: 'Asia' }, { path: 'ap-1/dc-7/rack-c3' }]);
    const { items } = await listInventory(store.db, 'locations', { limit: 500 });
    expect(items.filter((location) => location.path.startsWith('ap-1'))).toEqual([
      { path: 'ap-1', parent: null, name: 'Asia' },
      { path: 'ap-1/dc-7', parent: 'ap-1', name: 'dc-7' },
      { path: 'ap-1/dc-7/rack-c3', parent: 'ap-1/dc-7', name: 'Rack C3' },
    ]);
  });

  it('replaces by id and counts what was new', async () => {
    const contact = { id: 'imp-1', organizationId: 'acme', name: 'A', email: 'a@acme.example', roles: ['maintenance'] };
    expect(await importInventory(store.db, 'contacts', [contact])).toMatchObject({ created: 1, updated: 0 });
    const changed = { ...contact, email: 'b@acme.example', roles: [], environments: [] };
    expect(await importInventory(store.db, 'contacts', [changed])).toMatchObject({ created: 0, updated: 1 });
    const { items } = await listInventory(store.db, 'contacts', { organizationId: 'acme' });
    expect(items.find(({ id }) => id === 'imp-1')).toMatchObject({
      email: 'b@acme.example',
      roles: [],
      environments: null,
    });
  });

  it('reports each rejected row with its line, field and reason, and takes the rest', async () => {
    const result = await importInventory(store.db, 'organizations', [
      { id: 'good', name: 'Good', timeZone: 'Europe/Berlin', maintenanceEmail: 'noc@good.example' },
      { id: 'zone', name: 'Zone', timeZone: 'Europe/Atlantis' },
      { id: 'offset', name: 'Offset', timeZone: '+01:00' },
      { id: 'mail', name: 'Mail', timeZone: 'Etc/UTC', maintenanceEmail: 'a@b.example, c@d.example' },
      { id: 'crlf', name: 'Two\r\nlines', timeZone: 'Etc/UTC', nickname: 'x' },
      { id: 'good', name: 'Again', timeZone: 'Etc/UTC' },
      'not a row',
    ]);
    expect(result).toMatchObject({ table: 'organizations', created: 1, updated: 0, rejectedRows: 6 });
    expect(result.rejected.map(({ line, field }) => [line, field])).toEqual([
      [2, 'timeZone'],
      [3, 'timeZone'],
      [4, 'maintenanceEmail'],
      [5, 'name'],
      [5, 'nickname'],
      [6, 'id'],
      [7, '(body)'],
    ]);
    expect(result.rejected[0]?.message).toBe('must be an IANA time zone, such as Europe/Berlin');
    expect(result.rejected[5]?.message).toBe('good is given twice; line 1 has it first');
  });

  it('T3: refuses what belongs to another organization or to nobody', async () => {
    const contact = { name: 'X', email: 'x@acme.example' };
    const contacts = await importInventory(store.db, 'contacts', [
      { ...contact, id: 'new-1', organizationId: 'nobody' },
      { ...contact, id: 'new-2', organizationId: 'acme', environments: ['acme-production', 'bolt-production'] },
      { ...contact, id: 'bolt-staging', organizationId: 'acme' },
    ]);
    expect(contacts.rejected).toEqual([
      { line: 1, field: 'organizationId', message: 'nobody is not in the inventory; import organizations first' },
      {
        ...{ line: 2, field: 'environments' },
        message: 'bolt-production is not an environment of organization acme; import environments first',
      },
      {
        ...{ line: 3, field: 'id' },
        message: 'bolt-staging is a contact of organization bolt; give the new one an id of its own',
      },
    ]);
    const environments = await importInventory(store.db, 'environments', [
      { id: 'bolt-staging', organizationId: 'acme', name: 'Taken' },
    ]);
    expect(environments.rejected).toMatchObject([{ field: 'id' }]);
    const resources = await importInventory(store.db, 'resources', [
      {
        ...{ id: 'r-1', organizationId: 'acme', environmentId: 'bolt-production', location: 'nowhere', kind: 'server' },
        name: 'r-1',
      },
    ]);
    expect(resources.rejected.map(({ field }) => field)).toEqual(['environmentId', 'location']);
    expect([contacts, environments, resources].map(({ created, updated }) => created + updated)).toEqual([0, 0, 0]);
  });

  it('takes more rows than a statement has parameters', async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => ({ path: `bulk/r${String(i)}` }));
    expect(await importInventory(store.db, 'locations', rows)).toMatchObject({ created: 70_001 });
  });

  it('leaves rows alone that are the same already', async () => {
    const rows = [
      { id: 'same-1', organizationId: 'acme', name: 'A', email: 'a@acme.example', wantsOptional: false, locale: 'de' },
      { id: 'same-2', organizationId: 'acme', name: 'B', email: 'b@acme.example', environments: ['acme-staging'] },
    ];
    await importInventory(store.db, 'contacts', rows);
    const version = () => sql`select xmin, xmax from contacts where id like 'same-%' order by id`.execute(store.db);
    const before = await version();
    expect(await importInventory(store.db, 'contacts', rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect((await version()).rows).toEqual(before.rows);
    const changed = rows.map((row) => ({ ...row, name: 'A' }));
    expect(await importInventory(store.db, 'contacts', changed)).toMatchObject({ updated: 1, unchanged: 1 });

    const places = [{ path: 'same/a/b' }, { path: 'same/a', name: 'A' }];
    expect(await importInventory(store.db, 'locations', places)).toMatchObject({ created: 3, unchanged: 0 });
    expect(await importInventory(store.db, 'locations', places)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
    });
  });

  it('N12: knows the staff and whom they look after', async () => {
    const result = await importInventory(store.db, 'staff', [
      { id: 'sam', name: 'Sam', email: 'sam@provider.example', role: 'customer-engineer' },
      { id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'manager' },
    ]);
    expect(result).toMatchObject({ created: 1, rejected: [{ line: 2, field: 'role' }] });
    const links = await importInventory(store.db, 'staff_organizations', [
      { staffId: 'sam', organizationId: 'acme' },
      { staffId: 'sam', organizationId: 'nobody' },
      { staffId: 'sue', organizationId: 'acme' },
      { staffId: 'sam', organizationId: 'acme' },
    ]);
    expect(links).toMatchObject({ created: 1, rejectedRows: 3 });
    expect(links.rejected.map(({ line, field, message }) => [line, field, message])).toEqual([
      [2, 'organizationId', 'nobody is not in the inventory; import organizations first'],
      [3, 'staffId', 'sue is not in the inventory; import staff first'],
      [4, 'organizationId', 'sam acme is given twice; line 1 has it first'],
    ]);
  });

  it('names the first 1,000 rejected rows, and tells every one to whoever listens', async () => {
    const heard: number[] = [];
    const rows = Array.from({ length: 12_000 }, (_, i) => ({
      path: i % 2 === 0 ? 'not a path' : `many/r${String(i)}`,
    }));
    const result = await importInventory(store.db, 'locations', rows, { onRejected: (line) => heard.push(line) });
    expect(result).toMatchObject({ created: 6_001, rejectedRows: 6_000 });
    expect(result.rejected).toHaveLength(1_000);
    expect(result.rejected.at(-1)).toMatchObject({ line: 1_999, field: 'path' });
    expect(heard).toHaveLength(6_000);
  });

  it('finds an id again that is given far below', async () => {
    const rows = Array.from({ length: 11_000 }, (_, i) => ({ path: `far/r${String(i)}` }));
    const result = await importInventory(store.db, 'locations', [...rows, { path: 'far/r3' }, { path: 'far/r11000' }]);
    expect(result.rejected).toEqual([
      { line: 11_001, field: 'path', message: 'far/r3 is given twice; line 4 has it first' },
    ]);
  });

  it('changes nothing in a dry run, and says what it would have done', async () => {
    const before = await contentOf(store.db, 'organizations');
    const rows = [
      { id: 'dry', name: 'Dry', timeZone: 'Etc/UTC' },
      { id: 'acme', name: 'Acme, renamed', timeZone: 'Europe/Berlin' },
    ];
    const options = { dryRun: true, deleteMissing: true };
    const result = await importInventory(store.db, 'organizations', rows, options);
    expect(result).toMatchObject({ dryRun: true, created: 1, updated: 1, deletionRefused: null });
    expect(result.deleted).toBe(before.length - 1);
    expect(await contentOf(store.db, 'organizations')).toEqual(before);
  });

  it('leaves nothing behind of a file that breaks off', async () => {
    const before = await contentOf(store.db, 'locations');
    async function* broken() {
      for (let i = 0; i < 6_000; i++) yield { line: i + 1, value: { path: `broken/r${String(i)}` } };
      await Promise.reject(new Error('the line went dead'));
    }
    await expect(importFrom(store.db, 'locations', broken())).rejects.toThrow('the line went dead');
    expect(await contentOf(store.db, 'locations')).toEqual(before);
  });

  it('takes its turn: a second import at the same time waits for the first', async () => {
    const order: string[] = [];
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    async function* slow() {
      order.push('first begins');
      await held;
      yield { line: 1, value: { path: 'turn/a' } };
    }
    const first = importFrom(store.db, 'locations', slow()).then(() => order.push('first is done'));
    while (order.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = importInventory(store.db, 'locations', [{ path: 'turn/b' }]).then(() =>
      order.push('second is done'),
    );
    expect(await lockedOrDone(store, second)).toBe('locked');
    go();
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', 'first is done', 'second is done']);
  });
});

describe('removing what is gone', () => {
  const store = useStore();
  const removing = { deleteMissing: true };

  it('happens only when asked, and takes what belongs to it along', async () => {
    const kept = (await contentOf(store.db, 'organizations')).filter(({ id }) => id !== 'coil');
    expect(await importInventory(store.db, 'organizations', kept)).toMatchObject({ deleted: 0, deletionRefused: null });
    expect(await importInventory(store.db, 'organizations', kept, removing)).toMatchObject({
      ...{ created: 0, updated: 0, unchanged: 3 },
      ...{ deleted: 1, deletionRefused: null },
    });
    expect(await idsOf(store.db, 'contacts')).not.toContain('coil-bill');
    expect(await idsOf(store.db, 'resources')).toEqual(['acme-db', 'acme-web', 'bolt-web', 'dyne-web']);
  });

  it('is refused when a row was rejected: it may be the one that seems to be missing', async () => {
    const [, ...kept] = await contentOf(store.db, 'resources');
    const result = await importInventory(store.db, 'resources', [...kept, { id: 'acme-db', name: 'x' }], removing);
    expect(result).toMatchObject({ rejectedRows: 1, deleted: 0 });
    expect(result.deletionRefused).toBe('a row was rejected, so it is not certain what is missing: correct them first');
    expect(await idsOf(store.db, 'resources')).toContain('acme-db');
  });

  it('is refused when there is no row at all', async () => {
    const result = await importInventory(store.db, 'contacts', [], removing);
    expect(result.deletionRefused).toBe('there is no row at all, which would remove every one of contacts');
    expect((await idsOf(store.db, 'contacts')).length).toBeGreaterThan(0);
  });

  it('is refused for locations in use; parents of what is kept stay', async () => {
    const rows = [{ path: 'eu-1/dc-1/rack-a12' }, { path: 'us-1/dc-2/rack-b01' }];
    await importInventory(store.db, 'resources', [
      resource('dyne-far', 'dyne', 'eu-1/dc-1/rack-a1', 'server', {}),
      ...(await contentOf(store.db, 'resources')),
    ]);
    const refused = await importInventory(store.db, 'locations', rows, removing);
    expect(refused.deletionRefused).toBe(
      'one location is still in use by resources, such as eu-1/dc-1/rack-a1: import resources first',
    );
    await store.db.deleteFrom('resources').where('id', '=', 'dyne-far').execute();
    expect(await importInventory(store.db, 'locations', rows, removing)).toMatchObject({ deleted: 1 });
    const paths = (await contentOf(store.db, 'locations')).map(({ path }) => path);
    expect(paths).toEqual(['eu-1', 'eu-1/dc-1', 'eu-1/dc-1/rack-a12', 'us-1', 'us-1/dc-2', 'us-1/dc-2/rack-b01']);
  });

  it('knows rows that are named by two ids', async () => {
    const rows = [{ staffId: 'rita', organizationId: 'acme' }];
    expect(await importInventory(store.db, 'staff_organizations', rows, removing)).toMatchObject({ deleted: 2 });
    expect(await contentOf(store.db, 'staff_organizations')).toEqual(rows);
  });

  it('T8: a file that lacks more than a fifth of the rows, and more than ten, removes none without force; the refusal has the figures', async () => {
    const { db } = store;
    const rows = Array.from({ length: 60 }, (_, i) => ({
      id: `p${String(i)}`,
      name: 'P',
      email: `p${String(i)}@provider.example`,
      role: 'account-representative',
    }));
    const others = (await contentOf(db, 'staff')).length;
    await importInventory(db, 'staff', rows);
    // new rows do not make the share smaller
    const short = [...rows.slice(0, 40), ...rows.map(({ id, ...row }) => ({ ...row, id: `new-${id}` }))];
    const refused = await importInventory(db, 'staff', short, removing);
    expect(refused).toMatchObject({ created: 60, deleted: 0 });
    const gone = 20 + others;
    const share = Math.floor((gone / (60 + others)) * 100);
    expect(refused.deletionRefused).toBe(
      `${String(gone)} of ${String(60 + others)} staff (${String(share)} %) are not in the file, and more than 20 % and 10 rows are ` +
        'removed only with force=true (forewarn import --force): look first whether the file is whole',
    );
    const whole = await contentOf(db, 'staff');
    expect(await importInventory(db, 'staff', whole.slice(11), { ...removing, dryRun: true })).toMatchObject({
      deleted: 11,
    });
    expect(await importInventory(db, 'staff', short, { ...removing, force: true })).toMatchObject({ deleted: gone });
    expect((await contentOf(db, 'staff')).length).toBe(100);
  });
});

/** Every row of a table as an import takes it. */
async function contentOf<T extends InventoryTable>(db: Database, table: T): Promise<ListedRows[T][]> {
  const rows: ListedRows[T][] = [];
  for await (const chunk of readInventory(db, table, { organizationId: null })) rows.push(...chunk);
  return rows;
}

async function idsOf(db: Database, table: 'contacts' | 'resources'): Promise<string[]> {
  return (await contentOf(db, table)).map(({ id }) => id);
}

describe('the demo inventory', () => {
  const store = useStore();

  it('is the same at every call, and safe to load again', async () => {
    expect(demoInventory()).toEqual(demoInventory());
    const first = await loadDemoInventory(store.url());
    expect(first.map(({ table, created, updated }) => [table, created + updated])).toEqual([
      ['locations', 36],
      ['organizations', 40],
      ['environments', 80],
      ['contacts', 100],
      ['resources', 300],
      ['staff', 9],
      ['staff_organizations', 80],
    ]);
    const second = await loadDemoInventory(store.url());
    expect(second.every(({ created }) => created === 0)).toBe(true);
  });

  it('L9: has two databases of each customer that stand in for each other, in two racks', () => {
    const places = new Map<string, string[]>();
    for (const { redundancyGroup, location } of demoInventory().resources) {
      if (redundancyGroup) places.set(redundancyGroup, [...(places.get(redundancyGroup) ?? []), location]);
    }
    expect(places.size).toBe(40);
    for (const [one, other, ...more] of places.values()) expect([one !== other, more]).toEqual([true, []]);
  });

  it('fills the rack of the examples with twelve organizations', async () => {
    const { items } = await listInventory(store.db, 'resources', { limit: 500 });
    const inRack = items.filter(
      ({ id, location }) => /^(srv|db|app|cir|sto)-\d+$/.test(id) && location.endsWith('rack-a12'),
    );
    expect(inRack).toHaveLength(24);
    expect(new Set(inRack.map(({ organizationId }) => organizationId)).size).toBe(12);
    expect(new Set(inRack.map(({ kind }) => kind)).size).toBe(5);
    expect(items.filter(({ kind }) => kind === 'circuit').length).toBeGreaterThan(20);
    const everybody = await countAudience(store.db, scopeSchema.parse({ all: true }), false);
    expect(everybody.organizations).toBe(44);
  });
});
