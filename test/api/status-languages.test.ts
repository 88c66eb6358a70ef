import request from 'supertest';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { withLanguage } from '../../web/site/site';
import { SITE_LANGUAGES } from '../../web/words/languages';
import { usePublicPage } from '../support/public-page';
import { FEED_PATHS, JSON_PATHS, PUBLIC_URL, statusPageApp } from '../support/status-page-app';
import { iso } from '../support/windows';

/** The public page in its reader's language (N4, C2). */

const world = usePublicPage();
const { open } = world;

const TRANSLATED = {
  de: { title: 'Stromverteilung tauschen', impactDescription: 'Einmal ohne Strom.', customerAction: 'Daten sichern.' },
  fr: { title: 'Remplacer une alimentation', impactDescription: 'Une coupure.', customerAction: 'Sauvegardez.' },
};
/** What people write, as marks of no language. */
const MARK = 'X1';
const body = {
  title: MARK,
  impact: { level: 'outage', minutes: 30, description: MARK },
  customerAction: MARK,
} as const;

const get = (path: string, accept?: string, app = world.app) => {
  const asked = request(app).get(path);
  return accept === undefined ? asked : asked.set('Accept-Language', accept);
};
const langOf = (html: string) => /<html lang="([a-z]+)">/.exec(html)?.[1];

describe('C2: which language', () => {
  test.each([
    ['/', undefined, 'en'],
    ['/', 'de-AT,de;q=0.9,en;q=0.5', 'de'],
    ['/', 'it,fr-CH;q=0.8,en;q=0.2', 'fr'],
    ['/', 'it', 'en'],
    ['/?lang=fr', 'de', 'fr'],
    ['/?lang=en', 'de', 'en'],
    ['/?lang=xx', 'de', 'de'],
    ['/?lang=de&lang=fr', undefined, 'en'],
    ['/windows/MW-none?lang=de', undefined, 'de'],
    ['/history?page=9', 'fr', 'fr'],
    ['/subscribe', 'fr', 'fr'],
  ])('%s asked with %s is in %s, and says so to readers and caches', async (path, accept, tag) => {
    const { text, headers } = await get(path, accept);
    expect(langOf(text)).toBe(tag);
    expect(headers['content-language']).toBe(tag);
    expect(headers.vary).toContain('Accept-Language');
  });

  test('one that was chosen stays in the address of every page of the site; one the browser asks for does not', async () => {
    const life = await open('MW-2026-0001', body).start();
    expect(life.now).toBeGreaterThan(0);
    const pages = ['/', '/history', '/windows/MW-2026-0001', '/windows/MW-none', '/subscribe'];
    for (const path of pages) {
      const links = async (where: string, accept?: string) => {
        const { text } = await get(where, accept);
        const all = Array.from(text.matchAll(/<a [^>]*href="([^"#]*)"[^>]*>/g), ([tag, href = '']) => ({ tag, href }));
        return all.filter(({ tag, href }) => !tag.includes('hreflang') && !/\.(atom|rss|ics|json)$/.test(href));
      };
      const chosen = await links(`${path}?lang=de`);
      expect(chosen.length).toBeGreaterThan(3);
      for (const { href } of chosen) expect([path, href]).toEqual([path, expect.stringContaining('?lang=de')]);
      for (const { href } of await links(path, 'de'))
        expect([path, href]).not.toEqual([path, expect.stringContaining('lang=')]);
    }
  });

  test('every page leads to itself in the other languages', async () => {
    const { text } = await get('/history?lang=de');
    for (const { tag, name } of Object.values(SITE_LANGUAGES)) {
      expect(text).toContain(`href="?lang=${tag}"`);
      expect(text).toContain(`>${name}</a>`);
    }
    expect(withLanguage('history?page=2&lang=de', 'fr')).toBe('history?page=2&lang=fr');
    expect(withLanguage('./#main', 'fr')).toBe('./?lang=fr#main');
  });

  test('a cache that keeps both languages of an address has two ETags', async () => {
    const [german, french] = await Promise.all([get('/', 'de'), get('/', 'fr')]);
    expect(german.headers.etag).not.toBe(french.headers.etag);
    await get('/', 'fr')
      .set('If-None-Match', german.headers.etag ?? '')
      .expect(200);
    await get('/', 'de')
      .set('If-None-Match', german.headers.etag ?? '')
      .expect(304);
  });

  test.each([...JSON_PATHS, ...FEED_PATHS, '/calendar.ics'])('%s is the same for every reader', async (path) => {
    await open('MW-2026-0001', { ...body, translations: TRANSLATED }).announce();
    const english = await get(path);
    expect((await get(`${path}?lang=de`, 'de')).text).toBe(english.text);
    expect(english.text).not.toContain('Stromverteilung');
  });
});

/** Windows in every state the page knows, with marks for what people write. */
async function everyState() {
  const life = (n: number, more: object = {}, when: object = {}) =>
    open(`MW-2026-000${String(n)}`, { ...body, ...more }, when);
  const posted = await life(1).start();
  await posted.give('post', { message: MARK, nextUpdateBy: iso(posted.now + 30 * MINUTE) });
  const moved = await life(2).announce();
  const { startsAt, endsAt } = moved.slot;
  await moved.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason: MARK });
  await moved.give('edit', { title: MARK + MARK, reason: MARK });
  await (await life(3).toStart()).advance(90 * MINUTE);
  const done = await life(4).start();
  await done.give('extend', { end: iso(done.slot.endsAt + HOUR), reason: MARK });
  await done.give('verify', { note: MARK });
  await done.give('complete', { customerImpactMinutes: 12 });
  await done.give('draftRfo', {
    ...{ summary: MARK, customerImpact: MARK, rootCause: MARK, resolution: MARK },
    preventiveMeasures: [{ text: MARK, owner: MARK, due: '2027-02-01' }],
  });
  await done.give('approveRfo');
  await (await life(5).announce()).give('cancel', { reason: MARK });
  const back = await life(6).start();
  await back.give('cancel', { reason: MARK });
  await (await life(7).start()).advance(3 * HOUR);
  await life(8, { class: 'emergency', reason: 'third-party' }, { inMs: HOUR }).give('start');
  await life(9, { class: 'expedited', impact: { ...body.impact, level: 'no-impact' } }, { inMs: 4 * DAY }).save();
}

