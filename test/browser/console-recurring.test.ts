import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DAY } from '../../domain/shared/time';
import { loadInventory } from '../store/support';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { LOOKS } from '../support/looks';
import { usePlanningConsole, type Planner } from '../support/planning-console';
import { T0 } from '../support/windows';

/** L9, L10, P8: series and blackouts are planned, changed and ended in a browser. */

// pages are opened, photographed and examined several times, on a machine that does other things as well
jest.setTimeout(180_000);

const plan = usePlanningConsole();
const { api } = plan;
const chromium = useChromium();

beforeAll(async () => {
  await loadInventory(api.store.db);
}, 60_000);

const minute = (at: number) => new Date(at).toISOString().slice(0, 16);

async function signedIn(person: Planner, at: string, options: Parameters<Browser['newContext']>[0]) {
  const context = await chromium.browser.newContext({ timezoneId: 'Europe/Vienna', ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${plan.origin}${at}`);
  await page.getByRole('link', { name: 'Sign in with the tests' }).click();
  await page.getByRole('button', { name: `${person}@provider.example` }).click();
  await page.waitForURL(`${plan.origin}${at}`);
  return { page, complaints, close: () => context.close() };
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `recurring-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

/** What the browser says of an answer 4xx is no fault of the page. */
const unexpected = (complaints: readonly string[]) => complaints.filter((words) => !words.includes('422'));

async function fillSeries(page: Page): Promise<void> {
  await page.getByLabel('Name of the series').fill('Kernel updates');
  await page.getByLabel('Every', { exact: true }).selectOption('month');
  await page.getByLabel('Every month: or on the first, second … of a weekday').selectOption('2');
  await page.getByLabel('Every month: that weekday').selectOption('tuesday');
  await page.getByLabel('Time zone').fill('Europe/Paris');
  await page.getByLabel('Minutes it lasts').fill('120');
  await page.getByLabel('First date a night can have').fill('2027-01-01');
  await page.getByLabel('Title', { exact: true }).first().fill('Kernel updates in rack A12');
  await page.getByLabel('Reason').selectOption('platform-security');
  for (const place of ['eu-1', 'eu-1/dc-1']) await page.getByText(`What is in ${place}`, { exact: true }).click();
  await page.getByRole('checkbox', { name: 'eu-1/dc-1/rack-a12', exact: true }).check();
  await page.getByLabel('How badly').selectOption('outage');
  await page.getByLabel('For how many minutes').fill('10');
  await page.getByLabel('What happens').first().fill('Each server restarts once.');
}

describe.each(LOOKS)('L10, P8: series, $size, $colorScheme', ({ size, colorScheme, viewport }) => {
  test('one is planned, its nights are left out and taken in, it rests, goes on and ends', async () => {
    const { page, complaints, close } = await signedIn('erik', '/console/series', { colorScheme, viewport });
    const shot = (name: string) => looked(page, `series-${name}-${size}-${colorScheme}`);
    await page.getByRole('link', { name: 'Plan a series' }).click();
    await fillSeries(page);
    // a time of day that there is not: it is said at its field, and nothing that was typed is lost
    await page.getByLabel('Time of day').fill('25:00');
    await page.getByRole('button', { name: 'Hand it in' }).click();
    await page.getByRole('link', { name: /^Time of day: / }).click();
    expect(await page.getByLabel('Time of day').evaluate((field) => field === field.ownerDocument.activeElement)).toBe(
      true,
    );
    expect(await page.getByLabel('Name of the series').inputValue()).toBe('Kernel updates');
    await shot('refused');
    await page.getByLabel('Time of day').fill('02:30');
    await page.getByRole('button', { name: 'Hand it in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Kernel updates' }).waitFor();
    await page.getByText('Tue 12 Jan 2027, 01:30 to 03:30 UTC').waitFor();

    await page.getByText('Leave 2027-02-09 out').first().click();
    await page.getByLabel('Why it is left out').locator('visible=true').fill('The release is frozen.');
    await page.getByRole('button', { name: 'Leave 2027-02-09 out' }).click();
    await page.getByText('The release is frozen.').waitFor();
    await shot('night-out');
    await page.getByRole('button', { name: 'Take 2027-02-09 in again' }).click();
    await page.getByText('Leave 2027-02-09 out').first().waitFor();

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText(/ · paused, /).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText(/ · active, /).waitFor();
    await page.getByText('End it', { exact: true }).click();
    await page.getByRole('button', { name: 'End it for good' }).click();
    await page.getByText(/ · ended, /).waitFor();
    expect(await page.getByRole('button', { name: /^Leave/ }).count()).toBe(0);
    await shot('ended');
    expect(unexpected(complaints)).toEqual([]);
    await close();
  });
});

describe.each(LOOKS)('L9, P8: blackouts, $size, $colorScheme', ({ size, colorScheme, viewport }) => {
  test('one is made, and taken off', async () => {
    const { page, complaints, close } = await signedIn('mara', '/console/blackouts', { colorScheme, viewport });
    const shot = (name: string) => looked(page, `blackouts-${name}-${size}-${colorScheme}`);
    await page.getByText('There is none: every time is free for windows.').waitFor();
    await page.getByLabel('Start (UTC)').fill(minute(T0 + 30 * DAY));
    await page.getByLabel('End (UTC)').fill(minute(T0 + 29 * DAY));
    await page.getByLabel('Reason').fill('The sale');
    await page.getByLabel('Name').fill(`sale-${size}-${colorScheme}`);
    await page.getByRole('button', { name: 'Keep it free' }).click();
    await page.getByRole('link', { name: /^End: / }).waitFor();
    await shot('refused');
    await page.getByLabel('End (UTC)').fill(minute(T0 + 31 * DAY));
    await page.getByRole('button', { name: 'Keep it free' }).click();
    await page.getByRole('status').getByText('is in force').waitFor();
    await page.getByRole('cell', { name: 'everybody' }).waitFor();
    await shot('made');
    await page.locator('summary', { hasText: /^Take sale/ }).click();
    await page.getByRole('button', { name: /^Take sale/ }).click();
    await page.getByText('There is none: every time is free for windows.').waitFor();
    expect(unexpected(complaints)).toEqual([]);
    await close();
  });
});

test('L9, P8: a blackout needs a keyboard alone, on a phone', async () => {
  const { page, close } = await signedIn('mara', '/console', { viewport: { width: 360, height: 780 } });
  const { keyboard } = page;
  /** Goes on by the Tab key until the element with the focus is called so. */
  const tabTo = async (wanted: RegExp) => {
    for (let steps = 0; steps < 80; steps++) {
      await keyboard.press('Tab');
      const name = await page.evaluate<string>(
        '(() => { const at = document.activeElement; return ((at.labels && at.labels[0]) || at).innerText.trim(); })()',
      );
      if (wanted.test(name)) return;
    }
    throw new Error(`the Tab key does not lead to ${String(wanted)}`);
  };
  // the menu is closed until somebody opens it
  expect(await page.getByRole('link', { name: 'Blackouts' }).isVisible()).toBe(false);
  await tabTo(/^Menu$/);
  await keyboard.press('Enter');
  await tabTo(/^Blackouts$/);
  await keyboard.press('Enter');
  await page.waitForURL(`${plan.origin}/console/blackouts`);
  // what a browser asks for a date is by its parts: month, day, year, hour, minute, half of the day
  await tabTo(/^Start \(UTC\)$/);
  await keyboard.type('12202026');
  await keyboard.press('Tab');
  await keyboard.type('0100AM');
  await tabTo(/^End \(UTC\)$/);
  await keyboard.type('12202026');
  await keyboard.press('Tab');
  await keyboard.type('0300AM');
  await tabTo(/^Reason/);
  await keyboard.type('The sale');
  await tabTo(/^Name/);
  await keyboard.type('sale');
  await tabTo(/^Keep it free$/);
  await keyboard.press('Enter');
  await page.getByRole('status').getByText('sale is in force').waitFor();
  await page.getByText('Sun 20 Dec 2026, 01:00 to 03:00 UTC').waitFor();
  await tabTo(/^Take sale off$/);
  await keyboard.press('Enter');
  await tabTo(/^Take sale off$/);
  await keyboard.press('Enter');
  await page.getByText('There is none: every time is free for windows.').waitFor();
  expect(await api.store.db.selectFrom('blackouts').selectAll().execute()).toEqual([]);
  await close();
});
