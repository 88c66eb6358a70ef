import path from 'node:path';
import express from 'express';
import pino from 'pino';
import type { Page } from 'playwright-core';
import { createDeviceRouter } from '../../api/routes/device/device';
import { tokenRoutes } from '../../api/routes/tokens/routes';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { openDatabase, type Database } from '../../store/database/database';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { consoleApp } from '../support/console-app';
import { testDatabase } from '../support/database';
import { startOpenIdServer } from '../support/openid-server';
import { statusPageApp } from '../support/status-page-app';

const HOSTILE = `<img src=x onerror="document.title='owned'"> & ]]>`;
const PEOPLE = [{ id: 'erik', name: HOSTILE, email: 'erik@provider.example', groups: ['forewarn-admins'] }];

const database = testDatabase();
let db: Database;
const chromium = useChromium();
let base: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  db = openDatabase(database.url());
  cleanups.push(() => db.destroy());
  const app = express();
  const server = await serveOnLoopback(app);
  cleanups.push(server.close);
  base = server.origin;
  const provider = await startOpenIdServer(base, PEOPLE);
  cleanups.push(provider.close);
  const pages = consoleApp({
    ...{ db, publicUrl: base, issuer: provider.issuer, clock: Date.now, logger: pino({ level: 'silent' }) },
    routes: tokenRoutes({ db, days: 365 }),
  });
  app.use(createDeviceRouter({ db, publicUrl: base, days: 365, clock: Date.now }));
  app.use((request, response, next) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    pages(request, response, next);
  });
  app.use(statusPageApp(db));
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

async function begin() {
  const body = new URLSearchParams({ client_id: 'tests', machine: HOSTILE });
  const response = await fetch(`${base}/device/authorization`, { method: 'POST', body });
  return (await response.json()) as { user_code: string; verification_uri_complete: string };
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `device-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.title()).not.toBe('owned');
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

describe.each([
  ['desktop', 'light', { width: 1280, height: 800 }],
  ['desktop', 'dark', { width: 1280, height: 800 }],
  ['phone', 'light', { width: 360, height: 740 }],
] as const)('T9: signing in on a machine, on a %s, %s', (size, colorScheme, viewport) => {
  test("leads from the address of the terminal to its token, and to tokens of one's own", async () => {
    const context = await chromium.browser.newContext({ viewport, colorScheme });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const shot = (name: string) => looked(page, `${name}-${size}-${colorScheme}`);
    await page.goto(`${base}/sign-in?to=%2Fconsole%2Fdevice`);
    await page.getByRole('link', { name: 'Sign in with the tests' }).click();
    await page.getByRole('button', { name: 'erik@provider.example' }).click();
    await page.getByRole('heading', { name: 'Sign in on a machine' }).waitFor();

    // a code that is not there, by the keyboard alone
    await page.getByLabel('The code').focus();
    await page.keyboard.type('bbbb bbbb');
    await page.keyboard.press('Enter');
    await page.getByText('No machine waits with this code').waitFor();
    expect(await page.getByLabel('The code').inputValue()).toBe('bbbb bbbb');
    await shot('wrong-code');

    const { user_code: code, verification_uri_complete: address } = await begin();
    await page.goto(address);
    await page.getByRole('heading', { name: 'Is this your machine?' }).waitFor();
    expect(await page.getByText(code, { exact: true }).count()).toBe(1);
    await shot('confirm');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    await shot('approved');

    await page.goto(`${base}/console/account/tokens`);
    await page.getByLabel('What it is for').fill(`laptop ${HOSTILE}`);
    await page.getByLabel('Role').selectOption('operator');
    await page.getByLabel('Only for these organizations').fill('nobody');
    await shot('tokens');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('What it is for').inputValue()).toBe(`laptop ${HOSTILE}`);
    await shot('refused');
    await page.getByLabel('Only for these organizations').fill('');
    await page.getByRole('button', { name: 'Make the token' }).click();
    await page.getByText('it is shown this once').waitFor();
    await shot('made');
    await page.goto(`${base}/console/account`);
    await page.getByText('Chrome', { exact: false }).first().waitFor();
    await shot('account');
    await page.goto(`${base}/console/account/tokens`);
    const before = await page.getByRole('row').count();
    await page
      .getByRole('button', { name: /^End laptop/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'Your tokens' }).waitFor();
    await shot('list');
    expect(await page.getByRole('row').count()).toBeLessThan(before);
    // the browser itself says that a form was refused (422)
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
    await context.close();
  });
});
