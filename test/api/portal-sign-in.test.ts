import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { ASK_LIMITS } from '../../store/public/subscribe-counts';
import { PORTAL_TIMES } from '../../use-cases/sign-in-by-mail';
import { Browsing } from '../support/browsing';
import { useApi } from './support/api';

const COOKIE = '__Host-forewarn-portal';
const api = useApi();
let server: Loopback;

beforeAll(async () => {
  server = await serveOnLoopback(api.app);
  const { db } = api.store;
  // one person for two organizations
  await db
    .insertInto('contacts')
    .values([
      { id: 'acme-zoe', organization_id: 'acme', name: 'Zoë', email: 'zoe@agency.example', roles: ['maintenance'] },
      { id: 'bolt-zoe', organization_id: 'bolt', name: 'Zoë', email: 'Zoe@agency.example', roles: [], locale: 'de' },
    ])
    .execute();
});
afterAll(() => server.close());
beforeEach(async () => {
  api.letters.length = 0;
  await api.store.db.deleteFrom('subscribe_counts').execute();
});

const at = (path: string) => server.origin + path;
const linkIn = (text: string) => /\/portal\/sign-in\/[\w-]+/.exec(text)?.[0] ?? '';
const tokenIn = (html: string) => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Asks for a link, and waits for the mail where there will be one: the answer does not wait for it. */
async function asked(email: string, more: Readonly<Record<string, string>> = {}, browser = new Browsing()) {
  const before = api.letters.length;
  const response = await browser.form(at('/portal/sign-in'), { email, ...more });
  const html = await response.text();
  return { response, html, mail: await letterAfter(before) };
}

