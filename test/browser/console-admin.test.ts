import path from 'node:path';
import express from 'express';
import { sql } from 'kysely';
import pino from 'pino';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HOUR } from '../../domain/shared/time';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { beginSession } from '../../store/access/sessions';
import { deliver, StoredWindow } from '../store/support';
import { useApi } from '../api/support/api';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { consoleApp } from '../support/console-app';
import { statusPageApp } from '../support/status-page-app';
import { byTurns, LOOKS } from '../support/looks';

// some thirty pages are opened, photographed and examined, on a machine that does other things as well
jest.setTimeout(400_000);

const HOSTILE = `<img src=x onerror="document.title='owned'"> & ]]>`;
const CSV = 'path,name\neu-1/dc-9,Ninth\neu-1/dc-9/rack one,Bad\n';

const api = useApi({
  inForce: [
    { name: 'FOREWARN_SECRETS_KEY', value: null, from: 'environment', isSecret: true },
    { name: 'classes.standard.lead', value: '14 days', from: 'file', isSecret: false },
    { name: 'quietHours.from', value: HOSTILE, from: 'default', isSecret: false },
  ],
});
const chromium = useChromium();
let base: string;
let secret: string;
let differing: string;
const ids = { task: 0, objection: 0, mail: 0 };
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  await seed();
  await serveConsole();
  const { now } = api.time;
  const begun = {
    person: 'rita',
    name: 'Rita',
    staffId: 'rita',
    door: 'openid',
    subject: 'of-the-tests',
    providerSession: null,
    browser: null,
  } as const;
  const grants = [{ role: 'admin' as const, organizations: null }];
  ({ secret } = await beginSession(api.store.db, { ...begun, grants, now, endsAt: now + 12 * HOUR }));
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

async function seed(): Promise<void> {
  const { db } = api.store;
  const window = await StoredWindow.announced(api.store, { title: HOSTILE });
  await deliver(api.store, window.key('announcement'));
  await window.start();
  differing = window.reference;
  const at = new Date(api.time.now);
  await sql`insert into suppressions (address, reason) values
    ('gone@acme.example', '550 5.1.1 no such user'), ('b@bolt.example', ${HOSTILE})`.execute(db);
  const tasks = await sql<{ id: number }>`
    insert into staff_tasks (window_reference, kind, organization_id, subject, reason) values
      (${differing}, 'reach-otherwise', 'acme', 'organization:acme', 'Mail to gone@acme.example is refused: 550 5.1.1 no such user'),
      (${differing}, 'objection', 'bolt', 'organization:bolt', ${HOSTILE}),
      (null, 'place-returned-mail', null, 'returned-mail:1', 'A returned mail nobody could place: it names no window')
    returning id
  `.execute(db);
  [ids.task, ids.objection] = tasks.rows.map(({ id }) => id) as [number, number];
  const mail = await sql<{ id: number }>`
    insert into returned_mails (digest, raw, size, reason, received_at)
    values ('d', ${Buffer.from(`From: someone@else.example\r\nSubject: Undelivered\r\n\r\n${HOSTILE}\n${'x'.repeat(500)}`)}, 900000, 'it names no window', ${at})
    returning id
  `.execute(db);
  ids.mail = mail.rows[0]?.id ?? 0;
  await sql`insert into erasures (hashes, by, begun_at, finished_at, counts)
    values ('{erased-0f3a9b5c0f3a9b5c0f3a9b5c0f3a9b5c@erased.invalid}', 'root', ${at}, ${at}, '{"contacts": 1}')`.execute(
    db,
  );
  await sql`insert into window_differences (reference, kind, detail, first_seen_at, last_seen_at, seen)
    values (${differing}, 'no-workflow', 'workflow missing, record announced at event 5', ${at}, ${at}, 2)`.execute(db);
}

async function serveConsole(): Promise<void> {
  const app = express();
  const server = await serveOnLoopback(app);
  cleanups.push(server.close);
  base = server.origin;
  const { db } = api.store;
  const pages = consoleApp({
    ...{ db, publicUrl: base, issuer: 'https://id.example', clock: () => api.time.now, routes: api.routes },
    logger: pino({ level: 'silent' }),
  });
  const files = statusPageApp(db);
  app.use((request, response, next) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    pages(request, response, next);
  });
  app.use(files);
}

async function signedIn(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
  const context = await chromium.browser.newContext(options);
  await context.addCookies([{ name: 'forewarn', value: secret, url: base }]);
  return context;
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `admin-${name}.png`), fullPage: true });
  expect([name, await axeFaults(page)]).toEqual([name, []]);
  expect(await page.title()).not.toContain('owned');
  expect([name, await page.locator('h1').count()]).toEqual([name, 1]);
  const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
  expect([name, await page.evaluate(fits)]).toEqual([name, true]);
}

