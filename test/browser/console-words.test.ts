import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { HOUR } from '../../domain/shared/time';
import { firstOf } from '../support/looks';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { useWordsConsole, type Signing } from '../support/words-console';

/** P8: the approver's story (L8, P2) and that of a report (E4), in Chromium. */

const pages = useWordsConsole();
const { api } = pages;
const chromium = useChromium();

beforeAll(async () => {
  await api.store.db.updateTable('organizations').set({ locale: 'de' }).where('id', '=', 'acme').execute();
}, 60_000);

type Look = Parameters<Browser['newContext']>[0];
const LOOKS: [string, Look][] = [
  ['dark, 360 px wide', { viewport: { width: 360, height: 780 }, colorScheme: 'dark' }],
  ['light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
];

async function signedIn(person: Signing, look: Look) {
  const context = await chromium.browser.newContext(look);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(`${pages.origin}/console/approvals`);
  await page.getByRole('link', { name: 'Sign in with the tests' }).click();
  await page.getByRole('button', { name: `${person}@provider.example` }).click();
  await page.getByRole('heading', { name: 'Approvals' }).waitFor();
  return { page, complaints, close: () => context.close() };
}

async function looked(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `words-${name}.png`), fullPage: true });
  expect(await axeFaults(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(
    true,
  );
}

describe.each(firstOf(LOOKS))('in a browser, %s', (name, look) => {
  const shot = (page: Page, what: string) => looked(page, `${what}-${name.split(',')[0] ?? ''}`);

  test('L8, P2: an approver corrects a sentence in two languages, sees the difference, and another one approves', async () => {
    const { reference } = await pages.window({
      ...{ draft: true, title: `Replace the power unit (${name})` },
      translations: { de: { title: 'Tausch der Stromverteilung', customerAction: 'Nichts zu tun.' } },
    });
    const mara = await signedIn('mara', look);
    const { page } = mara;
    await shot(page, 'approvals');
    await page.getByRole('link', { name: `Replace the power unit (${name})` }).click();
    await page.getByRole('link', { name: 'Correct a sentence' }).click();
    const english = page.getByRole('group', { name: 'English (en), the window’s own' });
    await english.getByLabel('What customers should do').fill('Save your work before the night.');
    const german = page.getByRole('group', { name: 'German (de)' });
    await german.getByLabel('What customers should do').fill('Sichern Sie Ihre Arbeit vor der Nacht.');
    // beside the form, as it is typed
    await page.getByRole('heading', { name: 'What becomes different' }).waitFor();
    await page.locator('ins', { hasText: 'Sichern' }).waitFor();
    await shot(page, 'wording');
    await page.getByRole('button', { name: 'Correct it' }).click();
    await page.getByRole('heading', { name: 'What is different' }).waitFor();
    await page.locator('del', { hasText: 'Nichts' }).waitFor();
    await page.getByText('You are among them').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await shot(page, 'approval-own');

    const nils = await signedIn('nils', look);
    await nils.page.goto(`${pages.origin}/console/windows/${reference}/approval`);
    await nils.page.locator('ins', { hasText: 'Save your work' }).waitFor();
    await shot(nils.page, 'approval');
    await nils.page.getByRole('button', { name: 'Approve' }).focus();
    await nils.page.keyboard.press('Enter');
    await nils.page.getByText('Revision 2 was approved by').waitFor();
    await shot(nils.page, 'approved');
    expect(api.windows.core(reference).state.approval).toMatchObject({
      ...{ approvedRevision: 2, approvedBy: 'nils@provider.example' },
    });
    expect([...mara.complaints, ...nils.complaints]).toEqual([]);
    await Promise.all([mara.close(), nils.close()]);
  });

  test('E4, E5: a report is drafted from the timeline, read as a mail, and published by a second person', async () => {
    const window = await pages.window({ class: 'emergency', title: `Cooling failed (${name})` });
    await api.store.ledger.prepare(window.key('announcement'));
    await window.start();
    await window.advanceBy(3 * HOUR);
    await window.give('complete', { message: 'A spare pump was fitted.', customerImpactMinutes: 42 });
    const olga = await signedIn('olga', look);
    const { page } = olga;
    await page.goto(`${pages.origin}/console/windows/${window.reference}`);
    await page.getByRole('link', { name: 'Reason-for-outage report' }).click();
    expect(await page.getByLabel('Summary').inputValue()).toContain('Work completed (customers saw 42 minutes)');
    await page.getByLabel('Root cause').fill('A bearing was worn.');
    const measure = page.getByRole('group', { name: 'Measure 1' });
    await measure.getByLabel('What is done').fill('A second pump.');
    await measure.getByLabel('Owner').fill('rita');
    await measure.getByLabel('By when').fill('2026-12-01');
    await page.getByRole('heading', { name: 'The mail' }).waitFor();
    await page.locator('pre', { hasText: 'A bearing was worn.' }).waitFor();
    await shot(page, 'report');
    await page.getByRole('button', { name: 'Keep this version' }).click();
    await page.getByText('You are among them').waitFor();

    const mara = await signedIn('mara', look);
    await mara.page.goto(`${pages.origin}/console/windows/${window.reference}/rfo`);
    await mara.page.getByRole('button', { name: 'Publish version 1' }).click();
    await mara.page.getByText('The final report is published, version 1.').waitFor();
    await shot(mara.page, 'report-published');
    await mara.page.goto(`${pages.origin}/console/measures?window=${window.reference}`);
    await mara.page.getByRole('link', { name: 'A second pump.' }).waitFor();
    await shot(mara.page, 'measures');
    await page.goto(`${pages.origin}/console/measures?window=${window.reference}`);
    await page.getByRole('link', { name: 'A second pump.' }).click();
    await shot(page, 'measure');
    expect([...olga.complaints, ...mara.complaints]).toEqual([]);
    await Promise.all([olga.close(), mara.close()]);
  });

  test('P2: a template’s sources and what they say stand beside each other while somebody types', async () => {
    await api.as('admin').post('/v1/templates/rack-work', {
      ...{ name: 'Work on a rack', language: 'en' },
      wordings: { en: { introduction: 'We work on {{ location }}.' }, de: { introduction: 'Wir arbeiten.' } },
    });
    const mara = await signedIn('mara', look);
    const { page } = mara;
    await page.goto(`${pages.origin}/console/templates`);
    await shot(page, 'templates');
    await page.getByRole('link', { name: 'Work on a rack' }).click();
    const german = page.getByRole('group', { name: 'German (de)' });
    await german.getByLabel('Introduction').fill('Wir arbeiten an {{ location }}.');
    await page.getByText('Wir arbeiten an eu-1/dc-1/rack-a12.').waitFor();
    await german.getByLabel('Introduction').fill('Wir arbeiten an\n{{ loc }}.');
    await page.getByText('there is no variable "loc"').waitFor();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.locator('.source code', { hasText: '{{ loc }}' }).waitFor();
    await shot(page, 'template-fault');
    await german.getByLabel('Introduction').fill('Wir arbeiten an {{ location }}.');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByText('Wir arbeiten an eu-1/dc-1/rack-a12.').waitFor();
    await shot(page, 'template');
    // what the browser says of the refused form's 422
    expect(mara.complaints.filter((line) => !line.includes('422'))).toEqual([]);
    await mara.close();
  });
});
