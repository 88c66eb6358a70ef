import express from 'express';
import pino from 'pino';
import type { SignInRules } from '../../domain/access/sign-in-rules';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import type { OpeningBody, OpeningSettings } from '../../domain/window/opening';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { useApi } from '../api/support/api';
import { StoredWindow } from '../store/support';
import { Browsing } from './browsing';
import { consoleApp } from './console-app';
import { formIn } from './forms';
import { startOpenIdServer } from './openid-server';
import { statusPageApp } from './status-page-app';
import { PROCESS_POLICY } from './windows';

/** As the tests' people sign in; `lena` is limited to the organization dyne, whose resources are elsewhere. */
const GROUPS = { erik: 'engineers', mara: 'approvers', nils: 'approvers', olga: 'operators', lena: 'dyne-approvers' };
export type Signing = keyof typeof GROUPS;
const PEOPLE = Object.entries(GROUPS).map(([id, group]) => ({
  ...{ id, name: `${id[0]?.toUpperCase() ?? ''}${id.slice(1)} Berg`, email: `${id}@provider.example`, groups: [group] },
}));

const ROLES: SignInRules['roles'] = {
  engineers: { when: 'engineers', role: 'engineer' },
  approvers: { when: 'approvers', role: 'approver' },
  operators: { when: 'operators', role: 'operator' },
  dyne: { when: 'dyne-approvers', role: 'approver', organizations: ['dyne'] },
};

/** The policy of the real app (api/app.ts), so that what it forbids fails here. */
const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The console over the API's own operations and windows at work in memory, for the tests of one file. */
export function useWordsConsole() {
  const api = useApi();
  let server: Loopback;
  let provider: { issuer: string; close: () => Promise<void> };

  beforeAll(async () => {
    const app = express();
    server = await serveOnLoopback(app);
    provider = await startOpenIdServer(server.origin, PEOPLE);
    api.windows.timeline = api.store.timeline;
    const { db } = api.store;
    const pages = consoleApp({
      ...{ db, publicUrl: server.origin, issuer: provider.issuer, clock: () => api.time.now, routes: api.routes },
      ...{ logger: pino({ level: 'silent' }), roles: ROLES },
    });
    app.use((request, response, next) => {
      response.set('Content-Security-Policy', CSP);
      pages(request, response, next);
    });
    app.use(statusPageApp(db));
  }, 60_000);

  afterAll(async () => {
    await provider.close();
    await server.close();
  });

  const browsers = new Map<Signing, Browsing>();

  /** A browser in which that person has signed in; the same one each time. */
  async function signedIn(person: Signing): Promise<Browsing> {
    const known = browsers.get(person);
    if (known) return known;
    const browser = new Browsing();
    browsers.set(person, browser);
    const asked = await browser.go(`${server.origin}/console/account`);
    const [, href = ''] = /href="(\/sign-in\/begin[^"]*)"/.exec(await asked.text()) ?? [];
    await browser.go(server.origin + href.replaceAll('&amp;', '&'));
    await browser.form(`${browser.visited.at(-1) ?? ''}?as=${person}`, {});
    return browser;
  }

  async function read(person: Signing, path: string) {
    const response = await (await signedIn(person)).go(server.origin + path);
    return { status: response.status, html: await response.text() };
  }

  /** Sends fields as they are, with the headers given; follows where it leads. */
  async function post(person: Signing, action: string, fields: Record<string, string>, headers = {}) {
    const browser = await signedIn(person);
    const response = await browser.go(server.origin + action, {
      ...{ method: 'POST', body: new URLSearchParams(fields).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    return { status: response.status, html: await response.text(), at: browser.visited.at(-1) ?? '' };
  }

  return {
    api,
    ...{ read, post },
    get origin() {
      return server.origin;
    },
    /** Opens a page, changes some fields of its form with that action, and sends it as the browser would. */
    async send(person: Signing, page: string, action: string, typed: Record<string, string> = {}) {
      const { html } = await read(person, page);
      return post(person, action, { ...formIn(html, action), ...typed });
    },
    /** A window at work and on record; `by` whom it was opened. */
    async window(
      body: Partial<OpeningBody> = {},
      { policy = PROCESS_POLICY, settings = {} }: { policy?: NoticePolicy; settings?: Partial<OpeningSettings> } = {},
    ): Promise<StoredWindow> {
      const window = new StoredWindow(api.store, body, policy, { signals: [], ...settings });
      await window.record();
      api.windows.adopt(window.core);
      return window;
    },
  };
}
