import { randomUUID } from 'node:crypto';
import express from 'express';
import pino from 'pino';
import { listAudit } from '../../store/audit/audit';
import { ASK_LIMITS } from '../../store/public/subscribe-counts';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { Browsing } from '../support/browsing';
import { NOT_GENUINE, startLyingProvider, type Answer, type LyingProvider } from '../support/lying-provider';
import { PORTAL_CLIENT } from '../support/openid-server';
import { customersAccounts, portalOn } from '../support/portal-app';
import { useApi } from './support/api';

/** T9: contacts of customers sign in with an account elsewhere, whatever its provider says of them. */

// over plain http, as on one's own machine
const COOKIE = 'forewarn-portal';
const SECRET = 'a secret of the tests, long enough for HS256';
const api = useApi();
const log: string[] = [];
let server: Loopback;
let provider: LyingProvider;

beforeAll(async () => {
  provider = await startLyingProvider({ ...PORTAL_CLIENT, secret: SECRET });
  const app = express();
  server = await serveOnLoopback(app);
  const [clock, publicUrl] = [() => api.time.now, server.origin];
  const openId = customersAccounts(publicUrl, provider.origin, clock);
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  app.use('/', (request, response, next) => {
    const { router } = portalOn({
      ...{ db: api.store.db, routes: api.routes, publicUrl, clock, logger, openId },
      shows: request.get('x-brand'),
    });
    router(request, response, next);
  });
  const zoe = { name: 'Zoe', email: 'Zoe@agency.example', roles: ['maintenance'] };
  await api.store.db
    .insertInto('contacts')
    .values([
      { ...zoe, id: 'acme-zoe', organization_id: 'acme' },
      { ...zoe, id: 'bolt-zoe', organization_id: 'bolt', locale: 'de' },
      { ...zoe, id: 'acme-kim', organization_id: 'acme', email: 'kim@acme.example' },
    ])
    .execute();
});
afterAll(async () => {
  await provider.close();
  await server.close();
});
beforeEach(async () => {
  provider.answer = {};
  await api.store.db.deleteFrom('subscribe_counts').execute();
  await api.store.db.deleteFrom('portal_sessions').execute();
});

const at = (path: string) => server.origin + path;
const of = (email: string): Answer => ({ claims: { email, email_verified: true } });
const sessions = () => api.store.db.selectFrom('portal_sessions').select(['contact_id', 'door']).execute();

/** To the provider, which is told to answer so; the address with which it would send the browser back. */
async function begun(browser: Browsing, answer: Answer, to = '/portal/settings'): Promise<URL> {
  const begins = await browser.once(at(`/portal/openid/begin?to=${encodeURIComponent(to)}`));
  const asked = new URL(begins.headers.get('location') ?? '').searchParams;
  expect(asked.get('redirect_uri')).toBe(at('/portal/openid/callback'));
  provider.nonce = asked.get('nonce') ?? '';
  provider.answer = answer;
  const back = new URL(at('/portal/openid/callback'));
  back.search = new URLSearchParams({ code: randomUUID(), state: asked.get('state') ?? '' }).toString();
  return back;
}

async function signedIn(answer: Answer, to = '/portal/settings', browser = new Browsing()) {
  const back = await begun(browser, answer, to);
  const landed = await browser.go(back.href);
  return { browser, landed, html: await landed.text() };
}

/** What came of it: refused in words, and nobody has a session. */
async function refused(browser: Browsing, back: URL, init: RequestInit = {}) {
  const { status, text } = await browser.once(back.href, init).then(async (answer) => ({
    status: answer.status,
    text: await answer.text(),
  }));
  expect(await sessions()).toEqual([]);
  expect(browser.cookies(server.origin)[COOKIE]).toBeUndefined();
  return { status, text };
}

describe('T9: a contact signs in with an account elsewhere', () => {
  it('by a button beside the form for a link, in the language of the reader, and comes to the page they wanted', async () => {
    const browser = new Browsing();
    const asked = await browser.go(at('/portal/sign-in?to=/portal/past&lang=de'));
    const html = await asked.text();
    expect(html).toContain('Mit Agency &amp; Co anmelden');
    expect(html).toContain('href="/portal/openid/begin?to=%2Fportal%2Fpast"');
    expect(html).toContain('Link senden');
    const { landed } = await signedIn(of('OPS@acme.example'), '/portal/past', browser);
    expect(landed.status).toBe(200);
    expect(browser.visited.at(-1)).toBe(at('/portal/past'));
    expect(landed.headers.get('cache-control')).toBe('no-store');
    expect(await sessions()).toEqual([{ contact_id: 'acme-ops', door: 'openid' }]);
  });

  it('T2: the audit log says who, by which door, and how they proved it', async () => {
    await signedIn(of('ops@acme.example'));
    const asked = { viewer: { organizationId: null }, kinds: ['sign-in'] } as const;
    const [line] = (await listAudit(api.store.db, asked, { limit: 1 })).items;
    expect(line).toMatchObject({
      ...{ by: 'contact:acme-ops', door: 'portal' },
      text: 'Contact acme-ops signed in to the portal by OpenID Connect',
    });
    const [session] = await api.store.db.selectFrom('portal_sessions').select('id').execute();
    expect(line?.credential).toBe(`session:${session?.id ?? ''}`);
    expect(JSON.stringify(line)).not.toContain('@');
  });

  it('T3: whose address is a contact of several organizations chooses one, as after the link of a mail', async () => {
    const { browser, html } = await signedIn(of('zoe@agency.example'));
    expect(browser.visited.at(-1)).toBe(at('/portal/choose?to=%2Fportal%2Fsettings'));
    expect(html).toContain('Acme');
    const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(html) ?? [];
    const typed = { 'form-token': token, to: '/portal/settings', contact: 'bolt-zoe' };
    const chosen = await browser.form(at('/portal/choose'), typed);
    expect(await chosen.text()).toMatch(/Kontakt von<\/dt><dd>Bolt/);
    expect(await sessions()).toEqual([{ contact_id: 'bolt-zoe', door: 'openid' }]);
  });

  it('its secret is new with each sign-in, whatever the browser had, and the session before ends', async () => {
    const { browser } = await signedIn(of('ops@acme.example'));
    const first = browser.cookies(server.origin)[COOKIE] ?? '';
    await signedIn(of('bea@bolt.example'), '/portal/settings', browser);
    expect(browser.cookies(server.origin)[COOKIE]).not.toBe(first);
    expect((await sessions()).map((one) => one.contact_id)).toEqual(['bolt-production']);
    browser.setCookie(server.origin, COOKIE, first);
    expect((await browser.once(at('/portal'))).headers.get('location')).toMatch(/^\/portal\/sign-in/);
  });

  it('an address that leads elsewhere leads to the portal', async () => {
    const { browser } = await signedIn(of('ops@acme.example'), 'https://evil.example/portal');
    expect(browser.visited.at(-1)).toBe(at('/portal'));
  });
});

