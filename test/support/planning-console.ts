import express from 'express';
import pino from 'pino';
import type { SignInRules } from '../../domain/access/sign-in-rules';
import { DAY, HOUR } from '../../domain/shared/time';
import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { useApi } from '../api/support/api';
import { Browsing } from './browsing';
import { consoleApp } from './console-app';
import { startOpenIdServer } from './openid-server';
import { statusPageApp } from './status-page-app';

/** As the tests' people sign in; `lena` is limited to the organization acme. */
const PEOPLE = [
  { id: 'erik', name: 'Erik Holm', email: 'erik@provider.example', groups: ['engineers'] },
  { id: 'mara', name: 'Mara Lindqvist', email: 'mara@provider.example', groups: ['approvers'] },
  { id: 'lena', name: 'Lena Ray', email: 'lena@provider.example', groups: ['acme-engineers'] },
  { id: 'olga', name: 'Olga Berg', email: 'olga@provider.example', groups: ['operators'] },
];
export type Planner = 'erik' | 'mara' | 'lena' | 'olga';

const ROLES: SignInRules['roles'] = {
  engineers: { when: 'engineers', role: 'engineer' },
  approvers: { when: 'approvers', role: 'approver' },
  operators: { when: 'operators', role: 'operator' },
  acme: { when: 'acme-engineers', role: 'engineer', organizations: ['acme'] },
};

/** With classes of the provider's own beside the three (P6). */
export const OWN_CLASSES: NoticePolicy = {
  ...DEFAULT_POLICY,
  ownClasses: {
    major: { ...DEFAULT_POLICY.classes.standard, like: 'standard', leadMs: 20 * DAY },
    hotfix: { ...DEFAULT_POLICY.classes.expedited, like: 'expedited', leadMs: DAY, minimumNoticeMs: 12 * HOUR },
  },
};

/** The policy of the real app (api/app.ts), so that what it forbids fails here. */
const CSP =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The console over the API's own operations, which open windows in memory, for tests of one file; with a provider of identities. */
export function usePlanningConsole() {
  const api = useApi({}, { rules: { policyAt: () => OWN_CLASSES } });
  let server: Loopback;
  let provider: { issuer: string; close: () => Promise<void> };

  beforeAll(async () => {
    const app = express();
    server = await serveOnLoopback(app);
    provider = await startOpenIdServer(server.origin, PEOPLE);
    const { db } = api.store;
    const pages = consoleApp({
      ...{ db, publicUrl: server.origin, issuer: provider.issuer, clock: () => api.time.now, routes: api.routes },
      ...{ logger: pino({ level: 'silent' }), policyAt: () => OWN_CLASSES, roles: ROLES },
    });
    app.use((request, response, next) => {
      response.set('Content-Security-Policy', CSP);
      pages(request, response, next);
    });
    app.use(statusPageApp(db));
  });

  afterAll(async () => {
    await provider.close();
    await server.close();
  });

  return {
    api,
    get origin() {
      return server.origin;
    },
    /** A browser in which that person has signed in. */
    async signedIn(person: Planner): Promise<Browsing> {
      const browser = new Browsing();
      const asked = await browser.go(`${server.origin}/console/account`);
      const [, href = ''] = /href="(\/sign-in\/begin[^"]*)"/.exec(await asked.text()) ?? [];
      await browser.go(server.origin + href.replaceAll('&amp;', '&'));
      await browser.form(`${browser.visited.at(-1) ?? ''}?as=${person}`, {});
      return browser;
    },
  };
}
