import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from '../../dev/project-root';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts the machine's Chromium. When there is none, throws one sentence that says how to get one. */
async function startChromium(): Promise<Browser> {
  const own = process.env.CHROMIUM;
  const executablePath = own ?? PLACES.find((place) => existsSync(place));
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error(
      `No Chromium at ${own ?? PLACES.join(' or ')}: install one (apt-get install chromium) or name it in CHROMIUM.`,
    );
  }
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: root ? ['--no-sandbox'] : [] });
}

/** Where pages are kept as they looked: build output, to be seen by people. */
export const SCREENSHOTS = path.join(projectRoot(), '.cache', 'screenshots');

/** A browser for the tests of this file. */
export function useChromium(): { readonly browser: Browser } {
  let running: Browser | undefined;
  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    running = await startChromium();
  });
  afterAll(() => running?.close());
  return {
    get browser() {
      if (!running) throw new Error('the browser is there from beforeAll on');
      return running;
    },
  };
}

/** The faults axe finds in the current page, one line for each element. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

/** Every console message of level error or warning, and every uncaught error, from now on. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** A page of its own at this address, in a browser that stands in Vienna; `complaints` are those from the beginning. */
export async function visitPage(browser: Browser, url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext({ timezoneId: 'Europe/Vienna', ...options });
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}
