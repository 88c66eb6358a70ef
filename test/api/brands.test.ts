import { importInventory } from '../../store/inventory/import/import-inventory';
import { betrayalsOf, BETRAYALS, brandedConfig, PNG } from '../support/brands';
import { FEED_PATHS, JSON_PATHS } from '../support/status-page-app';
import { createLedger } from '../../store/ledger/ledger';
import { deliver, StoredWindow } from '../store/support';
import { openingBody } from '../support/windows';
import { PUBLIC_URL, useApi } from './support/api';

/** P7, C2: brands of organizations over the API, and the pages of each. */

const { brands, inForce } = brandedConfig(undefined, { FOREWARN_PUBLIC_URL: PUBLIC_URL });
const api = useApi({ brands, inForce });

const organization = (id: string, brand?: string) => ({
  ...{ id, name: `The ${id} company`, timeZone: 'Etc/UTC', maintenanceEmail: `ops@${id}.example` },
  ...(brand === undefined ? {} : { brand }),
  ...(brand === 'nordwind' ? { locale: 'de' } : {}),
});
const HOSTS = { '': 'status.provider.example', nordwind: 'status.nordwind.example', solara: 'status.solara.example' };
type BrandName = keyof typeof HOSTS;
const NAMES = Object.keys(HOSTS) as BrandName[];
const at = (brand: BrandName, path: string) => api.anonymous().get(path).set('Host', HOSTS[brand]);

/** Windows by whom they are for: racks of the inventory of the tests, see test/store/support.ts. */
const windows = {} as Record<'both' | 'default' | 'nordwind', StoredWindow>;

beforeAll(async () => {
  // rack a12 is of acme and bolt, rack b01 of dyne
  const rows = [organization('acme', 'nordwind'), organization('bolt', 'solara'), organization('dyne')];
  const { rejected } = await importInventory(api.store.db, 'organizations', rows, { brands: ['nordwind', 'solara'] });
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  const scopes = {
    both: { locations: ['eu-1/dc-1/rack-a12'] },
    default: { locations: ['us-1/dc-2/rack-b01'] },
    nordwind: { resources: ['acme-web'] },
  };
  for (const name of ['both', 'default', 'nordwind'] as const) {
    const emergency = { trigger: 'infrastructure', necessity: 'n', risk: 'r', mitigation: 'm' } as const;
    windows[name] = await StoredWindow.announced(api.store, {
      ...{ title: `Work for ${name}`, scope: scopes[name] },
      ...(name === 'default' ? { class: 'emergency', emergency } : {}),
    });
    await deliver({ ...api.store, ledger: ledger() }, windows[name].key('announcement'));
  }
});

/** As the worker has it. */
const ledger = () =>
  createLedger(api.store.db, {
    ...{ messageDomain: 'grundwerk.example' },
    brandDomains: { nordwind: 'nordwind.example', solara: 'solara.example' },
  });

const SHOWN: Record<BrandName, readonly (keyof typeof windows)[]> = {
  '': ['default'],
  nordwind: ['both', 'nordwind'],
  solara: ['both'],
};

describe('P7: the field `brand` of an organization', () => {
  it('is refused with the list where the file of rules has no such brand, and the rest goes in', async () => {
    const rows = [organization('acme', 'nordwind'), organization('zeta', 'nordwnd'), organization('eta', 'No brand')];
    const { body } = await api.as('admin').post('/v1/inventory/organizations', rows).expect(200);
    expect(body).toMatchObject({
      ...{ unchanged: 1, created: 0, rejectedRows: 2 },
      rejected: [
        {
          ...{ line: 2, field: 'brand' },
          message:
            'must be a brand of the file of rules, and it has nordwind, solara; leave it out for the default one',
        },
        { line: 3, field: 'brand', message: 'must be the name of a brand in the file of rules, such as acme' },
      ],
    });
    await api
      .as('admin')
      .post('/v1/inventory', { organizations: [organization('zeta', 'nordwnd')] })
      .expect(422);
  });

  test.each(['csv', 'jsonl'])('is listed, and exported as %s in a form that is imported again', async (format) => {
    const { body } = await api.as('admin').get('/v1/inventory/organizations').expect(200);
    expect(body).toMatchObject({
      items: [
        { id: 'acme', brand: 'nordwind' },
        { id: 'bolt', brand: 'solara' },
        { id: 'coil', brand: null },
        { id: 'dyne', brand: null },
      ],
    });
    const { text } = await api.as('admin').get(`/v1/inventory/organizations/export?format=${format}`).expect(200);
    const again = await api
      .as('admin')
      .post('/v1/inventory/organizations')
      .type(format === 'csv' ? 'text/csv' : 'application/x-ndjson')
      .send(text)
      .expect(200);
    expect(again.body).toMatchObject({ unchanged: 4, updated: 0, rejectedRows: 0 });
  });

  it('`GET /v1/config` shows every brand, and no key', async () => {
    const { body, text } = await api.as('admin').get('/v1/config').expect(200);
    expect(body).toMatchObject({
      values: expect.arrayContaining([
        { name: 'brands.nordwind.page', value: 'https://status.nordwind.example', from: 'file', secret: false },
        { name: 'brands.solara.dkim.key.env', value: 'SOLARA_DKIM', from: 'file', secret: false },
        { name: 'support.phone', value: '+49 30 1111111', from: 'file', secret: false },
      ]) as unknown,
    });
    expect(text).not.toContain('PRIVATE KEY');
  });
});

