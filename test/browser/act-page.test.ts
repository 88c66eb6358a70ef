import path from 'node:path';
import type { Browser } from 'playwright-core';
import type { ActName } from '../../domain/acting/acts';
import { DAY } from '../../domain/shared/time';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { createActLinks } from '../../store/access/act-links';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { useApi, WEBHOOKS } from '../api/support/api';
import { axeFaults, SCREENSHOTS, useChromium, visitPage } from '../support/chromium';
import { byTurns } from '../support/looks';
import { CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const api = useApi();
const links = createActLinks(WEBHOOKS.secretsKeys);
const cleanups: (() => unknown)[] = [];
const chromium = useChromium();
let base: string;

beforeAll(async () => {
  const server = await serveOnLoopback(api.app);
  cleanups.push(server.close);
  base = server.origin;
  api.windows.timeline = api.store.timeline;
  await importInventory(api.store.db, 'staff', [
    { id: 'mara', name: 'Mara', email: 'mara@provider.example', role: 'approver' },
    { id: 'esra', name: 'Esra', email: 'esra@provider.example', role: 'escalation' },
  ]);
  await seed('MW-2026-0001', 0);
  await seed('MW-2026-0002', 20 * DAY);
  await api.store.db
    .insertInto('staff_tasks')
    .values(
      ['acme', 'bolt'].map((id) => ({
        ...{ window_reference: 'MW-2026-0002', kind: 'tell-customer' as const, organization_id: id },
        ...{ subject: 'staff:rita', reason: 'Tell them' },
      })),
    )
    .execute();
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

/** A window with an approval asked for; after `ms` it is approved, and at work. */
async function seed(reference: string, ms: number): Promise<void> {
  const settings = { approvalRequired: true };
  const event = openedEvent(openingBody({}, { inMs: 20 * DAY }), { reference, policy: PROCESS_POLICY, settings });
  const core = new CoreWindow(event);
  if (ms > 0) {
    core.give('approve', { by: 'mara' });
    core.advance(ms);
    core.give('start');
  }
  await api.store.timeline.record({ reference, events: core.log });
  api.windows.adopt(core);
}

const link = (act: ActName, reference: string, staff: string, revision = 1) => {
  const to = { recipient: `staff:${staff}`, address: `${staff}@provider.example` };
  return `/act/${String(links.tokenFor({ act, reference, revision, expiresAt: T0 + 30 * DAY }, to))}`;
};

const PAGES = {
  'act-approve': link('approve', 'MW-2026-0001', 'mara'),
  'act-changes': link('requestChanges', 'MW-2026-0001', 'mara'),
  'act-extend': link('extend', 'MW-2026-0002', 'esra'),
  'act-complete': link('complete', 'MW-2026-0002', 'esra'),
  'act-told': link('told', 'MW-2026-0002', 'rita'),
  'act-done': link('approve', 'MW-2026-0002', 'mara'),
  'act-barred': link('complete', 'MW-2026-0002', 'rita'),
  'act-not-ours': '/act/nothing',
};

const visit = (where: string, options: Parameters<Browser['newContext']>[0] = {}) =>
  visitPage(chromium.browser, base + where, { locale: 'de-AT', ...options });

const VARIANTS = Object.entries(SIZES).flatMap(([size, viewport]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ size, viewport, colorScheme })),
);
const LOOKED_AT = byTurns(Object.entries(PAGES), VARIANTS).map(([[name, where], look]) => ({ name, where, ...look }));

test.each(LOOKED_AT)(
  '$name, $size, $colorScheme: axe finds nothing, nothing is cut off, it is in English',
  async ({ name, where, size, viewport, colorScheme }) => {
    const { page, complaints, close } = await visit(where, { colorScheme, viewport });
    await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${size}-${colorScheme}.png`), fullPage: true });
    const faults = await axeFaults(page);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect({ size, faults, overflow: Math.max(0, overflow) }).toEqual({ size, faults: [], overflow: 0 });
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    // the browser itself says that the page answered 403 or 404
    expect(complaints.filter((complaint) => !/40[34]/.test(complaint))).toEqual([]);
    await close();
  },
);

test('without a script: what was typed stays, the fault stands at its field, and then it is done', async () => {
  const { page, complaints, close } = await visit(PAGES['act-changes'], { javaScriptEnabled: false });
  const words = page.getByLabel('What should change, and why');
  await words.fill('x'.repeat(2_001));
  await page.getByRole('button', { name: 'Ask for changes' }).click();
  expect(await words.inputValue()).toBe('x'.repeat(2_001));
  expect(await words.getAttribute('aria-invalid')).toBe('true');
  await page.screenshot({ path: path.join(SCREENSHOTS, 'act-fault.png'), fullPage: true });
  await words.fill('Name the racks.');
  await page.getByRole('button', { name: 'Ask for changes' }).click();
  expect(await page.getByRole('status').first().textContent()).toContain('being told by mail');
  await page.screenshot({ path: path.join(SCREENSHOTS, 'act-acted.png'), fullPage: true });
  expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
  await close();
});

test('N12: those who were told are ticked, with the keyboard alone', async () => {
  const { page, close } = await visit(PAGES['act-told']);
  await page.getByLabel('Acme').focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Tick off' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('One customer is still on your list').waitFor();
  await page.goto(base + PAGES['act-told']);
  expect(await page.getByText('Bolt').count()).toBe(1);
  expect(await page.getByText('Acme').count()).toBe(0);
  await close();
});
