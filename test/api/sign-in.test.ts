import express from 'express';
import { sql } from 'kysely';
import pino from 'pino';
import { createOperations } from '../../api/http/in-process';
import { KnownError } from '../../domain/shared/errors';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { ASK_LIMITS } from '../../store/public/subscribe-counts';
import { useStore } from '../store/support';
import { Browsing } from '../support/browsing';
import { consoleApp } from '../support/console-app';
import { startOpenIdServer } from '../support/openid-server';

const PEOPLE = [
  {
    id: 'erik',
    name: 'Erik Holm',
    email: 'erik@provider.example',
    groups: ['forewarn-engineers', 'forewarn-operators'],
  },
  { id: 'mara', name: 'Mara Lindqvist', email: 'Mara@provider.example', groups: ['forewarn-approvers'] },
  { id: 'noor', name: 'Noor <b>Haddad</b>', email: 'noor@provider.example', groups: ['sales'] },
];

const store = useStore();
const time = { now: Date.UTC(2027, 0, 5, 9) };
const log: string[] = [];
/** What the next pages fail with. */
let failure: Error | undefined;
let server: Loopback;
let provider: { issuer: string; close: () => Promise<void> };

beforeAll(async () => {
  const app = express();
  server = await serveOnLoopback(app);
  provider = await startOpenIdServer(server.origin, PEOPLE);
  await store.db
    .insertInto('staff')
    .values({ id: 'mara', name: 'Mara Lindqvist', email: 'mara@provider.example', role: 'approver' })
    .execute();
  const operations = createOperations([], { db: store.db, clock: () => time.now });
  const pages = consoleApp({
    ...{ db: store.db, publicUrl: server.origin, issuer: provider.issuer, clock: () => time.now },
    operations: {
      ...operations,
      mustBePermitted(session, operation) {
        if (failure) throw failure;
        operations.mustBePermitted(session, operation);
      },
    },
    logger: pino({}, { write: (line: string) => void log.push(line) }),
  });
  app.use(pages);
});

afterAll(async () => {
  await provider.close();
  await server.close();
});

/** To the page of the provider that asks who it is. */
async function atProvider(browser: Browsing, wanted = '/console'): Promise<string> {
  const asked = await browser.go(`${server.origin}${wanted}`);
  const [, href = ''] = /href="(\/sign-in\/begin[^"]*)"/.exec(await asked.text()) ?? [];
  const page = await browser.go(server.origin + href.replaceAll('&amp;', '&'));
  expect(await page.text()).toContain('Who are you?');
  return browser.visited.at(-1) ?? '';
}

async function signInAs(person: string, browser = new Browsing(), wanted = '/console') {
  const page = await atProvider(browser, wanted);
  const landed = await browser.form(`${page}?as=${person}`, {});
  return { browser, landed, html: await landed.text() };
}

const tokenIn = (html: string) => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';
const account = async (browser: Browsing) => (await browser.go(`${server.origin}/console/account`)).text();

