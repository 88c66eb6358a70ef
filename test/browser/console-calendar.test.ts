import path from 'node:path';
import express from 'express';
import pino from 'pino';
import type { Browser, Page } from 'playwright-core';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { openDatabase, type Database } from '../../store/database/database';
import { createBlackout } from '../../store/planning/blackouts';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { consoleApp } from '../support/console-app';
import { signedInAs } from '../support/console-session';
import { testDatabase } from '../support/database';
import { PublicLife, seedInventory } from '../support/public-life';
import { statusPageApp } from '../support/status-page-app';
import { iso, T0 } from '../support/windows';
import { byTurns, LOOKS } from '../support/looks';

const HOSTILE = `"><img src=x onerror="document.title='owned'"></text></svg><script>document.title='owned'</script>`;
const TURNED = '\u202Eright to left \u2067and isolated';
/** In the week of the nights below. */
const NOW = T0 + 15 * DAY + 3 * HOUR;

const database = testDatabase();
let db: Database;
const chromium = useChromium();
let base: string;
const cleanups: (() => unknown)[] = [];
const at = (inMs: number, lastsMs = 2 * HOUR) => [{ start: iso(T0 + inMs), end: iso(T0 + inMs + lastsMs) }];
const open = (n: number, body = {}) => new PublicLife(db, { reference: `MW-2026-000${String(n)}`, body });

