import path from 'node:path';
import express from 'express';
import type { Page } from 'playwright-core';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { useApi } from '../api/support/api';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { firstOf } from '../support/looks';
import { startOpenIdServer } from '../support/openid-server';
import { customersAccounts, portalOn } from '../support/portal-app';

// a page opened, photographed and examined several times, on a machine that does other things as well
jest.setTimeout(180_000);

const STAFF = [{ id: 'mara', name: 'Mara', email: 'mara@provider.example', groups: [] }];
const CUSTOMERS = [
  { id: 'ops', name: 'Acme, on call', email: 'Ops@acme.example', groups: [] },
  { id: 'toni', name: 'Toni Unknown', email: 'toni@nobody.example', groups: [] },
  { id: 'una', name: 'Una', email: 'bea@bolt.example', groups: [], isVerified: false },
];

const api = useApi();
const chromium = useChromium();
let base: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  const app = express();
  const server = await serveOnLoopback(app);
  cleanups.push(server.close);
  base = server.origin;
  const provider = await startOpenIdServer(base, STAFF, CUSTOMERS);
  cleanups.push(provider.close);
  const clock = () => api.time.now;
  const openId = customersAccounts(base, provider.issuer, clock);
  app.use(portalOn({ db: api.store.db, routes: api.routes, publicUrl: base, clock, openId }).router);
  // the files of its pages
  app.use(api.app);
}, 60_000);
afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `portal-openid-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

const LOOKED_AT = [
  ['phone', 'dark', { width: 360, height: 780 }],
  ['desktop', 'light', { width: 1280, height: 800 }],
] as const;

describe.each(firstOf(LOOKED_AT))('T9: with an account elsewhere, on a %s, %s', (size, colorScheme, viewport) => {
  const visit = async () => {
    const context = await chromium.browser.newContext({ viewport, colorScheme, locale: 'de-DE' });
    const page = await context.newPage();
    return { page, complaints: complaintsOf(page), close: () => context.close() };
  };
  const shot = (page: Page, name: string) => looked(page, `${name}-${size}-${colorScheme}`);

  test('a contact signs in by keyboard, and is offered to sign out there, too', async () => {
    const { page, complaints, close } = await visit();
    await page.goto(`${base}/portal/past`);
    await page.getByRole('button', { name: 'Link senden' }).waitFor();
    await shot(page, 'sign-in');
    await page.getByRole('link', { name: 'Mit Agency & Co anmelden' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    // the people of the staff are not offered to customers
    expect(await page.getByRole('button').allInnerTexts()).not.toContainEqual(expect.stringContaining('Mara'));
    await page.getByRole('button', { name: /^Acme, on call/ }).click();
    // the contact reads English
    await page.getByRole('heading', { name: 'Past maintenance', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/portal/past');
    if (size === 'phone') await page.getByText('Menu', { exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    const there = page.getByRole('link', { name: 'Auch dort abmelden' });
    await there.waitFor();
    await shot(page, 'signed-out');
    expect(await there.getAttribute('href')).toContain(encodeURIComponent(`${base}/portal/sign-in`));
    expect(complaints).toEqual([]);
    await close();
  });

  test('somebody whom no customer has named, or whose address nobody checked, is told what to do', async () => {
    for (const [who, words] of [
      ['Toni', 'toni@nobody.example'],
      ['Una', 'keine bestätigte E-Mail-Adresse'],
    ] as const) {
      const { page, close } = await visit();
      await page.goto(`${base}/portal/openid/begin`);
      await page.getByRole('button', { name: new RegExp(`^${who}`) }).click();
      await page.getByRole('heading', { name: 'Sie wurden nicht angemeldet' }).waitFor();
      expect(await page.locator('main').innerText()).toContain(words);
      await shot(page, who.toLowerCase());
      // else the next attempt would be of the same account
      await page.getByRole('link', { name: 'Dort abmelden, um ein anderes Konto zu nehmen' }).waitFor();
      await page.getByRole('link', { name: 'Zurück zur Anmeldung' }).click();
      await page.getByRole('button', { name: 'Link senden' }).waitFor();
      await close();
    }
  });
});