describe('T9: people of the provider sign in by OpenID Connect', () => {
  it('and come to the page they wanted, as themselves', async () => {
    const { browser, landed, html } = await signInAs('mara', new Browsing(), '/console/account');
    expect(landed.status).toBe(200);
    expect(browser.visited.at(-1)).toBe(`${server.origin}/console/account`);
    expect(html).toContain('Mara Lindqvist, approver');
    // the person of the staff, whatever the case of her address
    expect(html).toContain('<strong>mara</strong>');
    expect(landed.headers.get('cache-control')).toBe('no-store');
  });

  it('T3: whoever has no role here is told so, and gets no session', async () => {
    const { browser, landed, html } = await signInAs('noor');
    expect(landed.status).toBe(403);
    expect(html).toContain('Noor &lt;b>Haddad&lt;/b>');
    expect(Object.keys(browser.cookies(server.origin))).toEqual([]);
  });

  it('the session is a cookie that scripts do not read, and its secret is new with each sign-in', async () => {
    const browser = new Browsing();
    browser.setCookie(server.origin, 'forewarn', 'fw_planted-by-somebody-else');
    await signInAs('mara', browser);
    const first = browser.cookies(server.origin).forewarn ?? '';
    expect(first).toMatch(/^fw_[\w-]{43}$/);
    const again = await browser.once(`${server.origin}/sign-in/begin?to=/console`);
    const line = again.headers.getSetCookie()[0] ?? '';
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/);
    // already known at the provider, which asks nothing
    await browser.go(`${server.origin}/sign-in/begin?to=/console`);
    const second = browser.cookies(server.origin).forewarn ?? '';
    expect(second).not.toBe(first);
    browser.setCookie(server.origin, 'forewarn', first);
    const old = await browser.once(`${server.origin}/console`);
    expect(old.headers.get('location')).toMatch(/^\/sign-in/);
  });

  it('T3: acts with one role at a time, and with a new secret after a change', async () => {
    const { browser, html } = await signInAs('erik', new Browsing(), '/console/account');
    expect(html).toContain('Erik Holm, engineer');
    const before = browser.cookies(server.origin).forewarn ?? '';
    const changed = await browser.form(`${server.origin}/sign-in/as`, { 'form-token': tokenIn(html), grant: '1' });
    expect(await changed.text()).toContain('Erik Holm, operator');
    const after = browser.cookies(server.origin).forewarn;
    expect(after).not.toBe(before);
    for (const grant of ['2', '-1', '1.5', 'admin']) {
      const form = { 'form-token': tokenIn(await account(browser)), grant };
      expect(await (await browser.form(`${server.origin}/sign-in/as`, form)).text()).toContain('Erik Holm, operator');
    }
  });

  it('ends when they sign out, after a while without a page, and for all places at once or one by one', async () => {
    const { browser, html } = await signInAs('mara', new Browsing(), '/console/account');
    time.now += 1_000;
    const elsewhere = (await signInAs('mara')).browser;
    // the newest of her others
    const [, id = ''] = /name="session" value="([^"]+)"/.exec(await account(browser)) ?? [];
    expect(id).not.toBe('');
    await browser.form(`${server.origin}/console/account/end-session`, { 'form-token': tokenIn(html), session: id });
    const ended = await elsewhere.once(`${server.origin}/console`);
    expect(ended.headers.get('location')).toMatch(/^\/sign-in/);

    const out = await browser.form(`${server.origin}/sign-out`, { 'form-token': tokenIn(html) });
    expect(await out.text()).toContain('You are signed out');
    expect((await browser.once(`${server.origin}/console`)).headers.get('location')).toBe('/sign-in?to=%2Fconsole');

    const idle = (await signInAs('mara')).browser;
    time.now += 2 * 3_600_000;
    expect((await idle.once(`${server.origin}/console`)).status).toBe(303);
  });
});

describe('P8: a page that fails', () => {
  afterEach(() => {
    failure = undefined;
  });

  it('says what it was and what to do, as the API would', async () => {
    const { browser } = await signInAs('mara');
    failure = new KnownError('not-permitted', 'This is for <operators>.');
    const refused = await browser.go(`${server.origin}/console`);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('This is for &lt;operators>.');
    failure = undefined;
    const unknown = await browser.go(`${server.origin}/console/windows/MW-2026-0999`);
    expect([unknown.status, (await unknown.text()).includes('There is no such thing')]).toEqual([404, true]);
    expect((await browser.go(`${server.origin}/console/windows?cursor=x`)).status).toBe(422);
    failure = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const away = await browser.go(`${server.origin}/console`);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await away.text()).toContain('Load this page again');
  });
});