beforeAll(async () => {
  db = openDatabase(database.url());
  cleanups.push(() => db.destroy());
  await seedInventory(db);
  const running = await open(1, { slots: at(15 * DAY) }).announce();
  await running.start();
  await running.advance(2 * HOUR + 40 * MINUTE);
  const done = await open(2, { slots: at(14 * DAY), scope: { locations: ['us-1/dc-1/rack-c01'] } }).announce();
  await done.start();
  await done.advance(HOUR);
  await done.give('complete', { message: 'Done.', customerImpactMinutes: 3 });
  await open(3, { slots: at(16 * DAY), title: HOSTILE, scope: { locations: ['eu-1/dc-2/rack-b01'] } }).announce();
  await open(4, { slots: at(17 * DAY, 20 * HOUR), title: TURNED, scope: { locations: ['us-1'] } }).save();
  const two = { slots: [...at(17 * DAY), ...at(18 * DAY)], decideBy: iso(T0 + 16 * DAY) };
  await open(5, { ...two, title: 'Two nights', scope: { locations: ['eu-1/dc-1/rack-a12'] } }).save();
  await db
    .insertInto('window_conflicts')
    .values({
      window_reference: 'MW-2026-0005',
      revision: 1,
      kind: 'organization',
      text: HOSTILE,
      is_blocking: true,
      found_at: new Date(T0),
    })
    .execute();
  await createBlackout(db, {
    ...{ id: 'sale', organizationId: null, startsAt: T0 + 18 * DAY + 12 * HOUR, endsAt: T0 + 19 * DAY + 12 * HOUR },
    ...{ reason: HOSTILE, createdBy: 'lead', createdAt: T0 },
  });
  const app = express();
  const server = await serveOnLoopback(app);
  cleanups.push(server.close);
  base = server.origin;
  const pages = consoleApp({
    ...{ db, publicUrl: base, issuer: 'http://127.0.0.1:1', clock: () => NOW, logger: pino({ level: 'silent' }) },
  });
  const files = statusPageApp(db);
  app.use((request, response, next) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    pages(request, response, next);
  });
  app.use(files);
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

async function signedInPage(options: Parameters<Browser['newContext']>[0] = {}) {
  const { cookie } = await signedInAs(db, () => base, { role: 'engineer' }, NOW);
  const context = await chromium.browser.newContext(options);
  await context.addCookies([{ ...cookie, url: base }]);
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page), close: () => context.close() };
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `calendar-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.title()).not.toContain('owned');
  expect(await page.locator('img, iframe, script:not([src])').count()).toBe(0);
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

const PAGES = {
  month: '/console/calendar',
  week: '/console/calendar?span=week',
  racks: '/console/calendar?span=week&level=3&at=eu-1',
  days: '/console/calendar?view=days',
  'unknown-place': '/console/calendar?at=eu-9',
  empty: '/console/calendar?on=2031-01-01',
  search: '/console/search?q=MW-2026',
  'found-nothing': '/console/search?q=nothing-of-it',
  keys: '/console/keys',
  reports: '/console/reports',
  pictures: '/console/windows/MW-2026-0001/pictures',
  window: '/console/windows/MW-2026-0001',
};

const LOOKED_AT = byTurns(Object.entries(PAGES), LOOKS).map(([[name, address], look]) => ({ name, address, ...look }));

test.each(LOOKED_AT)(
  'P8: calendar, search, keys and pictures: $name on a $size, $colorScheme',
  async ({ name, address, size, colorScheme, viewport }) => {
    const { page, complaints, close } = await signedInPage({ viewport, colorScheme });
    await page.goto(`${base}${address}`);
    expect(await page.locator('h1').count()).toBe(1);
    await looked(page, `${name}-${size}-${colorScheme}`);
    expect(complaints).toEqual([]);
    await close();
  },
);

test('P8: what is drawn stands in the table, too, and what is chosen in the address', async () => {
  const { page, close } = await signedInPage({ javaScriptEnabled: false });
  await page.goto(`${base}/console/calendar?span=week`);
  const drawn = await page
    .locator('.picture a.night')
    .evaluateAll((nights) => nights.map((night) => night.getAttribute('href')));
  const listed = await page
    .getByRole('rowheader')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  // the one of two datacenters is drawn once in each
  expect([...new Set(drawn)].sort()).toEqual([...new Set(listed)].sort());
  expect(listed).toHaveLength(6);
  expect(await page.getByText('if the first night is called off').count()).toBe(1);
  await page.getByLabel('Phase').selectOption('announced');
  await page.getByRole('button', { name: 'Show' }).click();
  expect(new URL(page.url()).searchParams.get('phase')).toBe('announced');
  expect(await page.getByRole('rowheader').count()).toBe(1);
  await page.getByRole('link', { name: 'Later' }).click();
  expect(new URL(page.url()).searchParams.get('phase')).toBe('announced');
  expect(await page.getByRole('rowheader').count()).toBe(0);
  await close();
});

test('P8: shortcuts lead places, are listed, never stand in the way of writing, and can be done without', async () => {
  const { page, complaints, close } = await signedInPage();
  await page.goto(`${base}/console/windows`);
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/console/calendar');
  await page.keyboard.press('/');
  await page.keyboard.type('gwg o?/');
  expect(await page.locator('#search').inputValue()).toBe('gwg o?/');
  await page.locator('#search').fill('0003');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/console/search?q=0003');
  expect(await page.getByRole('listitem').count()).toBe(1);

  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.screenshot({ path: path.join(SCREENSHOTS, 'calendar-dialog.png') });
  // letters do nothing behind it
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.getByLabel('Use these shortcuts').uncheck();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('w');
  await page.goto(`${base}/console/keys`);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.locator('main').getByLabel('Use these shortcuts').isChecked()).toBe(false);
  await page.locator('main').getByLabel('Use these shortcuts').check();
  // a letter that begins nothing ends what was begun
  for (const key of ['g', 'x', 'w']) await page.keyboard.press(key);
  expect(page.url()).toBe(`${base}/console/keys`);
  await page.locator('h1').click();
  for (const key of ['g', 'w']) await page.keyboard.press(key);
  await page.waitForURL('**/console/windows');
  expect(complaints).toEqual([]);
  await close();
});

test('T3: an engineer limited to another customer sees and finds nothing of these', async () => {
  const { cookie } = await signedInAs(db, () => base, { role: 'engineer', organizations: ['other'] }, NOW);
  const headers = { cookie: `${cookie.name}=${cookie.value}` };
  for (const address of [
    '/console/calendar',
    '/console/calendar?view=days',
    '/console/search?q=MW-2026',
    '/console/search?q=canary',
    '/console/reports',
  ]) {
    // the words that were looked for stand in their field again
    const html = (await (await fetch(`${base}${address}`, { headers })).text()).replaceAll(/value="[^"]*"/g, '');
    expect(html).toContain('<h1>');
    expect(html).not.toMatch(/MW-2026-000\d|canary|sale/);
  }
  const hidden = await fetch(`${base}/console/windows/MW-2026-0001/pictures`, { headers });
  expect(hidden.status).toBe(404);
});