describe('T8: who is no contact by an address that is verified', () => {
  const UNVERIFIED: Record<string, Answer> = {
    'that nobody has verified': { claims: { email: 'ops@acme.example', email_verified: false } },
    'of which nothing is said': { claims: { email: 'ops@acme.example' } },
    'that is said to be verified with another word': { claims: { email: 'ops@acme.example', email_verified: 'yes' } },
    'that is none': { claims: { email_verified: true } },
    'that has another letter that becomes a k': of('\u212Aim@acme.example'),
  };
  it.each(Object.entries(UNVERIFIED))('an address %s opens nothing', async (_case, answer) => {
    const browser = new Browsing();
    const { status, text } = await refused(browser, await begun(browser, answer));
    expect(status).toBe(403);
    expect(text).toContain('does not tell us a mail address of yours that it has verified');
  });

  it('an unknown address gets a calm page that speaks of that address alone', async () => {
    const page = async (email: string, brand?: string) => {
      const browser = new Browsing();
      const headers = brand === undefined ? {} : { 'x-brand': brand };
      const { status, text } = await refused(browser, await begun(browser, of(email)), { headers });
      expect(status).toBe(403);
      return text.replaceAll(email, '<address>');
    };
    const nobody = await page('nobody@acme.example');
    expect(nobody).toContain('this address is none of our contacts');
    // the central address of an organization is no contact, and no more is said of it; nor of contacts of another brand (P7)
    expect(await page('maintenance@dyne.example')).toBe(nobody);
    expect(await page('ops@acme.example', 'solara')).toBe(nobody);
    for (const name of ['Acme', 'Bolt', 'Dyne']) expect(nobody).not.toContain(name);
    const hostile = await refused(...(await hostileVisit()));
    expect(hostile.text).not.toContain('<img src=x');
  });

  async function hostileVisit(): Promise<[Browsing, URL]> {
    const browser = new Browsing();
    return [browser, await begun(browser, of('<img src=x>@acme.example'))];
  }
});

describe('T8: what is not theirs signs no contact in', () => {
  it.each(Object.entries(NOT_GENUINE))('an answer %s', async (_case, made) => {
    const browser = new Browsing();
    const back = await begun(browser, {});
    const { claims, ...rest } = await made(provider);
    provider.answer = { ...rest, claims: { ...of('ops@acme.example').claims, ...claims } };
    const { status, text } = await refused(browser, back);
    expect(status).toBe(403);
    expect(text).toContain('does not belong to what this browser asked');
  });

  it('another state, another issuer, or no code', async () => {
    for (const change of [
      (query: URLSearchParams) => query.set('state', 'x'),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
      (query: URLSearchParams) => query.delete('code'),
    ]) {
      const browser = new Browsing();
      const back = await begun(browser, of('ops@acme.example'));
      change(back.searchParams);
      expect((await refused(browser, back)).status).toBe(403);
    }
  });

  it('an answer that another browser asked for, one that is sent twice, and one after ten minutes', async () => {
    const back = await begun(new Browsing(), of('ops@acme.example'));
    expect((await refused(new Browsing(), back)).status).toBe(403);

    const once = new Browsing();
    const answer = await begun(once, of('ops@acme.example'));
    expect((await once.once(answer.href)).status).toBe(303);
    await api.store.db.deleteFrom('portal_sessions').execute();
    expect((await once.once(answer.href)).status).toBe(403);
    expect(await sessions()).toEqual([]);

    const late = new Browsing();
    const waiting = await begun(late, of('ops@acme.example'));
    api.time.now += 11 * 60_000;
    expect((await refused(late, waiting)).status).toBe(403);
  });

  it('a refusal of the provider, and a network that asks without end', async () => {
    const browser = new Browsing();
    const back = await begun(browser, of('ops@acme.example'));
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect((await refused(browser, back)).text).toContain('did not let you in');
    const counts = { kind: 'portal', asks: ASK_LIMITS.portal.most };
    await api.store.db.updateTable('subscribe_counts').set(counts).where('kind', '=', 'portal').execute();
    for (const path of ['/portal/openid/begin', '/portal/openid/callback?code=x&state=y']) {
      const answer = await new Browsing().once(at(path));
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('T4: nothing of the person, and no code, is in the log', () => {
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('\n')).not.toMatch(/acme\.example|agency\.example|code=|"sub"/i);
  });
});
