import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { openDatabase, type Database } from '../../store/database/database';
import { createRecipientLinks } from '../../store/access/recipient-links';
import { axeFaults, SCREENSHOTS, useChromium, visitPage } from '../support/chromium';
import { testDatabase } from '../support/database';
import { byTurns } from '../support/looks';
import { PublicLife, seedInventory } from '../support/public-life';
import { statusPageApp } from '../support/status-page-app';
import { iso } from '../support/windows';

const SCHEMES = ['light', 'dark'] as const;
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const HOSTILE = `<img src=x onerror="document.title='owned'"> & ]]>`;

const database = testDatabase();
let db: Database;
const chromium = useChromium();
/** How far the set-up came is how much there is to close. */
const cleanups: (() => unknown)[] = [];
let base: string;
let running: PublicLife;
/** Of the confirmation mails. */
const tokens: string[] = [];

beforeAll(async () => {
  db = openDatabase(database.url());
  cleanups.push(() => db.destroy());
  await seedInventory(db);
  await seedLives();
  await seedSubscriber();
  const subscriptions = {
    readLink: (token: string) => LINKS.read(token),
    sendConfirmation: (asked: { token: string }) => void tokens.push(asked.token),
    holdBack: () => Promise.resolve(),
  };
  const server = await serveOnLoopback(statusPageApp(db, { subscriptions }));
  cleanups.push(server.close);
  base = server.origin;
}, 60_000);

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

/** One of everything a page can show. */
async function seedLives(): Promise<void> {
  const open = (n: number, body = {}, more = {}) =>
    new PublicLife(db, { reference: `MW-2026-000${String(n)}`, body, ...more });

  running = await open(1, { translations: TRANSLATIONS }).announce();
  const { startsAt, endsAt } = running.slot;
  const reason = 'The replacement unit arrives a day later than planned.';
  await running.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason });
  await running.start();
  await running.advance(40 * MINUTE);
  const message = 'The old unit is out and the new one is mounted.\nServers are coming back one by one.';
  await running.give('post', { message, nextUpdateBy: iso(running.now + 45 * MINUTE) });

  const late = await open(2, {
    title: 'Firmware of the storage controllers',
    scope: { locations: ['us-1/dc-1'] },
    impact: { level: 'reduced-redundancy', minutes: 90, description: 'One of two paths at a time.' },
  }).start();
  await late.advance(3 * HOUR);

  await open(
    3,
    { title: 'Renew the core switches', reason: 'network', scope: { all: true } },
    { inMs: 22 * DAY },
  ).announce();
  await open(4, { class: 'expedited', title: `Patch the hypervisors ${HOSTILE}` }, { inMs: 4 * DAY }).save();
  const emergency = { class: 'emergency', title: 'A cooling pump fails', scope: { locations: ['eu-1/dc-2'] } };
  const over = open(5, emergency, { inMs: HOUR });
  await over.give('start');
  await over.advance(2 * HOUR);
  await over.give('complete', { message: 'Both pumps run again.', customerImpactMinutes: 25 });
  const measure = { text: 'A third pump for the hall.', owner: 'facilities', due: '2027-02-01', public: true };
  const report = {
    summary: 'A cooling pump failed and its spare did not start by itself; it was started by hand.',
    customerImpact: 'Servers of one hall ran slower for 25 minutes.',
    rootCause: 'The spare pump had been left switched off after a test.',
    resolution: 'The pump was started by hand and the switch sealed.',
    preventiveMeasures: [measure, { ...measure, text: 'The switch is checked every week.' }],
  };
  await over.give('draftRfo', report);
  await over.give('approveRfo');
  const cancelled = await open(6, { title: 'Move the tape library' }, { inMs: 16 * DAY }).announce();
  await cancelled.give('cancel', { reason: 'The new room is not ready. A new window will be announced.' });
}

const TRANSLATIONS = {
  de: {
    title: 'Stromverteilung in Rack A12 tauschen',
    impactDescription: 'Jeder Server ist einmal für einige Minuten ohne Strom.',
    customerAction: 'Bitte sichern Sie Ihre Daten.',
  },
  fr: {
    title: 'Remplacer la distribution électrique de la baie A12',
    impactDescription: 'Chaque serveur perd une fois son alimentation, quelques minutes.',
    customerAction: 'Merci de sauvegarder vos données.',
  },
};

