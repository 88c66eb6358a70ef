import express from 'express';
import pino from 'pino';
import { createToken } from '../../store/access/create-token';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import type { ServedPath } from '../../web/console/area';
import { StoredWindow } from '../store/support';
import { Browsing } from '../support/browsing';
import { consoleOn } from '../support/console-app';
import { signedInAs } from '../support/console-session';
import { addressOf, nameOf } from '../support/console-walk';
import { startOpenIdServer } from '../support/openid-server';
import { useApi } from './support/api';

const ERIK = { id: 'erik', name: 'Erik', email: 'erik@provider.example', groups: ['acme-desk', 'dyne-builders'] };
const ROLES = {
  desk: { when: 'acme-desk', role: 'operator', organizations: ['acme'] },
  builders: { when: 'dyne-builders', role: 'engineer', organizations: ['dyne'] },
} as const;

const api = useApi();
let server: Loopback;
let provider: { issuer: string; close: () => Promise<void> };
let served: readonly ServedPath[] = [];
const windows = {} as Record<'acme' | 'dyne', string>;
const tasks = {} as Record<'acme' | 'dyne', number>;

beforeAll(async () => {
  const app = express();
  server = await serveOnLoopback(app);
  provider = await startOpenIdServer(server.origin, [ERIK]);
  const pages = consoleOn({
    ...{ db: api.store.db, publicUrl: server.origin, issuer: provider.issuer, clock: Date.now },
    ...{ routes: api.routes, logger: pino({ level: 'silent' }) },
    roles: {
      desk: { ...ROLES.desk, organizations: ['acme'] },
      builders: { ...ROLES.builders, organizations: ['dyne'] },
    },
  });
  served = pages.served;
  app.use(pages.router);
  for (const [organization, resource] of [
    ['acme', 'acme-web'],
    ['dyne', 'dyne-web'],
  ] as const) {
    const { reference } = await StoredWindow.announced(api.store, { scope: { resources: [resource] } });
    windows[organization] = reference;
    const task = {
      organization_id: organization,
      subject: `organization:${organization}`,
      reason: `${organization} minds`,
    };
    const { id } = await api.store.db
      .insertInto('staff_tasks')
      .values({ kind: 'objection', window_reference: reference, ...task })
      .returning('id')
      .executeTakeFirstOrThrow();
    tasks[organization] = id;
  }
});

afterAll(async () => {
  await provider.close();
  await server.close();
});

const tokenIn = (html: string) => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('T3: roles of staff that are bound to organizations', () => {
  it('hold where they are bound, one at a time, whatever else the person may do elsewhere', async () => {
    const browser = new Browsing();
    await browser.go(`${server.origin}/sign-in/begin?to=/console/account`);
    const account = await (await browser.form(`${browser.visited.at(-1) ?? ''}?as=erik`, {})).text();
    expect(account).toContain('operator for acme');
    const page = (path: string) => browser.go(server.origin + path);
    const seen = async () => {
      const list = await (await page('/console/windows')).text();
      const [own, other] = await Promise.all(
        [windows.acme, windows.dyne].map(async (reference) => (await page(`/console/windows/${reference}`)).status),
      );
      return [list.includes(windows.acme), list.includes(windows.dyne), own, other];
    };
    expect(await seen()).toEqual([true, false, 200, 404]);
    // an operator plans nothing
    expect((await page('/console/plan')).status).toBe(403);
    await browser.form(`${server.origin}/sign-in/as`, { 'form-token': tokenIn(account), grant: '1' });
    expect(await seen()).toEqual([false, true, 404, 200]);
    const plan = await (await page('/console/plan')).text();
    expect(plan).not.toMatch(/acme/i);
  });

  it('show nothing of others on any page, and do nothing to theirs by any form', async () => {
    const who = await signedInAs(api.store.db, () => server.origin, ROLES.desk);
    const wrong: string[] = [];
    let absent = 0;
    for (const one of served.filter(({ path }) => path !== '/console/live')) {
      const id = one.path.includes('/organizations/') ? 'dyne' : String(tasks.dyne);
      const address = addressOf(one, { reference: windows.dyne, id, task: String(tasks.dyne) });
      const response = await (one.method === 'GET' ? who.get(address) : who.send(address, {}));
      const isNamed = /:(reference|id|task)\b/.test(one.path);
      const html = await response.text();
      const isOfOthers = isNamed && ![403, 404].includes(response.status);
      if (response.status === 404) absent += 1;
      if (isOfOthers || response.status >= 500 || /Dyne|dyne-web|dyne minds/.test(html))
        wrong.push(`${nameOf(one)}: ${String(response.status)}`);
    }
    expect(wrong).toEqual([]);
    expect(absent).toBeGreaterThan(20);
  });

  it('answer as a token with the same limits does', async () => {
    const { db } = api.store;
    const who = await signedInAs(db, () => server.origin, ROLES.desk);
    const { token } = await createToken(db, { ...ROLES.desk, name: 'desk' });
    const ask = async (path: string) =>
      (await api.anonymous().get(path).set('Authorization', `Bearer ${token}`)).status;
    const [acme, dyne] = [windows.acme, windows.dyne];
    const answers = await Promise.all(
      [acme, `${acme}/timeline`, `${acme}/notices`, dyne, `${dyne}/timeline`, `${dyne}/notices`].map(async (path) => [
        await ask(`/v1/windows/${path}`),
        (await who.get(`/console/windows/${path}`)).status,
      ]),
    );
    expect(answers).toEqual([...Array<number[]>(3).fill([200, 200]), ...Array<number[]>(3).fill([404, 404])]);
  });
});