/** The next mail; undefined where nothing came in a while. */
async function letterAfter(count: number) {
  for (let tries = 0; tries < 40 && api.letters.length === count; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return api.letters[count];
}

async function signedIn(email: string, browser = new Browsing(), to = '/portal/settings') {
  const { mail } = await asked(email, { to }, browser);
  const landed = await browser.form(at(linkIn(mail?.text ?? '')), {});
  return { browser, landed, html: await landed.text() };
}

const settings = async (browser: Browsing) => (await browser.go(at('/portal/settings'))).text();

describe('T9: a contact signs in by a link in a mail', () => {
  it('in its own language and the name of the provider, and comes to the page it wanted', async () => {
    const start = await new Browsing().go(at('/portal/resources'));
    expect(await start.text()).toContain('name="to" value="/portal/resources"');
    const browser = new Browsing();
    const { mail } = await asked('OPS@acme.example', { to: '/portal/resources' }, browser);
    expect(mail).toMatchObject({
      to: { address: 'ops@acme.example' },
      subject: 'Sign in: maintenance of Example & Sons',
    });
    expect(mail?.text).toContain('15 minutes');
    const landed = await browser.form(at(linkIn(mail?.text ?? '')), {});
    expect(landed.status).toBe(200);
    expect(browser.visited.at(-1)).toBe(at('/portal/resources'));
    expect(landed.headers.get('cache-control')).toBe('no-store');
    await api.store.db.updateTable('contacts').set({ locale: 'de-AT' }).where('id', '=', 'acme-ops').execute();
    expect((await asked('ops@acme.example')).mail?.subject).toBe('Anmelden: Wartungen von Example & Sons');
    await api.store.db.updateTable('contacts').set({ locale: null }).where('id', '=', 'acme-ops').execute();
  });

  it('a link is kept by its hash alone, works once, and opening it any number of times uses nothing up', async () => {
    const { mail } = await asked('ops@acme.example');
    const link = linkIn(mail?.text ?? '');
    const rows = JSON.stringify(await api.store.db.selectFrom('portal_links').selectAll().execute());
    expect(rows).not.toContain(link.split('/').at(-1));
    const scanner = new Browsing();
    for (const _ of [1, 2, 3]) expect((await scanner.go(at(link))).status).toBe(200);
    expect(scanner.cookies(server.origin)).toEqual({});
    const both = await Promise.all([1, 2].map(() => new Browsing().once(at(link), { method: 'POST' })));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 410]);
    expect((await new Browsing().go(at(link))).status).toBe(410);
    expect(await (await new Browsing().form(at(link), {})).text()).toContain('This link is no longer good');
  });

  it('is good for fifteen minutes, and of several the use of one ends the others', async () => {
    const [first, second] = [await asked('ops@acme.example'), await asked('ops@acme.example')];
    const late = await asked('cy@coil.example');
    await new Browsing().form(at(linkIn(first.mail?.text ?? '')), {});
    const other = await new Browsing().once(at(linkIn(second.mail?.text ?? '')), { method: 'POST' });
    expect(other.status).toBe(410);
    api.time.now += PORTAL_TIMES.link + 1;
    expect((await new Browsing().once(at(linkIn(late.mail?.text ?? '')), { method: 'POST' })).status).toBe(410);
    expect((await new Browsing().once(at('/portal/sign-in/fw_x'), { method: 'POST' })).status).toBe(410);
  });

  it('T8: nobody learns who is a contact: the same answer, before anything is looked up', async () => {
    const known = await asked('ops@acme.example');
    const unknown = await asked('nobody@acme.example');
    expect(unknown.html).toBe(known.html);
    expect(unknown.response.status).toBe(known.response.status);
    expect([...unknown.response.headers.keys()]).toEqual([...known.response.headers.keys()]);
    expect(known.mail).toBeDefined();
    expect(unknown.mail).toBeUndefined();
    // a central address is no contact, and one that bounced is not written to
    expect((await asked('maintenance@dyne.example')).mail).toBeUndefined();
    const suppression = { address: 'cy@coil.example', reason: 'bounced', since: new Date(api.time.now) };
    await api.store.db.insertInto('suppressions').values(suppression).execute();
    expect((await asked('cy@coil.example')).mail).toBeUndefined();
    await api.store.db.deleteFrom('suppressions').execute();
    expect(api.log.join('')).not.toContain('acme.example');
    const wrong = await asked('not an address');
    expect(wrong.response.status).toBe(422);
    expect(wrong.html).toContain('Enter a mail address');
    expect(wrong.html).toContain('value="not an address"');
  });

  it('T8: is limited by mailbox without a word of it, and by network', async () => {
    const { most } = ASK_LIMITS['portal-mailbox'];
    for (let i = 0; i < most; i++) expect((await asked('o.ps+x@acme.example')).response.status).toBe(200);
    const mine = await asked('ops@acme.example');
    for (let i = 1; i < most; i++) await asked('ops@acme.example');
    const before = await asked('ops@acme.example');
    expect(before.html).toBe(mine.html);
    expect(before.mail).toBeUndefined();
    const counts = { kind: 'portal', asks: ASK_LIMITS.portal.most };
    await api.store.db.updateTable('subscribe_counts').set(counts).where('kind', '=', 'portal').execute();
    const refused = await asked('bea@bolt.example');
    expect(refused.response.status).toBe(429);
    expect(refused.mail).toBeUndefined();
    expect(Number(refused.response.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('T8: a page elsewhere signs nobody in, and no address leads elsewhere', async () => {
    const { mail } = await asked('ops@acme.example', { to: 'https://evil.example/portal' });
    const link = linkIn(mail?.text ?? '');
    const forged = await new Browsing().once(at(link), {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    });
    expect(forged.status).toBe(403);
    const landed = await new Browsing().once(at(link), { method: 'POST' });
    expect(landed.headers.get('location')).toBe('/portal');
  });
});

describe('T9: the session of a contact', () => {
  it('is a cookie of its own that scripts do not read, new with each sign-in, whatever the browser had', async () => {
    const browser = new Browsing();
    browser.setCookie(server.origin, COOKIE, 'fw_planted-by-somebody-else');
    const { mail } = await asked('ops@acme.example', {}, browser);
    const answer = await browser.once(at(linkIn(mail?.text ?? '')), { method: 'POST' });
    const [line = ''] = answer.headers.getSetCookie();
    expect(line).toMatch(/^__Host-forewarn-portal=fw_[\w-]{43};/);
    for (const part of [/HttpOnly/, /SameSite=Lax/, /Secure/, /Path=\//]) expect(line).toMatch(part);
    const first = browser.cookies(server.origin)[COOKIE] ?? '';
    await signedIn('ops@acme.example', browser);
    expect(browser.cookies(server.origin)[COOKIE]).not.toBe(first);
    browser.setCookie(server.origin, COOKIE, first);
    expect((await browser.once(at('/portal'))).headers.get('location')).toMatch(/^\/portal\/sign-in/);
  });

  it('ends when it is signed out, after a while without a page, and in any case', async () => {
    const { browser, html } = await signedIn('ops@acme.example');
    await browser.form(at('/portal/sign-out'), { 'form-token': tokenIn(html) });
    expect((await browser.once(at('/portal'))).status).toBe(303);
    const idle = (await signedIn('ops@acme.example')).browser;
    api.time.now += PORTAL_TIMES.idle - MINUTE;
    expect((await idle.once(at('/portal'))).status).toBe(200);
    api.time.now += PORTAL_TIMES.idle + MINUTE;
    expect((await idle.once(at('/portal'))).status).toBe(303);
    const busy = (await signedIn('ops@acme.example')).browser;
    for (let gone = 0; gone < PORTAL_TIMES.longest - DAY; gone += 11 * HOUR) {
      api.time.now += 11 * HOUR;
      expect((await busy.once(at('/portal'))).status).toBe(200);
    }
    api.time.now += DAY;
    expect((await busy.once(at('/portal'))).status).toBe(303);
  });

  it('is listed, and ended from elsewhere', async () => {
    const one = await signedIn('bea@bolt.example');
    api.time.now += MINUTE;
    const other = await signedIn('bea@bolt.example');
    const [, id = ''] = /name="session" value="([^"]+)"/.exec(other.html) ?? [];
    // not by somebody else
    const stranger = await signedIn('ops@acme.example');
    const form = { 'form-token': tokenIn(stranger.html), session: id };
    await stranger.browser.form(at('/portal/settings/end-session'), form);
    expect((await one.browser.once(at('/portal'))).status).toBe(200);
    const own = { 'form-token': tokenIn(other.html), session: id };
    await other.browser.form(at('/portal/settings/end-session'), own);
    expect((await one.browser.once(at('/portal'))).status).toBe(303);
  });

  it('T3: is of one organization at a time, chosen by the person, and gets a new secret with the change', async () => {
    const { browser, html } = await signedIn('zoe@agency.example', new Browsing(), '/portal/settings');
    expect(browser.visited.at(-1)).toBe(at('/portal/choose?to=%2Fportal%2Fsettings'));
    expect(html).toContain('Acme');
    expect(html).toContain('Bolt');
    const before = browser.cookies(server.origin)[COOKIE];
    const form = { 'form-token': tokenIn(html), to: '/portal/settings' };
    const chosen = await browser.form(at('/portal/choose'), { ...form, contact: 'bolt-zoe' });
    // the contact reads German there
    expect(await chosen.text()).toMatch(/Kontakt von<\/dt><dd>Bolt/);
    expect(browser.cookies(server.origin)[COOKIE]).not.toBe(before);
    const token = tokenIn(await settings(browser));
    await browser.form(at('/portal/choose'), { 'form-token': token, contact: 'acme-ops' });
    expect(await settings(browser)).toMatch(/Kontakt von<\/dt><dd>Bolt/);
  });

  it('T6: ends with the contact, and when its address becomes another', async () => {
    const { db } = api.store;
    const { browser } = await signedIn('bob@bolt.example');
    const { mail } = await asked('bob@bolt.example');
    await db.updateTable('contacts').set({ email: 'new@bolt.example' }).where('id', '=', 'bolt-staging').execute();
    expect((await browser.once(at('/portal'))).status).toBe(303);
    // nor does a link that is still in the old mailbox
    expect((await new Browsing().once(at(linkIn(mail?.text ?? '')), { method: 'POST' })).status).toBe(410);
    const again = (await signedIn('new@bolt.example')).browser;
    await db.deleteFrom('contacts').where('id', '=', 'bolt-staging').execute();
    expect((await again.once(at('/portal'))).status).toBe(303);
    expect(
      await db.selectFrom('portal_sessions').select('id').where('contact_id', '=', 'bolt-staging').execute(),
    ).toEqual([]);
  });

  it('T8: no form is taken without its token', async () => {
    const { browser } = await signedIn('ops@acme.example');
    for (const path of ['/portal/sign-out', '/portal/choose', '/portal/settings', '/portal/settings/end-session']) {
      expect((await browser.form(at(path), { 'form-token': 'x' })).status).toBe(403);
    }
    expect((await browser.once(at('/portal'))).status).toBe(200);
  });
});
