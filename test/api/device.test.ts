import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { sql } from 'kysely';
import * as oauth from 'openid-client';
import pino from 'pino';
import { createErrorHandler, notFound } from '../../api/http/error-handler';
import { createRouter } from '../../api/http/router';
import { createDeviceRouter, POLLS_OF_A_NETWORK } from '../../api/routes/device/device';
import { tokenRoutes } from '../../api/routes/tokens/routes';
import { DAY, MINUTE } from '../../domain/shared/time';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { createToken } from '../../store/access/create-token';
import { ASK_LIMITS } from '../../store/public/subscribe-counts';
import { useStore } from '../store/support';
import { Browsing } from '../support/browsing';
import { consoleApp } from '../support/console-app';
import { startOpenIdServer } from '../support/openid-server';
import { forewarn } from '../support/terminal';

const PEOPLE = [
  { id: 'mara', name: 'Mara', email: 'mara@provider.example', groups: ['forewarn-approvers'] },
  { id: 'erik', name: 'Erik', email: 'erik@provider.example', groups: ['forewarn-engineers'] },
];
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';

const store = useStore();
const time = { later: 0 };
const clock = () => Date.now() + time.later;
let server: Loopback;
let provider: { issuer: string; close: () => Promise<void> };
let home: string;

beforeAll(async () => {
  const app = express();
  server = await serveOnLoopback(app);
  provider = await startOpenIdServer(server.origin, PEOPLE);
  home = await mkdtemp(path.join(tmpdir(), 'forewarn-device-'));
  const routes = tokenRoutes({ db: store.db, days: 365 });
  app.use(createRouter(routes, { db: store.db, clock }));
  app.use(createDeviceRouter({ db: store.db, publicUrl: server.origin, days: 365, clock }));
  app.use(
    consoleApp({
      ...{ db: store.db, publicUrl: server.origin, issuer: provider.issuer, clock, routes },
      logger: pino({ level: 'silent' }),
    }),
  );
  app.use(
    notFound,
    createErrorHandler(() => server.origin),
  );
});

afterAll(async () => {
  await provider.close();
  await server.close();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  time.later = 0;
  await sql`delete from subscribe_counts`.execute(store.db);
});