describe('P7: the page of each brand', () => {
  const paths = ['/', '/history', '/subscribe', ...FEED_PATHS, '/calendar.ics', ...JSON_PATHS];

  test.each(NAMES)(
    '%p: shows the windows for its customers, by its own name, and nothing of another',
    async (brand) => {
      for (const path of paths) {
        const { text } = await at(brand, path).expect(200);
        expect([path, betrayalsOf(text, brand)]).toEqual([path, []]);
        // its own: in name, links or both
        expect([path, (BETRAYALS[brand] ?? /never/).test(text) || text.includes(HOSTS[brand])]).toEqual([path, true]);
      }
      for (const path of ['/', '/history.rss', '/history.atom', '/calendar.ics', '/api/v2/summary.json']) {
        const { text } = await at(brand, path).expect(200);
        const shown = Object.keys(windows).filter((name) => text.includes(`Work for ${name}`));
        expect([path, shown.sort()]).toEqual([path, [...SHOWN[brand]].sort()]);
      }
      for (const name of Object.keys(windows) as (keyof typeof windows)[]) {
        const there = SHOWN[brand].includes(name);
        const { text } = await at(brand, `/windows/${windows[name].reference}`).expect(there ? 200 : 404);
        expect(betrayalsOf(text, brand)).toEqual([]);
        expect(text.includes(`Work for ${name}`)).toBe(there);
      }
    },
  );

  test.each(NAMES)('%p: names the places where it has resources, and no other', async (brand) => {
    const { body } = await at(brand, '/api/v2/components.json').expect(200);
    const names = (body as { components: { name: string }[] }).components.map(({ name }) => name);
    // coil, of the default brand, is in dc-1, too
    const places = brand === '' ? ['dc-1', 'dc-2', 'eu-1', 'us-1'] : ['dc-1', 'eu-1'];
    expect([...names].sort()).toEqual(places);
    expect((body as { page: unknown }).page).toMatchObject({ url: `https://${HOSTS[brand]}` });
  });

  it('a host nobody has is the default page', async () => {
    const { text } = await api.anonymous().get('/').set('Host', 'elsewhere.example').expect(200);
    expect(text).toContain('Work for default');
    expect(betrayalsOf(text, '')).toEqual([]);
  });

  it('logo and colours are files of the brand’s own host', async () => {
    const { text } = await at('nordwind', '/').expect(200);
    const [, logo = ''] = /<img class="logo" src="\.\/(assets\/logo\.[^"]+)" alt="Nordwind Hosting"/.exec(text) ?? [];
    const { body, headers: ofLogo } = await at('nordwind', `/${logo}`).expect(200);
    expect(ofLogo['content-type']).toBe('image/png');
    expect(PNG.equals(body as Buffer)).toBe(true);
    await at('solara', `/${logo}`).expect(404);
    const [, sheet = ''] = /href="\.\/(assets\/brand\.[^"]+)"/.exec(text) ?? [];
    expect((await at('nordwind', `/${sheet}`).expect(200)).text).toContain('--link:#0b5cad');
    // what is elsewhere may be loaded, from there alone
    expect((await at('solara', '/').expect(200)).text).toContain('src="https://www.solara.example/logo.png"');
    const policyAt = async (brand: BrandName) => (await at(brand, '/')).headers['content-security-policy'];
    expect(await policyAt('solara')).toContain("img-src 'self' data: https://www.solara.example;");
    for (const other of ['', 'nordwind'] as const) expect(await policyAt(other)).not.toContain('solara');
  });

  it('N15: the support block is on every page; the emergency line stands first where it matters', async () => {
    const order = async (brand: BrandName, path: string) => {
      const { text } = await at(brand, path).expect(200);
      return [text.indexOf('href="tel:'), text.indexOf('href="mailto:'), text.lastIndexOf('href="tel:')];
    };
    const [first = -1, mail = -1] = await order('', `/windows/${windows.default.reference}`);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(mail);
    const [phone = -1, calm = -1, last = -1] = await order('nordwind', `/windows/${windows.nordwind.reference}`);
    expect(calm).toBeGreaterThan(0);
    expect(calm).toBeLessThan(phone);
    expect(phone).toBeLessThan(last);
  });

  test.each(NAMES)('%p: documentation and problems are at its own address', async (brand) => {
    for (const path of ['/docs', '/docs/problems', '/openapi.json']) {
      const { text } = await at(brand, path).expect(200);
      expect([path, betrayalsOf(text, brand)]).toEqual([path, []]);
    }
    const { body } = await at(brand, '/v1/windows').expect(401);
    expect(body).toMatchObject({ type: `https://${HOSTS[brand]}/docs/problems#missing-token` });
  });
});

