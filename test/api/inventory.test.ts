import { problemIn, useApi } from './support/api';

const api = useApi();
const load = (table: string, body: unknown) => api.as('admin').post(`/v1/inventory/${table}`, body);
const loadCsv = (table: string, text: string) =>
  api
    .as('admin')
    .post(`/v1/inventory/${table}`)
    .type('text/csv')
    .serialize((sent) => sent)
    .send(text);
const ids = async (table: string) => {
  const { body } = await api.as('admin').get(`/v1/inventory/${table}?limit=500`).expect(200);
  return (body as { items: { id: string; path: string }[] }).items.map(({ id, path }) => id || path);
};

describe('N5: the inventory', () => {
  it('takes rows as JSON, new and known ones', async () => {
    const rows = [
      { id: 'echo', name: 'Echo', timeZone: 'Europe/Vienna' },
      { id: 'acme', name: 'Acme Inc', timeZone: 'Europe/Berlin', maintenanceEmail: 'noc@acme.example' },
    ];
    const { body } = await load('organizations', rows).expect(200);
    expect(body).toEqual({
      ...{ table: 'organizations', dryRun: false, created: 1, updated: 1, unchanged: 0 },
      ...{ deleted: 0, deletionRefused: null, rejectedRows: 0, rejected: [] },
    });
    expect(await ids('organizations')).toContain('echo');
  });

  it('takes CSV, and names the line of each row it cannot use', async () => {
    const { body } = await loadCsv(
      'environments',
      'id,organizationId,name\nacme-test,acme,Test\nnew-one,nobody,Live\n',
    ).expect(200);
    expect(body).toMatchObject({
      table: 'environments',
      created: 1,
      updated: 0,
      rejectedRows: 1,
      rejected: [
        { line: 3, field: 'organizationId', message: 'nobody is not in the inventory; import organizations first' },
      ],
    });
  });

  it('takes several tables in the order they need', async () => {
    const tables = {
      resources: [
        {
          id: 'foxtrot-1',
          organizationId: 'foxtrot',
          environmentId: 'foxtrot-live',
          location: 'eu-2/dc-1',
          kind: 'server',
          name: 'web',
        },
      ],
      environments: [{ id: 'foxtrot-live', organizationId: 'foxtrot', name: 'Live' }],
      organizations: [{ id: 'foxtrot', name: 'Foxtrot', timeZone: 'Asia/Tokyo' }],
      locations: [{ path: 'eu-2/dc-1' }],
    };
    const { body } = await api.as('admin').post('/v1/inventory', tables).expect(200);
    expect((body as { tables: object[] }).tables).toMatchObject([
      { table: 'locations', created: 2 },
      { table: 'organizations', created: 1 },
      { table: 'environments', created: 1 },
      { table: 'resources', created: 1 },
    ]);
    expect(await ids('locations')).toEqual(expect.arrayContaining(['eu-2', 'eu-2/dc-1']));
  });

  it.each<[string, unknown, string, string]>([
    [
      'organizations',
      [{ id: 'x', name: 'X', timeZone: 'Middle/Earth' }],
      'line 1, timeZone',
      'must be an IANA time zone, such as Europe/Berlin',
    ],
    ['organizations', [{ id: 'x', name: 'X' }], 'line 1, timeZone', 'is required'],
    ['organizations', [5], 'line 1, (body)', 'object'],
    [
      'contacts',
      [{ id: 'x', organizationId: 'acme', name: 'X', email: 'a@b.example\r\nBcc: c@d.example' }],
      'line 1, email',
      'must be one mail address',
    ],
    ['organizations', { id: 'x' }, '(body)', 'must be a list of at most 200000 rows'],
  ])('refuses %s of which none fits: %j', async (table, body, field, message) => {
    const before = await api.stored();
    const problem = problemIn(await load(table, body).expect(422));
    expect(problem.errors).toMatchObject([{ field, message: expect.stringContaining(message) as string }]);
    expect(await api.stored()).toEqual(before);
  });

  it('refuses CSV with another header, and tables it does not have', async () => {
    const csv = problemIn(await loadCsv('organizations', 'id,nom\nx,X\n').expect(422));
    expect(csv.errors[0]).toMatchObject({
      field: 'line 1, (header)',
      message: expect.stringContaining('"nom" is not a field') as string,
    });
    const unknown = problemIn(await api.as('admin').post('/v1/inventory', { people: [] }).expect(422));
    expect(unknown.errors).toEqual([{ field: 'people', message: 'is not a known field' }]);
    const none = problemIn(await api.as('admin').post('/v1/inventory', {}).expect(422));
    expect(none.detail).toContain('names no table');
  });

  it('takes far more than other operations, up to its own limit', async () => {
    const padding = ' '.repeat(2_000_000);
    const row = '{"id":"big","name":"Big","timeZone":"UTC"}';
    const list = (text: string) => {
      const test = api.as('admin').post('/v1/inventory/organizations').type('json');
      return test.serialize((sent) => sent).send(text);
    };
    await list(`[${row}${padding}]`).expect(200);
    const problem = problemIn(await list(' '.repeat(50_000_001)).expect(413));
    expect(problem.detail).toContain('50000000 bytes');
  }, 30_000);

  it('is listed in pages', async () => {
    const all = await ids('resources');
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.as('operator').get(`/v1/inventory/resources?limit=2${cursor}`).expect(200);
      const { items, next } = body as { items: { id: string }[]; next: string | null };
      paged.push(...items.map(({ id }) => id));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(paged).toEqual(all);
  });

  it('is listed in pages however long its ids are', async () => {
    const rowsOf = (table: string, rows: object[]) => api.as('admin').post(`/v1/inventory/${table}`, rows).expect(200);
    const long = (first: string) => first.padEnd(200, '-');
    const customers = [long('customer-1'), long('customer-2')];
    await rowsOf(
      'organizations',
      customers.map((id) => ({ id, name: 'Long', timeZone: 'UTC' })),
    );
    await rowsOf('staff', [{ id: long('zoe'), name: 'Zoe', email: 'zoe@provider.example', role: 'support' }]);
    await rowsOf(
      'staff_organizations',
      customers.map((organizationId) => ({ staffId: long('zoe'), organizationId })),
    );
    const { body: first } = await api.as('admin').get('/v1/inventory/staff_organizations?limit=500').expect(200);
    const { items } = first as { items: { organizationId: string }[] };
    const before = items.findIndex(({ organizationId }) => organizationId === customers[0]);
    const { body: page } = await api.as('admin').get(`/v1/inventory/staff_organizations?limit=${String(before + 1)}`);
    const { next } = page as { next: string };
    const { body: rest } = await api.as('admin').get(`/v1/inventory/staff_organizations?cursor=${next}`).expect(200);
    expect((rest as { items: object[] }).items).toEqual(items.slice(before + 1));
  });
});