async function signedInAs(person: string): Promise<Browsing> {
  const browser = new Browsing();
  await browser.go(`${server.origin}/sign-in/begin?to=/console/account`);
  await browser.form(`${browser.visited.at(-1) ?? ''}?as=${person}`, {});
  return browser;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, string | number | undefined>>;
}
const send = async (path_: string, fields: Record<string, string>): Promise<Answer> => {
  const response = await fetch(server.origin + path_, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
};
const begin = async (machine = 'laptop') => {
  const { body } = await send('/device/authorization', { client_id: 'tests', machine });
  return { device: String(body.device_code), code: String(body.user_code) };
};
const poll = (device: string) =>
  send('/device/token', { client_id: 'tests', grant_type: GRANT_TYPE, device_code: device });
const page = async (browser: Browsing, query: string) =>
  (await browser.go(`${server.origin}/console/device${query}`)).text();
const answer = async (browser: Browsing, code: string, word: 'approve' | 'decline') => {
  const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(await page(browser, '')) ?? [];
  return (await browser.form(`${server.origin}/console/device`, { 'form-token': token, code, answer: word })).text();
};
const current = async (token: string) => {
  const response = await fetch(`${server.origin}/v1/tokens/current`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: response.status, body: (await response.json()) as object };
};

describe('T9: a machine is signed in by a code (RFC 8628)', () => {
  it('which a person compares and approves, for a token of theirs, once', async () => {
    const begun = await send('/device/authorization', { client_id: 'tests', machine: 'build\n<b>host</b>' });
    expect(begun).toEqual({
      status: 200,
      body: {
        device_code: expect.stringMatching(/^fw_[\w-]{43}$/) as string,
        user_code: expect.stringMatching(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/) as string,
        verification_uri: `${server.origin}/console/device`,
        verification_uri_complete: `${server.origin}/console/device?code=${String(begun.body.user_code)}`,
        ...{ expires_in: 600, interval: 5 },
      },
    });
    const [device, code] = [String(begun.body.device_code), String(begun.body.user_code)];
    expect(await poll(device)).toMatchObject({ status: 400, body: { error: 'authorization_pending' } });

    const browser = await signedInAs('mara');
    // as people type it
    const shown = await page(browser, `?code=${code.toLowerCase().replace('-', '%20')}`);
    expect(shown).toContain('build &lt;b>host&lt;/b>');
    expect(shown).toContain('127.0.0.1');
    expect(shown).toContain(code);
    expect(shown).toContain('mara@provider.example, approver');
    expect(await answer(browser, code, 'approve')).toContain('The machine is signed in as you');

    const { status, body } = await poll(device);
    expect([status, body.token_type]).toEqual([200, 'Bearer']);
    expect(Number(body.expires_in)).toBe((30 * DAY) / 1_000);
    expect(await current(String(body.access_token))).toMatchObject({
      ...{ status: 200, body: { role: 'approver', person: 'mara@provider.example', organizations: null } },
    });
    expect(await poll(device)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await page(browser, `?code=${code}`)).toContain('No machine waits with this code');
    // it is listed, and ended from there
    const account = await (await browser.go(`${server.origin}/console/account`)).text();
    expect(account).toContain('forewarn on build &lt;b>host&lt;/b>');
    const [, end = ''] = /action="(\/console\/account\/tokens\/[^"]+\/end)"/.exec(account) ?? [];
    const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(account) ?? [];
    await browser.form(server.origin + end, { 'form-token': token });
    expect((await current(String(body.access_token))).status).toBe(401);
  });

  it('leads to one token, however often it is asked at the same time', async () => {
    const { device, code } = await begin('concurrent');
    await answer(await signedInAs('mara'), code, 'approve');
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(device)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.error === 'invalid_grant')).toHaveLength(7);
    const made = await store.db.selectFrom('api_tokens').select('origin').where('name', '=', 'concurrent').execute();
    expect(made).toEqual([{ origin: 'device' }]);
  });

  it('is declined, once and for all', async () => {
    const { device, code } = await begin();
    const browser = await signedInAs('mara');
    expect(await answer(browser, code, 'decline')).toContain('The machine is not signed in');
    expect(await answer(browser, code, 'approve')).toContain('Nothing was changed');
    expect(await poll(device)).toMatchObject({ status: 400, body: { error: 'access_denied' } });
  });

  it('ends after ten minutes, for whoever asks and whoever answers', async () => {
    const { device, code } = await begin();
    const browser = await signedInAs('mara');
    time.later = 10 * MINUTE;
    expect(await page(browser, `?code=${code}`)).toContain('No machine waits with this code');
    expect(await answer(browser, code, 'approve')).toContain('Nothing was changed');
    expect(await poll(device)).toMatchObject({ status: 400, body: { error: 'expired_token' } });
    // and is deleted by one that comes later
    time.later = 90 * MINUTE;
    await begin();
    expect(await poll(device)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('comes to nothing when whoever approved it has signed out, or may do less', async () => {
    const browser = await signedInAs('mara');
    const { device, code } = await begin();
    await answer(browser, code, 'approve');
    const [, token = ''] = /name="form-token" value="([^"]+)"/.exec(await page(browser, '')) ?? [];
    await browser.form(`${server.origin}/sign-out`, { 'form-token': token });
    expect(await poll(device)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a machine that asks too soon is told so, and may from then on less often', async () => {
    const { device } = await begin();
    const errors = [];
    for (const wait of [0, 1, 10, 10, 9, 14.5]) {
      time.later += wait * 1_000;
      errors.push((await poll(device)).body.error);
    }
    const [pending, soon] = ['authorization_pending', 'slow_down'];
    // 5 s, then 10 s; what comes a second early by the network is taken
    expect(errors).toEqual([pending, soon, pending, pending, pending, pending]);
  });

  it('any client of OAuth can', async () => {
    const metadata = {
      ...{ issuer: server.origin, token_endpoint: `${server.origin}/device/token` },
      device_authorization_endpoint: `${server.origin}/device/authorization`,
    };
    const client = new oauth.Configuration(metadata, 'another-client', undefined, oauth.None());
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out: this machine alone
    oauth.allowInsecureRequests(client);
    const begun = await oauth.initiateDeviceAuthorization(client, {});
    await answer(await signedInAs('erik'), begun.user_code, 'approve');
    const tokens = await oauth.pollDeviceAuthorizationGrant(client, begun);
    expect((await current(tokens.access_token)).body).toMatchObject({ role: 'engineer' });
  }, 30_000);
});