describe('P7: what a customer gets from the API', () => {
  it('C5: feeds are at the brand’s address and hold its events', async () => {
    for (const [id, brand] of [
      ['acme', 'nordwind'],
      ['dyne', ''],
    ] as const) {
      const made = await api.as('admin').post(`/v1/organizations/${id}/calendar-feeds`, { name: 'All' }).expect(201);
      const { url } = made.body as { url: string };
      expect(new URL(url).host).toBe(HOSTS[brand]);
      const { text } = await at(brand, new URL(url).pathname).expect(200);
      expect(text).toContain('BEGIN:VEVENT');
      expect(betrayalsOf(text.replace(/\r\n /g, ''), brand)).toEqual([]);
      expect(text.replace(/\r\n /g, '')).toContain(`URL:https://${HOSTS[brand]}/windows/`);
    }
  });

  it('links of windows are at its brand’s address; those of staff at the provider’s own', async () => {
    const { body } = await api.as('customer').get(`/v1/windows/${windows.nordwind.reference}`).expect(200);
    expect(body).toMatchObject({
      links: {
        self: `https://status.nordwind.example/v1/windows/${windows.nordwind.reference}`,
        statusPage: `https://status.nordwind.example/windows/${windows.nordwind.reference}`,
      },
    });
    expect(betrayalsOf(JSON.stringify(body), 'nordwind')).toEqual([]);
    const list = await api.as('customer').get('/v1/windows').expect(200);
    expect(betrayalsOf(list.text, 'nordwind')).toEqual([]);
    expect(list.text).toContain('https://status.nordwind.example/');
    const ofStaff = await api.as('operator').get(`/v1/windows/${windows.nordwind.reference}`).expect(200);
    expect(ofStaff.body).toMatchObject({ links: { self: `${PUBLIC_URL}/v1/windows/${windows.nordwind.reference}` } });
  });

  it('T1: the proof is the brand’s: its name on the sheet, its words in the mails', async () => {
    const path = `/v1/windows/${windows.both.reference}/proof`;
    for (const suffix of ['', '.html']) {
      const { text } = await api.as('customer').get(`${path}${suffix}`).expect(200);
      expect(betrayalsOf(text, 'nordwind')).toEqual([]);
      expect(text).toContain('Nordwind Hosting');
      expect(text).toContain('hilfe@nordwind.example');
      const other = await api.as('admin').get(`${path}${suffix}?organization=bolt`).expect(200);
      expect(betrayalsOf(other.text, 'solara')).toEqual([]);
      expect(other.text).toContain('Solara Cloud');
    }
  });

  it('P2: a template’s provider is the brand of those it concerns, and nobody’s name where it concerns several', async () => {
    const wordings = {
      en: { introduction: '{{ provider }} does it.' },
      de: { introduction: '{{ provider }} tut es.' },
    };
    await api.as('approver').post('/v1/templates/any', { name: 'Any', wordings }).expect(200);
    const said = async (scope: object) => {
      const asked = openingBody({ scope, template: 'any' });
      const { text } = await api.as('engineer').post('/v1/rehearsals', asked).expect(200);
      return text;
    };
    expect(await said({ resources: ['acme-db'] })).toContain('Nordwind Hosting tut es.');
    const several = await said({ locations: ['eu-1/dc-1/rack-a12'] });
    // acme's mails are in German, bolt's in English
    for (const words of ['Ihr Anbieter tut es.', 'your provider does it.']) expect(several).toContain(words);
    expect(several).not.toMatch(/(Nordwind Hosting|Solara Cloud|Example & Sons|Grundwerk Betrieb) (does it|tut es)/);
  });
});
