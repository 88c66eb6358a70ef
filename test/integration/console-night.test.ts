import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { HOUR } from '../../domain/shared/time';
import { axeFaults, complaintsOf, SCREENSHOTS, useChromium } from '../support/chromium';
import { firstOf } from '../support/looks';
import { CLIENT, startOpenIdServer } from '../support/openid-server';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

jest.setTimeout(180_000);

/** The night as an operator lives it, in a browser over real processes (P8, L2, L4, L6, N8). */

const PEOPLE = [{ id: 'oskar', name: 'Oskar', email: 'oskar@provider.example', groups: ['forewarn-operators'] }];
const CUSTOMERS = 40;
const FULL = 'canary-0007@customer.example';

const cleanups: (() => unknown)[] = [];
const world = useStack({
  racks: [{ count: CUSTOMERS }],
  env: async (apiUrl) => {
    const { issuer, close } = await startOpenIdServer(apiUrl, PEOPLE);
    cleanups.push(close);
    return {
      FOREWARN_PUBLIC_URL: apiUrl,
      FOREWARN_SECRETS_KEY: Buffer.alloc(32, 9).toString('base64'),
      FOREWARN_OIDC_ISSUER: issuer,
      FOREWARN_OIDC_CLIENT_ID: CLIENT.id,
      FOREWARN_OIDC_CLIENT_SECRET: CLIENT.secret,
      FOREWARN_OIDC_SCOPES: 'groups',
    };
  },
});
const chromium = useChromium();

afterAll(async () => {
  for (const close of cleanups.reverse()) await close();
});

const url = (where: string) => world.stack.apiUrl + where;