describe('T8: codes of machines', () => {
  it('are kept as hashes alone', async () => {
    const { device, code } = await begin();
    const { rows } = await sql<{ row: string }>`select d::text as row from device_sign_ins d`.execute(store.db);
    const text = rows.map(({ row }) => row).join('\n');
    expect(text).not.toContain(device.slice(3));
    expect(text).not.toContain(code);
    expect(text).not.toContain(code.replace('-', ''));
  });

  it('a network gets only so many', async () => {
    await begin();
    await sql`update subscribe_counts set asks = ${ASK_LIMITS.device.most} where kind = 'device'`.execute(store.db);
    const refused = await fetch(`${server.origin}/device/authorization`, {
      ...{ method: 'POST', body: new URLSearchParams({ client_id: 'x' }) },
    });
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await refused.json()).toMatchObject({ error: 'temporarily_unavailable' });
  });

  it('a network asks for tokens only so often, and reaches neither the database nor a code beyond that', async () => {
    const elsewhere = express();
    elsewhere.set('trust proxy', true);
    elsewhere.use(createDeviceRouter({ db: store.db, publicUrl: server.origin, days: 365, clock }));
    const own = await serveOnLoopback(elsewhere);
    const { device } = await begin('guesses');
    const ask = (network: string, device_code: string) =>
      fetch(`${own.origin}/device/token`, {
        ...{ method: 'POST', headers: { 'X-Forwarded-For': network } },
        body: new URLSearchParams({ client_id: 'x', grant_type: GRANT_TYPE, device_code }),
      });
    try {
      // one network of IPv6, whatever the address in it
      for (let n = 0; n < POLLS_OF_A_NETWORK.requests; n += 1) {
        const { status } = await ask(`2001:db8:1:1::${n.toString(16)}`, 'fw_guess');
        if (status !== 400) throw new Error(`${String(status)} at request ${String(n)}`);
      }
      const refused = await ask('2001:db8:1:1::ffff', device);
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
      expect(await refused.json()).toMatchObject({ error: 'slow_down' });
      const { polled_at: polled } = await store.db
        .selectFrom('device_sign_ins')
        .select('polled_at')
        .where('machine', '=', 'guesses')
        .executeTakeFirstOrThrow();
      expect(polled).toBeNull();
      expect(await (await ask('2001:db8:2:2::1', device)).json()).toMatchObject({ error: 'authorization_pending' });
    } finally {
      await own.close();
    }
  });

  it('a person types only so many that are not there, and right ones do not count', async () => {
    const browser = await signedInAs('mara');
    const { code } = await begin();
    const { most, everyMs } = ASK_LIMITS['device-code'];
    for (let n = 0; n < most - 1; n++) {
      expect(await page(browser, '?code=BBBB-BBBB')).toContain('No machine waits with this code');
      expect(await page(browser, `?code=${code}`)).toContain('Is this your machine?');
    }
    expect(await page(browser, '?code=BBBB-BBBB')).toContain('No machine waits');
    expect(await page(browser, `?code=${code}`)).toContain('Too many codes that are not there');
    // nor does the form lead past it
    expect(await answer(browser, code, 'approve')).toContain('Nothing was changed');
    expect(await page(await signedInAs('erik'), `?code=${code}`)).toContain('Is this your machine?');
    time.later = everyMs;
    expect(await page(browser, '?code=BBBB-BBBB')).toContain('No machine waits');
  });

  it('guesses by the form count as those by the page', async () => {
    const browser = await signedInAs('mara');
    const { code } = await begin();
    const { most } = ASK_LIMITS['device-code'];
    for (let n = 0; n < most; n++)
      expect(await answer(browser, 'CCCC-CCCC', 'approve')).toContain('Nothing was changed');
    expect(await answer(browser, code, 'approve')).toContain('Nothing was changed');
    expect(await page(browser, `?code=${code}`)).toContain('Too many codes');
  });

  it('a page elsewhere approves none', async () => {
    const browser = await signedInAs('mara');
    const { device, code } = await begin();
    for (const token of ['', 'x']) {
      const form = { 'form-token': token, code, answer: 'approve' };
      expect((await browser.form(`${server.origin}/console/device`, form)).status).toBe(403);
    }
    expect(await poll(device)).toMatchObject({ body: { error: 'authorization_pending' } });
  });

  it.each([
    ['/device/authorization', {}, 'invalid_request'],
    ['/device/token', { client_id: 'x', device_code: 'x' }, 'unsupported_grant_type'],
    ['/device/token', { client_id: 'x', device_code: 'x', grant_type: 'password' }, 'unsupported_grant_type'],
    ['/device/token', { client_id: 'x', grant_type: GRANT_TYPE }, 'invalid_request'],
    ['/device/token', { client_id: 'x', grant_type: GRANT_TYPE, device_code: 'fw_x' }, 'invalid_grant'],
  ])('%s refuses %j', async (path_, fields, error) => {
    expect(await send(path_, fields as Record<string, string>)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('T9: forewarn sign-in', () => {
  const around = (meanwhile?: (stderr: string) => Promise<unknown>) => ({
    env: { FOREWARN_URL: server.origin, HOME: home },
    ...(meanwhile && { meanwhile }),
  });
  const file = () => path.join(home, '.config', 'forewarn', 'tokens.json');
  const codeIn = (stderr: string) => /[A-Z]{4}-[A-Z]{4}/.exec(stderr)?.[0] ?? '';

  it('waits for the person, keeps the token for its owner alone, says who it is, and ends it', async () => {
    const browser = await signedInAs('mara');
    const said = await forewarn(
      ['sign-in'],
      around((stderr) => answer(browser, codeIn(stderr), 'approve')),
    );
    expect(said.stderr).toContain(`${server.origin}/console/device?code=`);
    expect([said.code, said.stdout]).toEqual([
      0,
      expect.stringMatching(/^You are mara@provider.example, approver, at/) as string,
    ]);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const kept = (JSON.parse(await readFile(file(), 'utf8')) as Record<string, string>)[server.origin] ?? '';
    expect(said.stdout + said.stderr).not.toContain(kept);
    const { name } = await store.db
      .selectFrom('api_tokens')
      .select('name')
      .where('origin', '=', 'device')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    expect(name).toBe(hostname());

    const who = await forewarn(['whoami', '--json'], around());
    expect(JSON.parse(who.stdout)).toMatchObject({
      person: 'mara@provider.example',
      role: 'approver',
      url: server.origin,
    });
    const out = await forewarn(['sign-out'], around());
    expect(out).toMatchObject({ code: 0, stdout: expect.stringContaining('the token has ended') as string });
    expect((await current(kept)).status).toBe(401);
    await expect(stat(file())).rejects.toThrow('ENOENT');
    expect((await forewarn(['sign-out'], around())).stdout).toContain('Nobody is signed in');
    expect((await forewarn(['whoami'], around())).stderr).toContain('forewarn sign-in');
  });

  it('says that it was declined, or that nobody answered', async () => {
    const browser = await signedInAs('mara');
    const declined = await forewarn(
      ['sign-in'],
      around((stderr) => answer(browser, codeIn(stderr), 'decline')),
    );
    expect([declined.code, declined.stderr]).toEqual([5, expect.stringContaining('it was declined') as string]);
    const late = await forewarn(['sign-in'], around());
    expect([late.code, late.stderr]).toEqual([
      4,
      expect.stringContaining('Nobody confirmed the code in time') as string,
    ]);
    await expect(stat(file())).rejects.toThrow('ENOENT');
  });

  it('does not forget a token that its holder may not end', async () => {
    const wanted = { name: 'backup', role: 'operator', isService: true } as const;
    const { token } = await createToken(store.db, wanted);
    await forewarn(['login'], { ...around(), stdin: `${token}\n` });
    const out = await forewarn(['sign-out'], around());
    expect([out.code, (await current(token)).status]).toEqual([1, 200]);
    expect((await stat(file())).isFile()).toBe(true);
    await forewarn(['logout'], around());
  });
});

describe("T9: tokens on the page of one's account", () => {
  const TOKENS = '/console/account/tokens';
  const open = async (browser: Browsing) => {
    const html = await (await browser.go(server.origin + TOKENS)).text();
    const value = (name: string) =>
      new RegExp(`name="${name}" value="([^"]+)"`).exec(html.slice(html.indexOf('id="make"')))?.[1] ?? '';
    return { html, hidden: { 'form-token': value('form-token'), 'form-key': value('form-key') } };
  };

  it('are made, shown once, listed and ended', async () => {
    const browser = await signedInAs('mara');
    const { hidden } = await open(browser);
    const form = { ...hidden, name: 'nightly <report>' };
    const made = await (await browser.form(server.origin + TOKENS, form)).text();
    const [token = ''] = /fw_[\w-]{43}/.exec(made) ?? [];
    expect((await current(token)).body).toMatchObject({ role: 'approver', person: 'mara@provider.example' });
    // the same form once more
    const again = await (await browser.form(server.origin + TOKENS, form)).text();
    expect(again).toContain('shown once');
    expect(again).not.toContain(token);
    const { html } = await open(browser);
    expect(html.match(/nightly &lt;report> <span/g)).toHaveLength(1);
    expect(html).not.toContain(token);
    const [, end = ''] = /action="(\/console\/account\/tokens\/[^"]+\/end)"/.exec(html) ?? [];
    await browser.form(server.origin + end, { 'form-token': hidden['form-token'] });
    expect((await current(token)).status).toBe(401);
  });

  it('are refused at their field, with what was typed still there', async () => {
    const browser = await signedInAs('erik');
    const { hidden } = await open(browser);
    const form = { ...hidden, name: 'x', role: 'admin', organizations: 'nobody', expiresAt: '2020-01-01T00:00' };
    const refused = await browser.form(server.origin + TOKENS, form);
    const html = await refused.text();
    expect(refused.status).toBe(422);
    expect(html).toContain('is not an organization of the inventory');
    expect(html).toMatch(/>nobody<\/textarea>/);
  });

  it('end with a sign-in that brings less, and without one when their person leaves', async () => {
    const browser = await signedInAs('erik');
    const { hidden } = await open(browser);
    const made = await (await browser.form(server.origin + TOKENS, { ...hidden, name: 'x' })).text();
    const [token = ''] = /fw_[\w-]{43}/.exec(made) ?? [];
    await signedInAs('erik');
    expect((await current(token)).status).toBe(200);
    // as if they had been more, and the sign-in now brought an engineer
    await sql`update api_tokens set role = 'admin' where name = 'x'`.execute(store.db);
    await signedInAs('erik');
    expect((await current(token)).status).toBe(401);
  });
});
