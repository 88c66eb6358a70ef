import path from 'node:path';
import type { Page } from 'playwright-core';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { useApi } from '../api/support/api';
import { useMaintenance } from '../api/support/maintenance';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { firstOf } from '../support/looks';

// a page opened, photographed and examined several times, on a machine that does other things as well
jest.setTimeout(180_000);

const HOSTILE = `<img src=x onerror="document.title='owned'"> & ]]>`;

const api = useApi();
const { made } = useMaintenance(api);
const chromium = useChromium();
let base: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  const server = await serveOnLoopback(api.app);
  cleanups.push(server.close);
  base = server.origin;
  const uwe = { id: 'acme-uwe', organizationId: 'acme', name: HOSTILE, email: 'uwe@acme.example', locale: 'de' };
  const { rejected } = await importInventory(api.store.db, 'contacts', [{ ...uwe, roles: ['maintenance'] }]);
  if (rejected.length > 0) throw new Error(`not in the inventory: ${JSON.stringify(rejected)}`);
});
afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});
beforeEach(() => api.store.db.deleteFrom('subscribe_counts').execute());

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `portal-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.title()).not.toBe('owned');
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

/** From the page that asks for the address to the one that was wanted, by the link of the mail. */
async function signIn(page: Page, wanted: string, shot: (name: string) => Promise<void>): Promise<void> {
  const before = api.letters.length;
  await page.goto(base + wanted);
  await page.getByRole('heading', { name: 'Im Kundenportal anmelden' }).waitFor();
  await shot('sign-in');
  await page.getByLabel('E-Mail-Adresse').fill('uwe@acme.example');
  await page.getByRole('button', { name: 'Link senden' }).click();
  await page.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' }).waitFor();
  await shot('asked');
  while (api.letters.length === before) await page.waitForTimeout(20);
  const link = /\/portal\/sign-in\/[\w-]+/.exec(api.letters[before]?.text ?? '')?.[0] ?? '';
  await page.goto(base + link);
  await shot('open');
  await page.getByRole('button', { name: 'Anmelden' }).click();
}

const LOOKED_AT = [
  ['phone', 'light', { width: 360, height: 780 }],
  ['desktop', 'light', { width: 1280, height: 800 }],
  ['desktop', 'dark', { width: 1280, height: 800 }],
] as const;

describe.each(firstOf(LOOKED_AT))("P8: a customer's story in German on a %s, %s", (size, colorScheme, viewport) => {
  test('signs in by mail, sees their servers, does one, objects to the rest, and sets what they like', async () => {
    const { reference } = await made();
    const context = await chromium.browser.newContext({ viewport, colorScheme, locale: 'de-DE' });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const shot = (name: string) => looked(page, `${name}-${size}-${colorScheme}`);
    await signIn(page, `/portal/windows/${reference}`, shot);

    await page.getByRole('heading', { name: 'Ihre Ressourcen' }).waitFor();
    await shot('window');
    await page.getByRole('button', { name: 'Jetzt neu starten: acme-db-3' }).click();
    await page.getByText('Es hat begonnen.').waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'acme-db-3' }).first().innerText()).toContain(
      'in Arbeit',
    );
    await page.getByRole('button', { name: 'Zur Kenntnis genommen' }).click();
    await page.getByText('Ihre Antwort ist festgehalten.').waitFor();
    await page.getByText('Widersprechen').first().click();
    await page.getByRole('button', { name: 'Widersprechen' }).click();
    await page.getByText('Sagen Sie in höchstens').first().waitFor();
    await shot('refused');
    await page.getByLabel('Warum passt es Ihnen nicht?').fill('In dieser Nacht beginnt unser Ausverkauf.');
    await page.getByRole('button', { name: 'Widersprechen' }).click();
    await page.getByText('Ihr Widerspruch ist festgehalten').waitFor();
    await shot('objected');

    await page.getByRole('link', { name: 'Nachweis der Benachrichtigung' }).click();
    await page.getByText(reference).first().waitFor();
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    for (const place of ['', '/resources', '/past', '/settings', '/organization']) {
      await page.goto(`${base}/portal${place}`);
      await shot(`page${place.replace('/', '-')}`);
    }
    await page.getByLabel('Zentrale Wartungsadresse').fill('wartung@acme.example');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByText('Gespeichert.').waitFor();
    await page.getByLabel('Name des Feeds').fill('Unsere Wartungen');
    await page.getByRole('button', { name: 'Feed anlegen' }).click();
    await page.getByText('Sie wird nur dieses Mal gezeigt').waitFor();
    await shot('feed');
    // on a phone the ways are folded
    if (size === 'phone') await page.getByText('Menü', { exact: true }).click();
    await page.getByRole('button', { name: 'Abmelden' }).click();
    await page.getByText('Sie sind abgemeldet.').waitFor();
    // a refused form answers with the status of its refusal, which the browser tells
    expect(complaints.filter((text) => !text.includes('422'))).toEqual([]);
    await context.close();
  });
});

test('P8: without a script, by keyboard alone, a customer gets in', async () => {
  const { reference } = await made();
  const context = await chromium.browser.newContext({ javaScriptEnabled: false, locale: 'de-DE' });
  const page = await context.newPage();
  const before = api.letters.length;
  await page.goto(`${base}/portal/windows/${reference}`);
  await page.getByLabel('E-Mail-Adresse').focus();
  await page.keyboard.type('uwe@acme.example');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sehen Sie in Ihr Postfach' }).waitFor();
  while (api.letters.length === before) await page.waitForTimeout(20);
  const link = /\/portal\/sign-in\/[\w-]+/.exec(api.letters[before]?.text ?? '')?.[0] ?? '';
  await page.goto(base + link);
  await page.getByRole('button', { name: 'Anmelden' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihre Ressourcen' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/portal/windows/${reference}`);
  await context.close();
});
