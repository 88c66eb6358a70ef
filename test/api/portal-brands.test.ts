import { importInventory } from '../../store/inventory/import/import-inventory';
import { beginPortalSession } from '../../store/access/portal-sessions';
import { deliver, StoredWindow } from '../store/support';
import { HOUR } from '../../domain/shared/time';
import { betrayalsOf, BETRAYALS, brandedConfig, PNG } from '../support/brands';
import { addressOf } from '../support/console-walk';
import { linkAfter } from '../support/portal-visit';
import { pathsOfPortal } from '../support/portal-app';
import { PORTAL_COOKIE } from '../support/portal-session';
import { PUBLIC_URL, useApi } from './support/api';

/** P7: the portal of each brand, at its own address. */

const { brands, inForce } = brandedConfig(undefined, { FOREWARN_PUBLIC_URL: PUBLIC_URL });
const api = useApi({ brands, inForce });

const HOSTS = { '': 'status.provider.example', nordwind: 'status.nordwind.example', solara: 'status.solara.example' };
type BrandName = keyof typeof HOSTS;
const NAMES = Object.keys(HOSTS) as BrandName[];
/** A customer of each. */
const CUSTOMER = { '': 'dyne', nordwind: 'acme', solara: 'bolt' } as const;
let reference = '';

beforeAll(async () => {
  const organization = (id: string, brand?: string) => ({
    ...{ id, name: `The ${id} company`, timeZone: 'Etc/UTC', ...(brand === undefined ? {} : { brand }) },
  });
  const rows = [organization('acme', 'nordwind'), organization('bolt', 'solara'), organization('dyne')];
  const told = await importInventory(api.store.db, 'organizations', rows, { brands: ['nordwind', 'solara'] });
  // one person for a customer of each brand
  const contacts = Object.values(CUSTOMER).map((organizationId) => ({
    ...{
      id: `${organizationId}-zoe`,
      organizationId,
      name: 'Zoe',
      email: 'zoe@agency.example',
      roles: ['maintenance'],
    },
  }));
  const known = await importInventory(api.store.db, 'contacts', contacts);
  if (told.rejected.length + known.rejected.length > 0) throw new Error('not in the inventory');
  const window = await StoredWindow.announced(api.store, {
    scope: { resources: ['acme-web', 'bolt-web', 'dyne-web'] },
  });
  await deliver(api.store, window.key('announcement'));
  reference = window.reference;
});
beforeEach(() => api.store.db.deleteFrom('subscribe_counts').execute());

const get = (brand: BrandName, path: string, cookie = '') =>
  api.anonymous().get(path).set('Host', HOSTS[brand]).set('Cookie', cookie);
const post = (brand: BrandName, path: string, typed: Readonly<Record<string, string>> = {}) =>
  api.anonymous().post(path).set('Host', HOSTS[brand]).type('form').send(new URLSearchParams(typed).toString());

/** The cookie of the person at the portal of one customer. */
async function signedIn(organization: string): Promise<string> {
  const { secret } = await beginPortalSession(api.store.db, {
    ...{
      contactId: `${organization}-zoe`,
      door: 'mail-link',
      browser: null,
      now: api.time.now,
      endsAt: api.time.now + HOUR,
    },
  });
  return `${PORTAL_COOKIE}=${secret}`;
}

