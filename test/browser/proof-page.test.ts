import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { DAY } from '../../domain/shared/time';
import { useApi } from '../api/support/api';
import { deliver, StoredWindow } from '../store/support';
import { axeFaults, complaintsOf, startChromium } from '../support/chromium';
import { useServer } from '../support/server';
import { iso } from '../support/windows';

jest.setTimeout(60_000);

const SCREENSHOTS = path.join(__dirname, '..', '..', '.cache', 'screenshots');
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const api = useApi();
const server = useServer(() => api.app);
let browser: Browser;
let address: string;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  browser = await startChromium();
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const { startsAt, endsAt } = window.core.state.spec.slot;
  await window.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason: 'Parts are late.' });
  await deliver(api.store, window.key('rescheduled'));
  address = `${server.origin}/v1/windows/${window.reference}/proof.html`;
}, 60_000);

afterAll(async () => {
  await browser.close();
});

async function open(options: Parameters<Browser['newContext']>[0]) {
  const extraHTTPHeaders = { Authorization: `Bearer ${api.tokens.customer}` };
  const context = await browser.newContext({ extraHTTPHeaders, ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(address);
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

  test('saved, it is one file: nothing is asked for, nothing leads away, and it looks as it did', async () => {
    const { text } = await api.as('customer').get(new URL(address).pathname).expect(200);
    const file = path.join(SCREENSHOTS, 'proof.html');
    writeFileSync(file, text);
    const context = await browser.newContext({ offline: true });
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