/** Every page, by the name of its picture. */
const pages = (): readonly (readonly [name: string, at: string])[] => [
  ['tasks', '/console/tasks?whose=all'],
  ['task', `/console/tasks/${String(ids.task)}`],
  ['objection', `/console/tasks/${String(ids.objection)}`],
  ['suppressions', '/console/suppressions'],
  ['lift', '/console/suppressions/lift?address=gone@acme.example'],
  ['lift-many', '/console/suppressions/lift-many'],
  ['returned-mail', `/console/returned-mails/${String(ids.mail)}`],
  ...['organizations', 'environments', 'contacts', 'resources', 'locations', 'staff', 'staff_organizations'].map(
    (table) => [table, `/console/inventory/${table}`] as const,
  ),
  ['organization', '/console/inventory/organizations/acme'],
  ['import', '/console/inventory/locations/import'],
  ['webhooks', '/console/webhooks'],
  ['webhook-new', '/console/webhooks/new'],
  ['audit', '/console/audit'],
  ['doctor', '/console/doctor/mail'],
  ['differences', '/console/differences'],
  ['difference', `/console/differences/${differing}`],
  ['settings', '/console/settings'],
  ['retention', '/console/retention'],
  ['erasures', '/console/erasures'],
  ['erase', '/console/erasures/new'],
];

describe.each(LOOKS)('P8: the administrative pages on a $size, $colorScheme', ({ size, colorScheme, viewport }) => {
  const look = `${size}-${colorScheme}`;
  const options = { colorScheme, viewport };
  test('are accessible, narrow enough, and complain of nothing', async () => {
    const context = await signedIn(options);
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const own = byTurns(pages(), LOOKS).filter(([, one]) => one.size === size && one.colorScheme === colorScheme);
    for (const [[name, at]] of own) {
      await page.goto(base + at);
      await looked(page, `${name}-${look}`);
    }
    // a refused form leads to its fields, and keeps what was typed
    expect(complaints).toEqual([]);
    await page.goto(`${base}/console/erasures/new`);
    await page.getByLabel('Mail address of the person').fill('someone@acme.example');
    await page.getByRole('button', { name: 'Erase this person' }).click();
    await page.getByRole('link', { name: /The same address again/ }).waitFor();
    expect(await page.getByLabel('Mail address of the person').inputValue()).toBe('someone@acme.example');
    await looked(page, `erase-refused-${look}`);
    await context.close();
  });
});

test('P8, N5: lists are narrowed while one types, files checked and imported, channels examined, without leaving the page', async () => {
  const context = await signedIn({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const complaints = complaintsOf(page);

  await page.goto(`${base}/console/suppressions`);
  expect(await page.getByRole('row').count()).toBe(3);
  await page.locator('main').getByRole('searchbox').pressSequentially('no such user');
  await page.waitForURL(/q=no\+such\+user|q=no%20such%20user/);
  await page.waitForFunction('document.querySelectorAll("tr").length === 2');
  expect(await page.locator('main').getByRole('searchbox').inputValue()).toBe('no such user');

  await page.goto(`${base}/console/inventory/locations/import`);
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'places.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.getByRole('heading', { name: 'What it would do' }).waitFor();
  await page.getByText('places.csv: 1 would be created').waitFor();
  expect(await page.getByRole('row').count()).toBe(2);
  await looked(page, 'import-checked');
  // the chosen file is still there
  await page.getByRole('button', { name: 'Import it' }).click();
  await page.getByRole('heading', { name: 'What was done' }).waitFor();
  await page.getByText('places.csv: 1 created').waitFor();
  expect(complaints).toEqual([]);
  // what breaks every rule says so in its place
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('path\na b\n') });
  await page.getByRole('button', { name: 'Check it' }).click();
  await page.getByText('line 2, path').waitFor();

  await page.goto(`${base}/console/doctor`);
  await page.getByRole('button', { name: 'Examine Mail' }).click();
  await page.getByText(/(Good|Wrong): answers/).waitFor();
  expect(page.url()).toBe(`${base}/console/doctor`);

  await page.goto(`${base}/console/tasks`);
  await page.getByRole('button', { name: 'Tick off' }).first().click();
  await page.getByText(`Task ${String(ids.task)} is done.`).waitFor();
  await context.close();
});

test('C6: an endpoint is registered, its secret shown, and tried', async () => {
  const context = await signedIn({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${base}/console/webhooks/new`);
  await page.getByLabel('Organization').fill('acme');
  await page.getByLabel('Address', { exact: true }).fill('http://127.0.0.1:9/hook');
  await page.getByLabel('Description').fill('Ticket system');
  await page.getByRole('button', { name: 'Register it' }).click();
  await page.getByRole('heading', { name: 'Secret of the endpoint' }).waitFor();
  await looked(page, 'webhook-secret');
  await page.getByRole('link', { name: 'To the endpoint' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('heading', { name: 'webhook.test' }).waitFor();
  await looked(page, 'delivery');
  await page.getByRole('link', { name: 'its page' }).click();
  await page.getByText('Change it').click();
  await looked(page, 'webhook');
  expect(await page.getByText('webhook.test').count()).toBe(1);
  await context.close();
});