async function signedIn(options: Parameters<Browser['newContext']>[0]) {
  const context = await chromium.browser.newContext({ ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(url('/console/night'));
  await page.getByRole('link', { name: /^Sign in with/ }).click();
  await page.getByRole('button', { name: 'oskar@provider.example' }).click();
  await page.getByRole('heading', { name: 'Night', exact: true }).waitFor();
  return { context, page, complaints };
}

/** Opens an emergency, and waits until its customers were told. */
async function emergency(title: string): Promise<string> {
  const now = Date.now();
  const { status, body } = await world.stack.call('POST', '/v1/windows', {
    ...openingBody({ class: 'emergency', title }, { now, inMs: 0 }),
    slots: [{ start: new Date(now).toISOString(), end: new Date(now + 2 * HOUR).toISOString() }],
    verification: { steps: ['Both feeds carry load'], monitorMinutes: 30 },
  });
  expect({ status, phase: body.phase }).toMatchObject({ status: 201 });
  return body.reference;
}

interface Hand {
  /** Follows a link or presses a button. */
  readonly press: (target: Locator) => Promise<void>;
  readonly type: (target: Locator, text: string) => Promise<void>;
}

const mouse: Hand = {
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
};

/** Tab, Enter and letters alone. */
function keyboard(page: Page): Hand {
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let tabs = 0; tabs < 150; tabs++) {
      if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${String(target)}`);
  };
  return {
    async press(target) {
      await reach(target);
      await page.keyboard.press('Enter');
    },
    async type(target, text) {
      await reach(target);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
  };
}

const LOOKED_AT: [string, Parameters<Browser['newContext']>[0], boolean][] = [
  [
    'phone of 360 px in the dark, by the keyboard alone',
    { viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
    true,
  ],
  ['desktop, by mouse', { viewport: { width: 1280, height: 900 } }, false],
];

describe.each(firstOf(LOOKED_AT))('P8: the night on a %s', (name, options, byKeyboard) => {
  test('starts, posts, extends, watches, sends again, verifies, completes and drafts the report', async () => {
    const title = `Replace the power supply, ${byKeyboard ? 'second' : 'first'} rack`;
    const { context, page, complaints } = await signedIn(options);
    const { press, type } = byKeyboard ? keyboard(page) : mouse;
    const looked = (what: string) => look(page, `night-${what}-${byKeyboard ? 'phone' : 'desktop'}`);
    await page.goto(url('/console/night'));
    const reference = await emergency(title);
    // nothing is reloaded by hand
    const card = page.getByRole('article').filter({ hasText: reference });
    await card.waitFor();
    const button = (words: string) => card.getByRole('link', { name: words, exact: true });
    const form = (words: string) => page.locator('#command').getByRole('button', { name: words, exact: true });
    await button('Start').waitFor();
    await looked('before');

    await press(button('Start'));
    await type(page.getByLabel('A sentence for customers'), 'We begin with feed A.');
    await page.locator('#mail').getByText('We begin with feed A.').waitFor();
    await looked('start');
    await press(form('Start'));
    await page.getByText('The work has begun.').waitFor();
    await button('Complete').waitFor();

    world.smtp.rules = { delayMs: 30, refuse: (address) => (address === FULL ? '552 5.2.2 mailbox full' : undefined) };
    await press(button('Post an update'));
    await page.getByText('The mail stands here once the form is filled in.').waitFor();
    await type(page.getByLabel('What customers read'), 'The first of two feeds is replaced.');
    await page.locator('#mail').getByText('The first of two feeds is replaced.').waitFor();
    expect(await page.locator('#mail').innerText()).toContain(
      `to ${String(CUSTOMERS)} people of ${String(CUSTOMERS)} customers`,
    );
    await looked('post');
    await press(form('Post an update'));
    await page.getByText('The update is out.').waitFor();

    await press(button('Extend'));
    await type(page.getByLabel('Why, for customers'), 'A bolt is stuck.');
    await page.locator('#mail').getByText('A bolt is stuck.').waitFor();
    await press(form('Extend'));
    await page.getByText('The new planned end is in force.').waitFor();
    await card.getByText(`${String(CUSTOMERS - 1)} of ${String(CUSTOMERS)} told`).waitFor({ timeout: 60_000 });
    await press(card.getByRole('link', { name: '1 not reached' }));
    await page.getByRole('cell', { name: /552 5\.2\.2 mailbox full/ }).waitFor();
    expect(await page.getByRole('rowheader', { name: FULL }).count()).toBe(1);
    await looked('failed');

    world.smtp.rules = {};
    await press(page.getByRole('link', { name: 'Send again what failed' }));
    await looked('again');
    await press(form('Send again what failed'));
    await page.getByText('It is being sent again.').waitFor();
    await page.goto(url('/console/night'));
    await card.getByText(`${String(CUSTOMERS)} of ${String(CUSTOMERS)} told`).waitFor();

    await press(button('Tick off a step'));
    await press(form('Tick off a step'));
    await page.getByText('The step is ticked off.').waitFor();
    await press(button('Complete'));
    await type(page.getByLabel('What customers read about the outcome'), 'Both feeds carry load.');
    await press(form('Complete'));
    await page.getByText('The work is on record as over.').waitFor();
    await eventually('the window is completed', async () => {
      const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
      return body.phase === 'completed';
    });
    await looked('after');

    await page.goto(url(`/console/windows/${reference}`));
    await press(page.getByRole('link', { name: 'Write the report', exact: true }));
    // drafted from the timeline
    const seen = page.getByLabel('Summary');
    expect(await seen.inputValue()).toContain('The first of two feeds is replaced.');
    await type(page.getByLabel('Root cause'), 'A worn bearing.');
    await looked('report');
    await press(page.getByRole('button', { name: 'Keep this version' }));
    await page.getByText('You are among them').waitFor();

    const { body } = await world.stack.call('GET', `/v1/windows/${reference}/timeline?limit=500`);
    const { items } = body as unknown as { items: { type: string; by: string; door: string }[] };
    const byOskar = items.filter(({ by }) => by.startsWith('oskar')).map(({ type: what, door }) => `${what} ${door}`);
    expect(byOskar).toEqual(
      expect.arrayContaining([
        'started console',
        'progress-posted console',
        'extended console',
        'notice-retried console',
        'completed console',
        'rfo-drafted console',
      ]),
    );
    expect([name, complaints]).toEqual([name, []]);
    await context.close();
  });
});

test('P8: of two people at one window the later is told what changed, with what they typed still there', async () => {
  const reference = await emergency('Replace the fan tray');
  const { context, page } = await signedIn({});
  await eventually('announced', async () => {
    const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
    return body.phase === 'announced';
  });
  expect((await world.stack.call('POST', `/v1/windows/${reference}/start`, {})).status).toBe(200);
  await page.goto(url(`/console/windows/${reference}/do/post`));
  await page.getByLabel('What customers read').fill('Half of it is done.');
  const end = new Date(Date.now() + 5 * HOUR).toISOString();
  const extended = await world.stack.call('POST', `/v1/windows/${reference}/extend`, { end, reason: 'A screw broke.' });
  expect(extended.status).toBe(200);
  await page.locator('#command').getByRole('button', { name: 'Post an update' }).click();
  await page.getByRole('heading', { name: 'What happened since you opened this form' }).waitFor();
  await page.getByText('A screw broke.').first().waitFor();
  expect(await page.getByLabel('What customers read').inputValue()).toBe('Half of it is done.');
  await look(page, 'night-overtaken');
  await page.locator('#command').getByRole('button', { name: 'Post an update' }).click();
  await page.getByText('The update is out.').waitFor();

  // a refusal stands at its field
  await page.goto(url(`/console/windows/${reference}/do/extend`));
  await page.getByLabel('The new planned end').fill('2020-01-01T00:00');
  await page.getByLabel('Why, for customers').fill('Late.');
  await page.locator('#command').getByRole('button', { name: 'Extend' }).click();
  await page.locator('#faults').waitFor();
  expect(await page.getByLabel('The new planned end').getAttribute('aria-invalid')).toBe('true');
  await look(page, 'night-refused');
  await context.close();
});

test('P8: everything is read without JavaScript, on pages without a fault', async () => {
  const reference = await emergency('Replace the cable');
  await eventually('announced', async () => {
    const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
    return body.phase === 'announced';
  });
  const { context, page } = await signedIn({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  for (const [where, words] of [
    ['', 'What was sent'],
    ['/timeline', 'What happened'],
    ['/notices?q=canary-0003', 'canary-0003@customer.example'],
    ['/audience?q=0004', 'Canary Company 0004'],
    ['/answers', 'Waits for somebody'],
    ['/channels', 'Beside the mails'],
    ['/do/start', 'The mail customers get'],
    ['/proof/org-0003', 'Canary Company 0003'],
  ] as const) {
    const answer = await page.goto(url(`/console/windows/${reference}${where}`));
    expect([where, answer?.status()]).toEqual([where, 200]);
    expect([where, (await page.content()).includes(words)]).toEqual([where, true]);
  }
  await context.close();
  const seen = await signedIn({ viewport: { width: 360, height: 740 } });
  for (const where of ['', '/timeline', '/notices', '/audience', '/answers', '/channels']) {
    await seen.page.goto(url(`/console/windows/${reference}${where}`));
    await look(seen.page, `window${where.replace('/', '-')}-phone`);
  }
  await seen.page.goto(url(`/console/windows/${reference}/do/extend`));
  await seen.page.getByText('this cannot be done now').waitFor();
  await seen.context.close();
});

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `console-${name}.png`), fullPage: true });
  expect([name, await axeFaults(page)]).toEqual([name, []]);
  const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
  expect([name, await page.evaluate(fits)]).toEqual([name, true]);
}
