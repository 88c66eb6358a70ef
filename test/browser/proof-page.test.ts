import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { DAY } from '../../domain/shared/time';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { useApi } from '../api/support/api';
import { deliver, StoredWindow } from '../store/support';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { useServer } from '../support/server';
import { iso } from '../support/windows';

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const api = useApi();
const server = useServer(() => api.app);
const chromium = useChromium();
let address: string;
/** Of a window of which so many people were told that its tables are longer than a page. */
let many: string;

beforeAll(async () => {
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const { startsAt, endsAt } = window.core.state.spec.slot;
  await window.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason: 'Parts are late.' });
  await deliver(api.store, window.key('rescheduled'));
  address = addressOf(window);
  many = addressOf(await toldToMany());
}, 60_000);

const addressOf = ({ reference }: StoredWindow) => `${server.origin}/v1/windows/${reference}/proof.html`;

async function toldToMany(): Promise<StoredWindow> {
  const people = Array.from({ length: 70 }, (_one, n) => ({
    ...{ id: `acme-many-${String(n)}`, organizationId: 'acme', name: `Person ${String(n)} of a long name` },
    ...{ email: `person-${String(n)}@operations.acme.example`, roles: ['maintenance'] },
  }));
  const { rejected } = await importInventory(api.store.db, 'contacts', people);
  if (rejected.length > 0) throw new Error('not in the inventory');
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  return window;
}

/** What paper shows of a page: the provider's name, colours, and whether its tables break well. */
const PRINTED = `({
  name: document.querySelector('.top').innerText.trim(),
  ground: getComputedStyle(document.body).backgroundColor,
  text: getComputedStyle(document.body).color,
  head: getComputedStyle(document.querySelector('.ledger thead')).display,
  row: getComputedStyle(document.querySelector('.ledger tbody tr')).breakInside,
  links: document.querySelectorAll('a, nav, form, button').length,
})`;

async function open(options: Parameters<Browser['newContext']>[0], at = address) {
  const extraHTTPHeaders = { Authorization: `Bearer ${api.tokens.customer}` };
  const context = await chromium.browser.newContext({ extraHTTPHeaders, ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(at);
  return { page, complaints, close: () => context.close() };
}

describe('T1: the proof of notice as a page', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing, the console is silent (%s)', async (colorScheme) => {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const { page, complaints, close } = await open({ colorScheme, viewport });
      await page.screenshot({ path: path.join(SCREENSHOTS, `proof-${size}-${colorScheme}.png`), fullPage: true });
      const faults = await axeFaults(page);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect({ size, faults, complaints, overflow: Math.max(0, overflow) }).toEqual({
        ...{ size, faults: [], complaints: [], overflow: 0 },
      });
      await close();
    }
  });

  test('prints everything, and nothing of the site around it', async () => {
    const { page, close } = await open({});
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Hello Ada,').first().isVisible()).toBe(true);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    await close();
  });

  test.each([
    ['A4', 595, 842],
    ['Letter', 612, 792],
  ] as const)(
    'on %s it is a few white pages, with the head of a table on each, and the name of who promised',
    async (format, width, height) => {
      const { page, close } = await open({ colorScheme: 'dark' }, many);
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      // as wide as the paper without its margins
      await page.setViewportSize({ width: Math.round((width * 96) / 72) - 113, height: 1_000 });
      await page.screenshot({ path: path.join(SCREENSHOTS, `proof-print-${format}.png`), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
        true,
      );
      expect(await page.evaluate(PRINTED)).toEqual({
        ...{ name: 'Example & Sons', ground: 'rgba(0, 0, 0, 0)', text: 'rgb(26, 34, 51)' },
        ...{ head: 'table-header-group', row: 'avoid', links: 0 },
      });
      const pdf = await page.pdf({ format, path: path.join(SCREENSHOTS, `proof-${format}.pdf`) });
      const text = pdf.toString('latin1');
      const pages = text.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect([pages >= 2, pages <= 12]).toEqual([true, true]);
      const boxes = [...text.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [
        Number(w),
        Number(h),
      ]);
      expect(boxes).toHaveLength(pages);
      // a paper's size in points is rounded
      const off = boxes.flatMap(([w = 0, h = 0]) => [Math.abs(w - width), Math.abs(h - height)]);
      expect(Math.max(...off)).toBeLessThan(2);
      await close();
    },
  );

  test('saved, it is one file: nothing is asked for, nothing leads away, and it looks as it did', async () => {
    const { text } = await api.as('customer').get(new URL(address).pathname).expect(200);
    const file = path.join(SCREENSHOTS, 'proof.html');
    writeFileSync(file, text);
    const context = await chromium.browser.newContext({ offline: true });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`file://${file}`);
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([`file://${file}`]);
    expect(complaints).toEqual([]);
    expect(await page.locator('a, nav, script, link[rel=stylesheet]').count()).toBe(0);
    // the style sheet applies
    expect(await page.evaluate<string>('getComputedStyle(document.body).fontFamily')).toContain('sans-serif');
    await page.emulateMedia({ media: 'print' });
    await page.screenshot({ path: path.join(SCREENSHOTS, 'proof-saved-print.png'), fullPage: true });
    await context.close();
  });
});
