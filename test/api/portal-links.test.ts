import { createMessageRenderer } from '../../channels/email/content/render';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { Browsing } from '../support/browsing';
import { linkAfter } from '../support/portal-visit';
import { sampleFacts, sampleMessage } from '../support/sample-messages';
import { PUBLIC_URL, useApi } from './support/api';
import { useMaintenance } from './support/maintenance';

/** From the link of a customer's mail to the page of its window, and nowhere else. */

const api = useApi();
const { made } = useMaintenance(api);
const renderer = createMessageRenderer({ providerName: 'Example & Sons', publicUrl: PUBLIC_URL, hasPortal: true });
let server: Loopback;

beforeAll(async () => {
  server = await serveOnLoopback(api.app);
});
afterAll(() => server.close());
beforeEach(() => api.store.db.deleteFrom('subscribe_counts').execute());

const at = (path: string) => server.origin + path;
const wantedIn = (html: string) => /name="to" value="([^"]*)"/.exec(html)?.[1];

/** The path of the link in the mail that announces the window. */
async function linkOf(reference: string): Promise<string> {
  const recipient = { id: 'contact:acme-noc', name: 'Ada', address: 'noc@acme.example' };
  const { html } = await renderer.render(sampleMessage({ ...sampleFacts('announcement'), reference }, { recipient }));
  const [, href = ''] = /href="([^"]*\/portal\/[^"]*)"/.exec(html) ?? [];
  const { origin, pathname, search, hash } = new URL(href);
  expect([origin, search, hash]).toEqual([PUBLIC_URL, '', '']);
  return pathname;
}

/** Asks for a link with that wish, as the form of the page does, and opens it. */
async function signedInTo(to: string, email = 'noc@acme.example') {
  const browser = new Browsing();
  const before = api.letters.length;
  await browser.form(at('/portal/sign-in'), { email, to });
  const answer = await browser.once(at(await linkAfter(api.letters, before)), { method: 'POST' });
  return { browser, location: answer.headers.get('location') ?? '' };
}

describe('P8, T9: the link in the mail about a window', () => {
  test('asks who is not signed in for the address, and then shows that window', async () => {
    const { reference } = await made();
    const link = await linkOf(reference);
    const asks = await new Browsing().go(at(link));
    expect(asks.url).toBe(at(`/portal/sign-in?to=${encodeURIComponent(link)}`));
    const wanted = wantedIn(await asks.text()) ?? '';
    expect(wanted).toBe(link);
    const { browser, location } = await signedInTo(wanted);
    expect(location).toBe(link);
    const page = await browser.go(at(location));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(reference);
    // and at once who still is
    expect((await browser.once(at(link))).status).toBe(200);
  });

  test('T3: forwarded, it tells another customer nothing', async () => {
    const { reference } = await made();
    const { browser, location } = await signedInTo(await linkOf(reference), 'bea@bolt.example');
    const bolts = await (await browser.go(at(location))).text();
    expect(bolts).not.toContain('acme-db');
    await api.store.db
      .insertInto('contacts')
      .values({ id: 'dyne-dee', organization_id: 'dyne', name: 'Dee', email: 'dee@dyne.example', roles: [] })
      .execute();
    const dee = await signedInTo(await linkOf(reference), 'dee@dyne.example');
    const nothing = await dee.browser.go(at(dee.location));
    expect(nothing.status).toBe(404);
    expect(await nothing.text()).not.toContain(reference);
  });

  test.each([
    'https://evil.example/portal',
    '//evil.example/portal',
    '/portal/..//evil.example',
    '/portal/%2e%2e//evil.example',
    String.raw`/\evil.example/portal`,
    '/portal\t/../../evil.example',
    '/portal@evil.example',
    '/console',
    '/v1/windows',
    'javascript:alert(1)//portal',
  ])('T8: leads nowhere else, whatever somebody has made of the address: %j', async (to) => {
    const asks = await new Browsing().once(at(`/portal/sign-in?to=${encodeURIComponent(to)}`));
    expect(wantedIn(await asks.text())).toBe('/portal');
    const { browser, location } = await signedInTo(to);
    expect(location).toBe('/portal');
    // nor does a page that somebody who is signed in is sent on from
    const on = await browser.once(at(`/portal/sign-in?to=${encodeURIComponent(to)}`));
    expect([on.status, on.headers.get('location')]).toEqual([303, '/portal']);
    const choose = await browser.once(at(`/portal/choose?to=${encodeURIComponent(to)}`));
    expect(wantedIn(await choose.text())).toBe('/portal');
  });
});