const LINKS = createRecipientLinks([Buffer.alloc(32, 5)]);
const SUBSCRIBER = '5b4a7f0e-8a53-4d0c-9d0a-0c5d4f2f8a11';

/** One who follows a region. */
async function seedSubscriber(): Promise<void> {
  const at = new Date();
  await db
    .insertInto('page_subscribers')
    .values({
      ...{ id: SUBSCRIBER, address: 'fan@example.org', address_key: 'fan@example.org', components: ['eu-1'] },
      ...{ confirmed_at: at, is_asked: false, asks: 1, asks_since: at, asked_at: at },
    })
    .execute();
}

const PAGES = {
  current: '/',
  history: '/history',
  'window-running': '/windows/MW-2026-0001',
  'window-late': '/windows/MW-2026-0002',
  'window-report': '/windows/MW-2026-0005',
  'window-cancelled': '/windows/MW-2026-0006',
  'not-found': '/windows/MW-2026-9999',
  subscribe: '/subscribe',
  'subscribe-manage': `/subscribe/manage/${String(LINKS.tokenFor(`subscriber:${SUBSCRIBER}`))}`,
  unsubscribe: `/unsubscribe/${String(LINKS.tokenFor(`subscriber:${SUBSCRIBER}`))}`,
};

const visit = (where: string, options: Parameters<Browser['newContext']>[0] = {}) =>
  visitPage(chromium.browser, base + where, { locale: 'en-GB', ...options });

const VARIANTS = Object.entries(SIZES).flatMap(([size, viewport]) => [
  ...SCHEMES.map((colorScheme) => ({ size, viewport, colorScheme, lang: 'en' })),
  ...['de', 'fr'].map((lang) => ({ size, viewport, colorScheme: 'light' as const, lang })),
]);
const LOOKED_AT = byTurns(Object.entries(PAGES), VARIANTS).map(([[name, where], look]) => ({ name, where, ...look }));

test.each(LOOKED_AT)(
  'N4: $name, $size, $colorScheme, $lang: axe finds nothing, nothing is cut off, the console is silent',
  async ({ name, where, size, viewport, colorScheme, lang }) => {
    const { page, complaints, close } = await visit(`${where}?lang=${lang}`, { colorScheme, viewport });
    const file = path.join(SCREENSHOTS, `${name}-${size}-${colorScheme}-${lang}.png`);
    await page.screenshot({ path: file, fullPage: true });
    expect(await page.locator('html').getAttribute('lang')).toBe(lang);
    const faults = await axeFaults(page);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect({ size, faults, overflow: Math.max(0, overflow) }).toEqual({ size, faults: [], overflow: 0 });
    // the browser itself says that the page answered 404
    const own = complaints.filter((complaint) => !(name === 'not-found' && complaint.includes('404')));
    expect(own).toEqual([]);
    await close();
  },
);

describe.each(['de', 'fr'])('N4: in %s', (lang) => {
  test('the script adds local times in that language, and a link leads to another one', async () => {
    const { page, close } = await visit(`/windows/MW-2026-0001?lang=${lang}`);
    const words = { de: /^Fr.* Dez.* Ihre Ortszeit$/, fr: /^ven.* déc.* votre heure$/ }[lang] ?? /^$/;
    expect(await page.locator('.facts .local').first().textContent()).toMatch(words);
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await close();
  });
});

