import path from 'node:path';
import express from 'express';
import pino from 'pino';
import type { Page } from 'playwright-core';
import { MINUTE } from '../../domain/shared/time';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { openDatabase, type Database } from '../../store/database/database';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { consoleApp } from '../support/console-app';
import { firstOf } from '../support/looks';
import { testDatabase } from '../support/database';
import { startOpenIdServer } from '../support/openid-server';
import { PublicLife, seedInventory } from '../support/public-life';
import { statusPageApp } from '../support/status-page-app';

const HOSTILE = `<img src=x onerror="document.title='owned'"> & ]]>`;
const PEOPLE = [
  { id: 'erik', name: HOSTILE, email: 'erik@provider.example', groups: ['forewarn-engineers', 'forewarn-operators'] },
  { id: 'noor', name: 'Noor Haddad', email: 'noor@provider.example', groups: [] },
];

const database = testDatabase();
let db: Database;
const chromium = useChromium();
let base: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  db = openDatabase(database.url());
  cleanups.push(() => db.destroy());
  await seedInventory(db);
  const open = (n: number, body = {}) => new PublicLife(db, { reference: `MW-2026-000${String(n)}`, body });
  const running = await open(1).announce();
  await running.start();
  await running.advance(40 * MINUTE);
  await open(2, { title: HOSTILE }).announce();
  await open(3, { visibility: 'private' }).announce();
  await open(4).save();
  await (await open(5).save()).give('cancel', { reason: 'The part is not there yet.' });
  await serveConsole();
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

async function serveConsole(): Promise<void> {
  const app = express();
  const server = await serveOnLoopback(app);
  cleanups.push(server.close);
  base = server.origin;
  const provider = await startOpenIdServer(base, PEOPLE);
  cleanups.push(provider.close);
  const pages = consoleApp({
    ...{ db, publicUrl: base, issuer: provider.issuer, clock: Date.now, logger: pino({ level: 'silent' }) },
    linksOf: () => ({ temporal: 'https://temporal.provider.example/x', publicPage: undefined }),
  });
  const page = statusPageApp(db);
  // the policy of the real app is that of the status page, whose files the console shares
  app.use((request, response, next) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    pages(request, response, next);
  });
  app.use(page);
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `console-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.title()).not.toBe('owned');
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

const LOOKED_AT = [
  ['phone', 'light', { width: 390, height: 844 }],
  ['desktop', 'light', { width: 1280, height: 800 }],
  ['desktop', 'dark', { width: 1280, height: 800 }],
] as const;

describe.each(firstOf(LOOKED_AT))('P8: the console on a %s, %s', (size, colorScheme, viewport) => {
  test('leads through signing in, and shows what runs, what comes, and who one is', async () => {
    const context = await chromium.browser.newContext({ viewport, colorScheme, javaScriptEnabled: true });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const shot = (name: string) => looked(page, `${name}-${size}-${colorScheme}`);

    await page.goto(`${base}/console`);
    await shot('sign-in');
    await page.getByRole('link', { name: 'Sign in with the tests' }).click();
    await page.getByRole('button', { name: 'erik@provider.example' }).click();
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(6);
    await shot('overview');

    await page.getByRole('link', { name: 'Replace the power' }).first().click();
    await page.getByRole('heading', { name: 'What was sent' }).waitFor();
    await shot('window');
    await page.goto(`${base}/console/windows?q=0002&phase=announced`);
    expect(await page.getByRole('row').count()).toBe(2);
    await shot('windows');
    await page.goto(`${base}/console/account`);
    await shot('account');
    await page.getByLabel('operator').check();
    await page.getByRole('button', { name: 'Act as this' }).click();
    expect(await page.getByLabel('operator').isChecked()).toBe(true);

    await page.goto(`${base}/windows/MW-2026-0003`);
    await page.getByRole('heading', { name: 'No page' }).waitFor();
    await page.goto(`${base}/windows/MW-2026-0005`);
    await page.getByText('was cancelled before customers heard of it').waitFor();
    await page.goto(`${base}/windows/MW-2026-0004`);
    await page.getByRole('heading', { name: 'Not announced yet' }).waitFor();
    await shot('not-announced');

    // on a phone the ways are folded
    if (size === 'phone') await page.getByText('Menu', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await shot('signed-out');
    const hidden = ['0003', '0004'].map((number) => page.request.get(`${base}/windows/MW-2026-${number}`));
    expect((await Promise.all(hidden)).map((answer) => answer.status())).toEqual([404, 404]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

test('P8: signing in needs a keyboard alone, and nobody without a role gets in', async () => {
  const context = await chromium.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${base}/console`);
  await page.getByRole('link', { name: 'Sign in with the tests' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'noor@provider.example' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'You have nothing to do here yet' }).waitFor();
  expect((await context.cookies(base)).map(({ name }) => name)).not.toContain('forewarn');
  await context.close();
});