const REFERENCES = Array.from({ length: 9 }, (_, n) => `MW-2026-000${String(n + 1)}`);
const PAGES = ['/', '/history', '/subscribe', '/windows/MW-none', ...REFERENCES.map((one) => `/windows/${one}`)];

/** Words that English pages are full of, and the other languages have not. */
const ENGLISH =
  /(?<![\p{L}-])(the|of|and|is|are|will|you|your|has|have|been|that|which|it|to|for|by|with|from|not|nothing|we|what|when|where|how|work|mail|update|updates|planned|started|cancelled|reason|mon|tue|wed|thu|fri|sat|sun|dec|oct|location|locations|history|current)(?![\p{L}-])/iu;
/** Names of ours and of the inventory; addresses are not read aloud. */
const NAMES = /Example &amp; Sons|Vienna \d|North America|Toronto 1|Europe|name@host|href="[^"]*"|[a-z-]+="[a-z -]*"/g;

/** The words a reader sees, descriptions and labels included. */
function wordsOf(html: string): string {
  const said = Array.from(
    html.matchAll(/(?:aria-label|content|title|data-[a-z-]+)="([^"]*)"/g),
    ([, text = '']) => text,
  );
  const seen = html
    .replace(/<(script|style|time)\b[^>]*>.*?<\/\1>/gs, ' ')
    .replace(/<nav class="languages".*?<\/nav>/s, '');
  return [...said, seen.replace(/<[^>]*>/g, ' ')]
    .join(' ')
    .replaceAll(NAMES, ' ')
    .replace(/width=device-width.*?1/, '');
}