describe('T8: what is not theirs signs nobody in', () => {
  /** What came of an answer: whether it was refused in words, and left the browser without a session. */
  const outcome = async (browser: Browsing, address: string) => {
    const answered = await browser.once(address);
    const isInWords = (await answered.text()).includes('You were not signed in');
    return { status: answered.status, isInWords, isSignedIn: browser.cookies(server.origin).forewarn !== undefined };
  };
  const REFUSED = { status: 403, isInWords: true, isSignedIn: false };

  /** The address with which the provider sends the browser back, not yet followed. */
  async function answerFor(person: string, browser: Browsing): Promise<string> {
    const page = await atProvider(browser);
    const isBack = (next: string) => next.startsWith(`${server.origin}/sign-in/callback`);
    const stopped = await browser.go(`${page}?as=${person}`, { method: 'POST' }, isBack);
    return stopped.headers.get('location') ?? '';
  }

  it('an answer that another browser asked for (forced sign-in)', async () => {
    const answer = await answerFor('mara', new Browsing());
    expect(await outcome(new Browsing(), answer)).toEqual(REFUSED);
    const other = new Browsing();
    await atProvider(other);
    expect(await outcome(other, answer)).toEqual(REFUSED);
  });

  it('an answer that is sent twice', async () => {
    const browser = new Browsing();
    const answer = await answerFor('mara', browser);
    expect((await browser.once(answer)).status).toBe(303);
    const copy = new Browsing();
    expect(await outcome(copy, answer)).toEqual(REFUSED);
    const again = await browser.once(answer);
    expect(again.status).toBe(403);
  });

  it('another state, another issuer, a code of somebody, or none', async () => {
    for (const change of [
      (query: URLSearchParams) => query.set('state', 'x'),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
      (query: URLSearchParams) => query.set('code', 'x'.repeat(43)),
      (query: URLSearchParams) => query.delete('code'),
    ]) {
      const browser = new Browsing();
      const answer = new URL(await answerFor('mara', browser));
      change(answer.searchParams);
      expect(await outcome(browser, answer.href)).toEqual(REFUSED);
    }
  });

  it('one that comes after ten minutes', async () => {
    const browser = new Browsing();
    const answer = await answerFor('mara', browser);
    time.now += 11 * 60_000;
    expect(await outcome(browser, answer)).toEqual(REFUSED);
  });

  it('a refusal of the provider or of the person', async () => {
    const browser = new Browsing();
    const page = await atProvider(browser);
    const refused = await browser.form(`${page}?no`, {});
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('did not let you in');
  });

  it('a network that asks without end is refused, and nobody asks the provider for it', async () => {
    const browser = new Browsing();
    const { most, everyMs } = ASK_LIMITS['sign-in'];
    await sql`update subscribe_counts set asks = ${most} where kind = 'sign-in'`.execute(store.db);
    for (const path of ['/sign-in/begin', '/sign-in/callback?code=x&state=y']) {
      const refused = await browser.once(server.origin + path);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.text()).toContain(`More than ${String(most)} requests to sign in`);
    }
    time.now += everyMs;
    expect((await browser.once(`${server.origin}/sign-in/begin`)).status).toBe(303);
  });

  it('forms of other sites and of other sessions change nothing', async () => {
    const { browser, html } = await signInAs('erik', new Browsing(), '/console/account');
    const foreign = await signInAs('mara', new Browsing(), '/console/account');
    for (const token of ['', 'x', tokenIn(foreign.html)]) {
      const form = { 'form-token': token, grant: '1' };
      expect((await browser.form(`${server.origin}/sign-in/as`, form)).status).toBe(403);
      expect((await browser.form(`${server.origin}/sign-out`, { 'form-token': token })).status).toBe(403);
    }
    expect(tokenIn(html)).not.toBe('');
    expect(await account(browser)).toContain('Erik Holm, engineer');
  });

  it('T4: nothing of the person, and no code, is in the log', () => {
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('\n')).not.toMatch(/mara|provider\.example|Haddad|code=|"sub"/i);
  });
});