describe.each(NAMES)('P7: the portal of brand %p', (brand) => {
  const others = NAMES.filter((name) => name !== brand);

  it('shows on every page its own name and customers, and nothing of another', async () => {
    const cookie = await signedIn(CUSTOMER[brand]);
    const pages = pathsOfPortal(api.store.db, api.routes).served.filter(({ method }) => method === 'GET');
    const addresses = [...pages.map((one) => addressOf(one, { reference })), '/portal/choose'];
    for (const address of [...addresses, '/portal/windows/MW-2026-9999']) {
      const { text, status, headers } = await get(brand, address, cookie);
      expect([address, status]).toEqual([address, address.includes('9999') ? 404 : 200]);
      expect([address, betrayalsOf(`${text}${JSON.stringify(headers)}`, brand)]).toEqual([address, []]);
      expect([address, (BETRAYALS[brand] ?? /never/).test(text)]).toEqual([address, true]);
      for (const other of others) expect(text).not.toContain(`${CUSTOMER[other]}-web`);
      for (const other of others) expect(text).not.toContain(`The ${CUSTOMER[other]} company`);
    }
    expect((await get(brand, `/portal/windows/${reference}`, cookie)).text).toContain(`${CUSTOMER[brand]}-web`);
  });

  it('before anybody signs in, too', async () => {
    for (const { text } of [
      await get(brand, '/portal/sign-in'),
      await get(brand, '/portal/sign-in/fw_x'),
      await post(brand, '/portal/sign-in', { email: 'nobody@nowhere.example' }),
      await post(brand, '/portal/sign-in', { email: 'nobody' }),
    ]) {
      expect(betrayalsOf(text, brand)).toEqual([]);
      expect(text).toMatch(BETRAYALS[brand] ?? /never/);
    }
  });

  it('T3: lets nobody in who signed in to another, or has a link of another', async () => {
    for (const other of others) {
      const cookie = await signedIn(CUSTOMER[other]);
      const { status, headers } = await get(brand, '/portal', cookie);
      expect([status, headers.location]).toEqual([303, '/portal/sign-in?to=%2Fportal']);
      const before = api.letters.length;
      await post(other, '/portal/sign-in', { email: 'zoe@agency.example' });
      const link = await linkAfter(api.letters, before);
      expect((await get(brand, link)).status).toBe(410);
      expect((await post(brand, link)).status).toBe(410);
      // where it is of, it signs in to that customer alone: there is nothing to choose
      const landed = await post(other, link);
      expect([landed.status, landed.headers.location]).toEqual([303, '/portal']);
    }
  });

  it('writes to its own contacts alone', async () => {
    const before = api.letters.length;
    for (const other of others)
      for (const { email } of await contactsOf(CUSTOMER[other])) await post(brand, '/portal/sign-in', { email });
    // one that does get a mail, after the others
    await post(brand, '/portal/sign-in', { email: 'zoe@agency.example' });
    await linkAfter(api.letters, before);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(api.letters.slice(before).map(({ to }) => to.address)).toEqual(['zoe@agency.example']);
  });
});

/** Contacts of nobody else. */
const contactsOf = (organization: string) =>
  api.store.db
    .selectFrom('contacts')
    .select('email')
    .where('organization_id', '=', organization)
    .where('email', '!=', 'zoe@agency.example')
    .execute();

it('P7: colours and logo of the portal are those of its brand', async () => {
  const { text } = await get('nordwind', '/portal/sign-in');
  const [, logo = ''] = /<img class="logo" src="(\/assets\/logo\.[^"]+)" alt="Nordwind Hosting"/.exec(text) ?? [];
  expect(PNG.equals((await get('nordwind', logo)).body as Buffer)).toBe(true);
  const [, sheet = ''] = /href="(\/assets\/brand\.[^"]+)"/.exec(text) ?? [];
  expect((await get('nordwind', sheet)).text).toContain('--link:#0b5cad');
  const solara = await get('solara', '/portal/sign-in');
  expect(solara.text).toContain('<img class="logo" src="https://www.solara.example/logo.png" alt="Solara Cloud"');
  expect(solara.headers['content-security-policy']).toContain("img-src 'self' data: https://www.solara.example;");
  expect(solara.text).not.toContain('assets/brand.');
  const own = await get('', '/portal/sign-in');
  expect(own.text).not.toMatch(/class="logo"|assets\/brand\./);
  expect(own.text).toContain('<strong>Grundwerk Betrieb</strong>');
});