describe('C2: subscribing', () => {
  test('works without a script: form, confirmation, management', async () => {
    const { page, complaints, close } = await visit('/subscribe', { javaScriptEnabled: false });
    await page.getByLabel('Your mail address').fill('reader@example.org');
    await page.getByLabel('Only these locations').check();
    await page.getByLabel('Vienna 1', { exact: true }).check();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Look into your mailbox');
    await page.goto(`${base}/subscribe/confirm/${tokens[0] ?? ''}`);
    await page.getByRole('button', { name: 'Confirm' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Vienna 1');
    expect(complaints).toEqual([]);
    await close();
  });

  test('every page fits a width of 320 pixels', async () => {
    const { page, close } = await visit('/', { viewport: { width: 320, height: 640 } });
    for (const [name, where] of Object.entries(PAGES)) {
      await page.goto(base + where);
      expect([name, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([name, 320]);
    }
    await close();
  });
});

describe('the script', () => {
  const locals = (page: Page) => page.locator('.facts .local').allTextContents();

  test('adds the reader’s own time beside the UTC time', async () => {
    const { page, close } = await visit('/windows/MW-2026-0001');
    const [planned, started] = await locals(page);
    expect(await page.locator('.facts time').first().textContent()).toBe('Fri 11 Dec 2026, 00:00');
    expect(planned).toMatch(/01:00.*03:00.* your time$/);
    expect(started).toMatch(/^Fri.* 11 Dec.* 01:00.*, your time$/);
    await close();
  });

  test('adds nothing where the reader lives in UTC', async () => {
    const { page, close } = await visit('/windows/MW-2026-0001', { timezoneId: 'UTC' });
    expect(await locals(page)).toEqual([]);
    await close();
  });

  test('brings news to an open page, with local times, and keeps the focus', async () => {
    const { page, complaints, close } = await visit('/');
    await page.clock.install();
    await page.reload();
    await page.getByRole('link', { name: 'Replace the power distribution unit' }).focus();
    await running.give('post', { message: 'Nine of ten servers are back.' });

    await page.clock.fastForward(2 * MINUTE);

    await page.getByText('Nine of ten servers are back.').waitFor();
    expect(await page.locator('.card .local').count()).toBeGreaterThan(0);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Replace the power');
    expect(complaints).toEqual([]);
    await close();
  });

  test('says so when the page cannot be refreshed, and takes it back when it can', async () => {
    const { page, close } = await visit('/');
    await page.clock.install();
    await page.reload();
    await page.context().setOffline(true);
    await page.clock.fastForward(2 * MINUTE);
    const warning = page.getByText('This page could not be refreshed.');
    await warning.waitFor();
    expect(await page.getByRole('heading', { name: /^Maintenance in progress in / }).count()).toBe(1);
    await page.context().setOffline(false);
    await page.clock.fastForward(2 * MINUTE);
    await warning.waitFor({ state: 'hidden' });
    await close();
  });
});

describe('without a mouse or a script', () => {
  test('the first Tab offers to skip to the content, and the focus is visible', async () => {
    const { page, close } = await visit('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    const box = await page.locator('.skip').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await close();
  });

  test('the page is complete without JavaScript', async () => {
    const { page, close } = await visit('/windows/MW-2026-0001', { javaScriptEnabled: false });
    expect(await page.getByText('The old unit is out').count()).toBe(1);
    expect(await page.getByText('Old date').count()).toBe(1);
    await close();
  });
});

describe('hostile text', () => {
  test('stays text on the page', async () => {
    const { page, complaints, close } = await visit('/windows/MW-2026-0004');
    expect(await page.locator('h1').textContent()).toBe(`Patch the hypervisors ${HOSTILE}`);
    expect(await page.title()).toBe(`Patch the hypervisors ${HOSTILE} · Example & Sons Status`);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test.each([
    ['/history.atom', 'entry', 'content'],
    ['/history.rss', 'item', 'description'],
  ])('%s is well-formed XML and its text arrives unharmed', async (feed, item, content) => {
    const { page, close } = await visit('/');
    const parsed = await page.evaluate<{ fault: string | null; titles: string[]; markup: string[] }>(`(async () => {
      const text = await (await fetch('${feed}')).text();
      const xml = new DOMParser().parseFromString(text, 'application/xml');
      const texts = (selector) => [...xml.querySelectorAll(selector)].map((node) => node.textContent);
      const html = texts('${item} > ${content}').map((one) => new DOMParser().parseFromString(one, 'text/html'));
      const markup = new Set(html.flatMap((one) => [...one.body.querySelectorAll('*')].map((node) => node.localName)));
      return {
        fault: xml.querySelector('parsererror')?.textContent ?? null,
        titles: texts('${item} > title'),
        markup: [...markup].sort(),
      };
    })()`);
    expect(parsed.fault).toBeNull();
    expect(parsed.titles).toHaveLength(6);
    expect(parsed.titles).toContain(`Patch the hypervisors ${HOSTILE}`);
    expect(parsed.markup).toEqual(['br', 'p', 'small', 'strong', 'var']);
    await close();
  });
});