describe.each(CUSTOMER_LANGUAGES)('C2: in %s', (tag) => {
  test('every page in every state: nothing missing, nothing of another language', async () => {
    await everyState();
    const app = statusPageApp(world.db, { now: Date.parse('2027-01-02T00:00:00Z') });
    for (const path of PAGES) {
      const { text } = await get(`${path}?lang=${tag}`, undefined, app);
      const words = wordsOf(text);
      expect(words).not.toMatch(/undefined|null|NaN|\[object/);
      const isEnglish = ENGLISH.test(words);
      expect([path, isEnglish]).toEqual([path, tag === 'en']);
    }
  });
});

describe('N4: the words of a window', () => {
  test('are those of its translation, and one that has none says which language it is in', async () => {
    await open('MW-2026-0001', { ...body, title: 'Renew', translations: { de: TRANSLATED.de } }).announce();
    for (const path of ['/', '/windows/MW-2026-0001']) {
      const german = (await get(path, 'de')).text;
      expect(german).toContain(TRANSLATED.de.title);
      expect(german).not.toContain('Was nicht übersetzt ist');
      expect(german).not.toContain('lang="en">Renew');
      const french = (await get(path, 'fr')).text;
      expect(french).toContain('<span lang="en">Renew</span>');
      expect(french).toContain('Ce qui n’est pas traduit est en anglais.');
    }
    expect((await get('/windows/MW-2026-0001', 'de')).text).toContain(TRANSLATED.de.customerAction);
    expect((await get('/windows/MW-2026-0001')).text).not.toContain('What is not translated');
  });

  test('an introduction is for customers alone, in every language, and translations are escaped', async () => {
    const translations = { de: { title: '<b>Titel</b>', introduction: 'Nur für Kunden' } };
    await open('MW-2026-0001', { ...body, translations }).announce();
    const { text } = await get('/windows/MW-2026-0001', 'de');
    expect(text).toContain('&lt;b>Titel&lt;/b>');
    expect(text).not.toContain('Nur für Kunden');
  });

  test('nothing to do is said in the language of the page', async () => {
    await open('MW-2026-0001', { ...body, customerAction: 'None.' }).announce();
    expect((await get('/windows/MW-2026-0001', 'de')).text).toContain('>Nichts.</p>');
    expect((await get('/windows/MW-2026-0001', 'fr')).text).toContain('>Rien.</p>');
    expect((await get('/windows/MW-2026-0001')).text).toContain('>None.</p>');
  });

  test('dates are written as the language does', async () => {
    await open('MW-2026-0001', body).announce();
    const planned = async (tag: string) =>
      /<span class="moment">(.*?)<\/span>/
        .exec((await get(`/windows/MW-2026-0001?lang=${tag}`)).text)?.[1]
        ?.replace(/<[^>]*>/g, '');
    expect(await planned('en')).toBe('Thu 10 Dec 2026, 00:00 to 02:00 UTC');
    expect(await planned('de')).toBe('Do 10. Dez 2026, 00:00 bis 02:00 UTC');
    expect(await planned('fr')).toBe('jeu. 10 déc. 2026, 00:00 à 02:00 UTC');
  });
});

describe('L4, L12: what is late', () => {
  test.each([
    ['en', 'Delayed', 'the work has not begun yet', 'The update promised by', 'is late'],
    ['de', 'Verspätet', 'haben noch nicht begonnen', 'Die bis', 'versprochene Nachricht ist überfällig'],
    ['fr', 'En retard', 'n’ont pas encore commencé', 'Le point promis avant le', 'est en retard'],
  ])(
    '%s: a start that has not come and a promised word that has not come are said on both pages',
    async (tag, ...words) => {
      const [delayed, notBegun, promised, late] = words;
      const life = await open('MW-2026-0001', body).toStart();
      await life.advance(70 * MINUTE);
      const posted = await open('MW-2026-0002', body).start();
      await posted.give('post', { message: MARK, nextUpdateBy: iso(posted.now + 30 * MINUTE) });
      const app = statusPageApp(world.db, { now: life.now });
      const page = async (path: string) =>
        (await get(`${path}?lang=${tag}`, undefined, app)).text.replace(/<[^>]*>/g, ' ');
      for (const path of ['/', '/windows/MW-2026-0001']) {
        expect(await page(path)).toContain(delayed);
        expect(await page(path)).toContain(notBegun);
      }
      for (const path of ['/', '/windows/MW-2026-0002'])
        expect(await page(path)).toMatch(new RegExp(`${promised}.*${late}`));
    },
  );
});

test('C2: a feed names its own address, at the root and of a component', async () => {
  const component = /components\/([^/"]+)\/history\.rss/.exec((await get('/subscribe')).text)?.[1] ?? '';
  for (const folder of ['', `components/${component}/`]) {
    const { text } = await get(`/${folder}history.rss`).expect(200);
    expect(text).toContain(
      `<atom:link rel="self" type="application/rss+xml" href="${PUBLIC_URL}/${folder}history.rss"/>`,
    );
  }
});
