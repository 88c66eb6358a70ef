import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { demoInventory, loadDemoInventory } from '../../dev/demo-inventory';
import { scopeSchema } from '../../domain/scope';
import { countAudience } from '../../store/audience';
import { readCsv } from '../../store/import/csv';
import { importInventory } from '../../store/import/import-inventory';
import { listContacts, listLocations, listResources } from '../../store/inventory';
import { useStore } from './support';

describe('the import', () => {
  const store = useStore();

  it('makes the parents of a location, and keeps a name that is not given again', async () => {
    const result = await importInventory(store.db, 'locations', [{ path: 'ap-1/dc-7/rack-c3', name: 'Rack C3' }]);
    expect(result).toMatchObject({ created: 3, updated: 0, rejected: [] });
    await importInventory(store.db, 'locations', [{ path: 'ap-1', name: 'Asia' }, { path: 'ap-1/dc-7/rack-c3' }]);
    const { items } = await listLocations(store.db, { limit: 500 });
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
    const { items } = await listContacts(store.db, { organizationId: 'acme' });
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

  describe('from CSV', () => {
    it('reads lists and labels, leaves empty cells out, and keeps each line', async () => {
      const text = [
        '\ufeffid,organizationId,environmentId,location,kind,name,labels',
        '',
        'csv-1,acme,acme-production,eu-1/dc-1/rack-a12,server,"web, one",tier=web;os = linux',
        'csv-2,acme,acme-production,eu-1/dc-1/rack-a12,server,two,',
        'csv-3,acme,acme-production,eu-1/dc-1/rack-a12,server,three,tier',
        'csv-4,acme,acme-production,eu-1/dc-1/rack-a12,server',
        'csv-5,acme,acme-production,eu-1/dc-1/rack-zz,server,five,',
      ].join('\r\n');
      const { rows, lines, rejected } = readCsv('resources', text);
      expect(rejected).toEqual([
        { line: 5, field: 'labels', message: expect.stringContaining('key=value') as string },
        { line: 6, field: '(row)', message: 'has 5 cells; the header has 7' },
      ]);
      const result = await importInventory(store.db, 'resources', rows, lines);
      expect(result).toMatchObject({ created: 2, rejected: [{ line: 7, field: 'location' }] });
      const { items } = await listResources(store.db, { organizationId: 'acme' });
      expect(items.find(({ id }) => id === 'csv-1')).toMatchObject({
        name: 'web, one',
        labels: { tier: 'web', os: 'linux' },
      });
      expect(items.find(({ id }) => id === 'csv-2')).toMatchObject({ labels: {} });
    });

    it('reads roles and environments', () => {
      const { rows } = readCsv(
        'contacts',
        'id,organizationId,name,email,roles,environments\nc-1,acme,A,a@acme.example,ops-alert; maintenance,acme-production\n',
      );
      expect(rows).toEqual([
        {
          ...{ id: 'c-1', organizationId: 'acme', name: 'A', email: 'a@acme.example' },
          ...{ roles: ['ops-alert', 'maintenance'], environments: ['acme-production'] },
        },
      ]);
    });

    it.each([
      [
        'an unknown column',
        'id,name,timezone\n',
        ['"timezone" is not a field of organizations', '"timeZone" is missing'],
      ],
      ['a column given twice', 'id,name,timeZone,name\n', ['"name" is there twice']],
      ['nothing', '', ['is empty']],
    ])('rejects a file with %s as a whole', (_name, text, messages) => {
      const { rows, rejected } = readCsv('organizations', `${text}${text && 'a,b,Etc/UTC\n'}`);
      expect(rows).toEqual([]);
      expect(rejected.map(({ line }) => line)).toEqual(messages.map(() => 1));
      messages.forEach((message, i) => expect(rejected[i]?.message).toContain(message));
    });

    it('names the line of a quote inside a cell, and goes on', () => {
      const { rows, rejected } = readCsv('locations', 'path,name\na/b,x"y\na/c,z\n');
      expect(rejected).toEqual([{ line: 2, field: '(row)', message: expect.stringContaining('quote') as string }]);
      expect(rows).toEqual([{ path: 'a/c', name: 'z' }]);
    });

    it.each([
      ['never closed', 'path,name\na/a,z\na/b,"x\na/c,z\na/d,z\n'],
      ['closed too early', 'path,name\na/a,z\na/b,"x"y\na/c,"z"\na/d,z\n'],
    ])('says from where on nothing was read when a quote is %s', (_name, text) => {
      const { rows, rejected } = readCsv('locations', text);
      expect(rejected).toEqual([
        { line: 3, field: '(file)', message: expect.stringContaining('not closed') as string },
      ]);
      expect(rows).toEqual([{ path: 'a/a', name: 'z' }]);
    });
  });

  it('as a script: takes files in any order, lists what was rejected, and says so in its exit code', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-import-'));
    try {
      const environments = path.join(folder, 'environments.csv');
      const json = path.join(folder, 'customers.json');
      await writeFile(environments, 'id,organizationId,name\nscript-production,script,Production\nx,nobody,X\n');
      await writeFile(json, JSON.stringify({ organizations: [{ id: 'script', name: 'Script', timeZone: 'Etc/UTC' }] }));
      const run = promisify(execFile)(process.execPath, ['--import', 'tsx', 'dev/import.ts', environments, json], {
        env: { ...process.env, DATABASE_URL: store.url() },
      });
      const failure = (await run.catch((error: unknown) => error)) as { code: number; stdout: string };
      expect(failure.code).toBe(1);
      expect(failure.stdout).toBe(
        `${json}, organizations: 1 created, 0 updated, 0 rejected\n` +
          `${environments}, environments: 1 created, 0 updated, 1 rejected\n` +
          '  line 3: organizationId nobody is not in the inventory; import organizations first\n',
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

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
    ]);
    const second = await loadDemoInventory(store.url());
    expect(second.every(({ created }) => created === 0)).toBe(true);
  });

  it('fills the rack of the examples with twelve organizations', async () => {
    const { items } = await listResources(store.db, { limit: 500 });
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
