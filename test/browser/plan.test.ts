import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { DAY } from '../../domain/shared/time';
import { evolve } from '../../domain/window/evolve/evolve';
import { loadInventory } from '../store/support';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { firstOf } from '../support/looks';
import { usePlanningConsole } from '../support/planning-console';
import { T0 } from '../support/windows';

/** P8, L11: an engineer plans maintenance in a browser: with a mouse, with a keyboard alone on a phone, and without a script. */

// a page opened, photographed and examined several times, on a machine that does other things as well
jest.setTimeout(180_000);

const plan = usePlanningConsole();
const { api } = plan;
const chromium = useChromium();

beforeAll(async () => {
  await loadInventory(api.store.db);
  // one customer reads German
  await api.store.db.updateTable('organizations').set({ locale: 'de' }).where('id', '=', 'bolt').execute();
}, 60_000);

const minute = (at: number) => new Date(at).toISOString().slice(0, 16);

async function signedIn(options: Parameters<Browser['newContext']>[0]) {
  const context = await chromium.browser.newContext({ timezoneId: 'Europe/Vienna', ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${plan.origin}/console/plan`);
  await page.getByRole('link', { name: 'Sign in with the tests' }).click();
  await page.getByRole('button', { name: 'erik@provider.example' }).click();
  await page.getByRole('heading', { name: 'Plan maintenance' }).waitFor();
  return { page, complaints, close: () => context.close() };
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `plan-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  // nothing sticks out to the side
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

const opened = () => {
  const event = api.windows.opened.at(-1);
  if (!event) throw new Error('a window was opened');
  return evolve(undefined, event);
};

/** The page of the window that was opened last. */
async function atWindow(page: Page, title: string): Promise<void> {
  await page.waitForURL(`${plan.origin}/console/windows/*`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  expect(page.url()).toContain(opened().reference);
}

const LOOKED_AT = [
  ['light', { width: 1280, height: 900 }],
  ['dark', { width: 1280, height: 900 }],
  ['light', { width: 360, height: 780 }],
] as const;

test.each(firstOf(LOOKED_AT))(
  'P8: an engineer picks racks, sees beside the form whom it reaches, and hands it in (%s, %j)',
  async (colorScheme, viewport) => {
    const { page, complaints, close } = await signedIn({ colorScheme, viewport });
    const name = `${colorScheme}-${String(viewport.width)}`;
    const beside = page.locator('#live');
    await beside.getByText('Title is required').waitFor();
    await looked(page, `empty-${name}`);

    await page.getByLabel('Title', { exact: true }).first().fill('New batteries');
    await page.getByLabel('Reason').selectOption('power');
    // the fields of a class are there when it is chosen
    expect(await page.getByLabel('Justification').isVisible()).toBe(false);
    await page.getByLabel('expedited', { exact: true }).check();
    expect(await page.getByLabel('Justification').isVisible()).toBe(true);
    await page.getByLabel('standard', { exact: true }).check();
    await page
      .getByLabel('Start (UTC)')
      .first()
      .fill(minute(T0 + 20 * DAY));
    await page
      .getByLabel('End (UTC)')
      .first()
      .fill(minute(T0 + 20 * DAY + 7_200_000));
    await page
      .getByText(/GMT\+1, your time/)
      .first()
      .waitFor();

    // the tree is read level by level
    for (const place of ['eu-1', 'eu-1/dc-1', 'eu-1/dc-1/rack-a12'])
      await page.getByText(`What is in ${place}`, { exact: true }).click();
    await page.getByRole('checkbox', { name: /^bolt-web/ }).waitFor();
    await page.getByRole('checkbox', { name: 'eu-1/dc-1/rack-a12', exact: true }).check();
    await page.getByLabel('Search for a place or a resource').fill('dyne');
    await page.getByRole('checkbox', { name: /^dyne-web/ }).check();
    await page.getByLabel('How badly').selectOption('outage');
    await page.getByLabel('For how many minutes').fill('15');
    await page.getByLabel('What happens').first().fill('Each server restarts once.');

    await beside.getByText('It reaches 3 customers').waitFor();
    await beside.getByText('reminder, 7 days before', { exact: true }).waitFor();
    await beside.getByText('Each server restarts once.').first().waitFor();
    // what somebody reads stays open when the plan is read again
    await beside.getByText('in German').click();
    await beside.getByText('Ihre betroffenen').waitFor();
    await page.getByLabel('For how many minutes').fill('20');
    await beside.getByText('20 Minuten').first().waitFor();
    expect(await beside.locator('details[open]').count()).toBe(1);
    await looked(page, `filled-${name}`);

    await page.getByRole('button', { name: 'Hand it in' }).click();
    await atWindow(page, 'New batteries');
    expect(opened().spec).toMatchObject({
      title: 'New batteries',
      slot: { startsAt: T0 + 20 * DAY, endsAt: T0 + 20 * DAY + 7_200_000 },
      scope: { locations: ['eu-1/dc-1/rack-a12'], resources: ['dyne-web'] },
      impact: { level: 'outage', minutes: 20 },
    });

    // one like it: too late for the same night
    await page.getByRole('link', { name: 'Plan one like this' }).click();
    await page.getByText(`Like ${opened().reference}`).waitFor();
    expect(await page.getByRole('checkbox', { name: 'eu-1/dc-1/rack-a12', exact: true }).isChecked()).toBe(true);
    await page
      .getByLabel('Start (UTC)')
      .first()
      .fill(minute(T0 + 20 * DAY));
    await page
      .getByLabel('End (UTC)')
      .first()
      .fill(minute(T0 + 20 * DAY + 7_200_000));
    await beside.getByText('As it stands it would be refused.').waitFor();
    await page.getByRole('button', { name: 'Hand it in' }).click();
    await page.getByRole('alert').getByText('The plan collides').waitFor();
    await beside.getByRole('heading', { name: 'Would be refused' }).waitFor();
    await looked(page, `refused-${name}`);
    // the refusal itself is not a fault of the page
    expect(complaints.filter((words) => !words.includes('409'))).toEqual([]);
    await close();
    await api.store.db.deleteFrom('window_slots').execute();
  },
);

test('P8: planning needs a keyboard alone, on a phone', async () => {
  const { page, close } = await signedIn({ colorScheme: 'dark', viewport: { width: 360, height: 780 } });
  const { keyboard } = page;
  /** Goes on by the Tab key until the element with the focus is called so. */
  const tabTo = async (wanted: string | RegExp) => {
    for (let steps = 0; steps < 120; steps++) {
      await keyboard.press('Tab');
      const name = await page.evaluate<string>(
        '(() => { const at = document.activeElement; return ((at.labels && at.labels[0]) || at).textContent.trim(); })()',
      );
      if (typeof wanted === 'string' ? name === wanted : wanted.test(name)) return;
    }
    throw new Error(`the Tab key does not lead to ${String(wanted)}`);
  };
  await tabTo('Title');
  await keyboard.type('New batteries');
  await tabTo('Reason');
  await keyboard.type('power');
  // into the group of classes, and along it
  await tabTo('standard');
  await tabTo(/^Start \(UTC\)$/);
  await page.keyboard.type('12202026');
  await keyboard.press('Tab');
  await keyboard.type('0100AM');
  await tabTo(/^End \(UTC\)$/);
  await keyboard.type('12202026');
  await keyboard.press('Tab');
  await keyboard.type('0300AM');
  await tabTo('What is in eu-1');
  await keyboard.press('Enter');
  await page.getByText('What is in eu-1/dc-1', { exact: true }).waitFor();
  await tabTo(/^eu-1\/dc-1$/);
  await keyboard.press('Space');
  await tabTo('How badly');
  await keyboard.type('outage');
  await tabTo('For how many minutes');
  await keyboard.type('15');
  await tabTo('What happens');
  await keyboard.type('Each server restarts once.');
  await page.locator('#live').getByText('It reaches 3 customers').waitFor();
  // Enter in a field looks, and hands nothing in
  const before = api.windows.opened.length;
  await tabTo(/^Point of contact/);
  await keyboard.press('Enter');
  await page.waitForURL(`${plan.origin}/console/plan/look`);
  expect(api.windows.opened.length).toBe(before);
  await tabTo('Hand it in');
  await keyboard.press('Enter');
  await atWindow(page, 'New batteries');
  expect(opened().spec).toMatchObject({
    scope: { locations: ['eu-1/dc-1'] },
    slot: { startsAt: Date.UTC(2026, 11, 20, 1) },
  });
  await close();
  await api.store.db.deleteFrom('window_slots').execute();
});

test('P8: planning works without a script', async () => {
  const { page, close } = await signedIn({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.getByLabel('Title', { exact: true }).first().fill('New batteries');
  await page.getByLabel('Reason').selectOption('power');
  // all fields are there, and say for which class they are
  await page.getByRole('group', { name: 'Justification, for the classes expedited, hotfix' }).waitFor();
  await page
    .getByLabel('Start (UTC)')
    .first()
    .fill(minute(T0 + 20 * DAY));
  await page
    .getByLabel('End (UTC)')
    .first()
    .fill(minute(T0 + 20 * DAY + 7_200_000));
  await page.getByText('What is in eu-1', { exact: true }).click();
  await page.getByRole('button', { name: 'Show it' }).first().click();
  await page.getByRole('checkbox', { name: 'eu-1/dc-1', exact: true }).check();
  await page.getByLabel('Search for a place or a resource').fill('dyne');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('checkbox', { name: /^dyne-web/ }).check();
  await page.getByLabel('How badly').selectOption('outage');
  await page.getByLabel('What happens').first().fill('Each server restarts once.');
  await page.getByRole('button', { name: 'See what it comes to' }).click();
  await page.locator('#live').getByText('For how many minutes is required').waitFor();
  await page.getByRole('button', { name: 'Hand it in' }).click();
  await page.getByRole('link', { name: 'For how many minutes: is required' }).click();
  // axe is a script itself
  await page.screenshot({ path: path.join(SCREENSHOTS, 'plan-without-script.png'), fullPage: true });
  await page.getByLabel('For how many minutes').fill('15');
  await page.getByRole('button', { name: 'Hand it in' }).click();
  await atWindow(page, 'New batteries');
  expect(opened().spec.scope).toMatchObject({ locations: ['eu-1/dc-1'], resources: ['dyne-web'] });
  await close();
});
