import request from 'supertest';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { CANARY } from '../support/public-life';
import { usePublicPage } from '../support/public-page';
import { FEED_PATHS, JSON_PATHS, PUBLIC_URL, statusPageApp } from '../support/status-page-app';
import { iso } from '../support/windows';

const world = usePublicPage();
const { open } = world;

describe('HTTP', () => {
  test.each([...JSON_PATHS, ...FEED_PATHS, '/calendar.ics'])('%s: HEAD, CORS, caching, 304', async (path) => {
    const get = await request(world.app).get(path).expect(200);
    const head = await request(world.app).head(path).expect(200);
    for (const name of ['content-type', 'etag', 'cache-control', 'content-length', 'access-control-allow-origin']) {
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
      expect(get.headers[name]).toBeTruthy();
    }
    expect(get.headers['access-control-allow-origin']).toBe('*');
    expect(get.headers['cache-control']).toBe('max-age=30, stale-while-revalidate=60');

    const etag = get.headers.etag ?? '';
    const again = await request(world.app).get(path).set('If-None-Match', etag).expect(304);
    expect(again.text).toBe('');
    expect(again.headers.etag).toBe(etag);
    await request(world.app).head(path).set('If-None-Match', etag).expect(304);

    const options = await request(world.app).options(path).set('Origin', 'https://dashboard.example').expect(204);
    expect(options.headers['access-control-allow-origin']).toBe('*');
    expect(options.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
    expect(options.headers['access-control-allow-headers']).toMatch(/If-None-Match/);
  });

  test.each([...JSON_PATHS.filter((path) => /summary|maintenances\.json|upcoming/.test(path)), ...FEED_PATHS, '/'])(
    '%s: the ETag changes with the public facts, and only with them',
    async (path) => {
      const etag = async () => (await request(world.app).get(path).expect(200)).headers.etag;
      const life = await open('MW-2026-0001').announce();
      const before = await etag();
      await life.happen({ type: 'command-refused', command: 'start', reason: 'too early' });
      expect(await etag()).toBe(before);
      await request(world.app)
        .get(path)
        .set('If-None-Match', before ?? '')
        .expect(304);
      await life.give('post', { message: 'Still planned.' });
      expect(await etag()).not.toBe(before);
      await request(world.app)
        .get(path)
        .set('If-None-Match', before ?? '')
        .expect(200);
    },
  );

  test('what the page does not know is left to the app', async () => {
    const paths = ['/nothing', '/api/v2/nothing.json', '/windows/', '/history/', '/assets/status.css', '/Windows/MW-1'];
    for (const path of paths) expect((await request(world.app).get(path).expect(404)).text).toBe('app');
    expect((await request(world.app).post('/api/v2/summary.json').expect(404)).text).toBe('app');
  });

  test('style sheet, script and icon are addressed by content and kept for ever', async () => {
    const { text } = await request(world.app).get('/').expect(200);
    const files = [...text.matchAll(/(?:href|src)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(3);
    for (const file of files) {
      const asset = await request(world.app).get(`/${file}`).expect(200);
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    }
    const other = files[0]?.replace(/[0-9a-f]{8}/, '00000000') ?? '';
    expect((await request(world.app).get(`/${other}`).expect(200)).headers['cache-control']).toBe('no-cache');
  });
});

describe('N7: on every path', () => {
  const unannounced = `${CANARY}-unannounced`;
  const everyPath = ['/', '/history', '/history?page=1', ...JSON_PATHS, ...FEED_PATHS];

  test('private and unannounced windows are nowhere, whatever happens to them', async () => {
    const before = await Promise.all(everyPath.map(async (path) => (await request(world.app).get(path)).text));

    await open('MW-2026-0001', { title: unannounced }).save();
    await open('MW-2026-0002', { title: unannounced }).give('cancel', { reason: CANARY });
    await open('MW-2026-0003', { title: CANARY, visibility: 'private' }).announce();
    await open('MW-2026-0004', { title: CANARY, visibility: 'private' }).start();
    const over = await open('MW-2026-0005', { title: CANARY, visibility: 'private', class: 'emergency' }).start();
    await over.give('complete');

    const after = await Promise.all(everyPath.map(async (path) => (await request(world.app).get(path)).text));
    expect(after).toEqual(before);
    const missing = await request(world.app).get('/windows/MW-2026-9999').expect(404);
    for (const n of [1, 2, 3, 4, 5]) {
      const { text } = await request(world.app)
        .get(`/windows/MW-2026-000${String(n)}`)
        .expect(404);
      expect(text).toBe(missing.text);
    }
  });

  test('of a public window nothing internal is told', async () => {
    const emergency = {
      class: 'emergency',
      emergency: { trigger: 'infrastructure', necessity: CANARY, risk: CANARY, mitigation: CANARY },
      scope: { resources: [`${CANARY}-eu-1-dc-1-rack-a12`], labels: { tenant: CANARY } },
    };
    const life = await open('MW-2026-0001', emergency).start();
    const notice = { kind: 'announcement', revision: 1, ordinal: 1 } as const;
    await life.happen(
      { type: 'notice-troubled', notice, trouble: `550 ${CANARY}` },
      { type: 'rfo-owed', because: CANARY },
      { type: 'command-refused', command: 'start', reason: CANARY },
    );
    await life.give('complete');
    const measure = { text: 'A second pump.', owner: CANARY, due: '2026-12-31', public: true };
    await life.give('draftRfo', {
      summary: 'A pump failed.',
      rootCause: 'Wear.',
      preventiveMeasures: [measure, { ...measure, text: CANARY, public: false }],
    });
    await life.give('approveRfo');
    await life.give('draftRfo', { summary: CANARY, rootCause: CANARY });
    await open('MW-2026-0002', { class: 'expedited' }, { inMs: 4 * DAY }).start();
    await open('MW-2026-0003').announce();

    for (const path of [...everyPath, ...[1, 2, 3].map((n) => `/windows/MW-2026-000${String(n)}`)]) {
      const { text } = await request(world.app).get(path).expect(200);
      expect([path, text.toLowerCase().includes(CANARY)]).toEqual([path, false]);
    }
    // the search would find it: what is public of the same window is there
    expect((await request(world.app).get('/windows/MW-2026-0001')).text).toContain('A second pump.');
  });
});

describe('pages', () => {
  const page = async (path: string, status = 200) => (await request(world.app).get(path).expect(status)).text;
  /** What a reader sees, without the tags. */
  const words = async (path: string) => (await page(path)).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

  test('`/` with nothing going on', async () => {
    const text = await words('/');
    expect(text).toContain('All Systems Operational');
    expect(text).toContain('No maintenance is planned.');
    expect(text).toContain('Vienna 1 Operational');
  });

  test('`/` says what is under way, honestly past its end, and what comes (L1)', async () => {
    const life = await open('MW-2026-0001').start();
    await open('MW-2026-0002', { title: 'Renew the core switch' }, { inMs: 20 * DAY }).announce();
    let text = await words('/');
    expect(text).toContain('Maintenance in progress in Vienna 1');
    expect(text).toContain('One maintenance is in progress, 1 more planned.');
    expect(text.indexOf('In progress')).toBeLessThan(text.indexOf('Renew the core switch'));
    await life.advance(3 * HOUR);
    text = await words('/');
    expect(text).toContain('Running past its planned end');
    expect(await words('/windows/MW-2026-0001')).toContain(
      'This work is running past its planned end of Thu 10 Dec 2026, 02:00 UTC',
    );
    await life.give('extend', { end: iso(life.now + HOUR), reason: 'A part is stuck.' });
    expect(await words('/windows/MW-2026-0001')).not.toContain('This work is running past its planned end');
    await life.advance(2 * HOUR);
    expect(await words('/windows/MW-2026-0001')).toContain('This work is running past its planned end');
  });

  test('L2: a planned start that nobody confirmed is said to be that', async () => {
    const life = await open('MW-2026-0001').announce();
    const late = statusPageApp(world.db, { now: life.slot.startsAt + 1 });
    for (const path of ['/', '/windows/MW-2026-0001']) {
      expect(await page(path)).not.toContain('has not been confirmed');
      expect((await request(late).get(path)).text).toContain('the start of the work has not been confirmed yet');
    }
  });

  test('a window page tells it all, newest progress first', async () => {
    const life = await open('MW-2026-0001').announce();
    const { startsAt } = life.slot;
    await life.give('reschedule', {
      start: iso(startsAt + DAY),
      end: iso(startsAt + DAY + 3 * HOUR),
      reason: 'The part is late.',
    });
    await life.start();
    await life.give('post', { message: 'Half of it is done.', nextUpdateBy: iso(life.now + HOUR) });

    const text = await words('/windows/MW-2026-0001');
    for (const fact of [
      'Planned maintenance · MW-2026-0001',
      'Planned Fri 11 Dec 2026, 00:00 to 03:00 UTC',
      'Started Fri 11 Dec 2026, 00:00 UTC',
      'Next update by Fri 11 Dec 2026, 01:00 UTC',
      'Expected impact Outage: cannot be reached or used. Duration: up to 30 minutes. Each server loses power once.',
      'Affected locations Europe / Vienna 1',
      'Reason Hardware',
      'What to do None. Servers come back by themselves.',
      'Old date Thu 10 Dec 2026, 00:00 to 02:00 UTC New date Fri 11 Dec 2026, 00:00 to 03:00 UTC',
      'Reason: The part is late.',
      'Planned for Thu 10 Dec 2026, 00:00 to 02:00 UTC',
    ])
      expect(text).toContain(fact);
    const order = ['Half of it is done.', 'Work started', 'New date', 'Announced'].map((word) =>
      text.lastIndexOf(word),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(await page('/windows/MW-2026-0001')).toContain('datetime="2026-12-11T00:00:00.000Z"');
  });

  test('E4: the published report, and before it the promise of one', async () => {
    const life = open('MW-2026-0001', { class: 'emergency' }, { inMs: 0 });
    await life.give('start');
    await life.give('complete', { customerImpactMinutes: 12 });
    expect(await words('/windows/MW-2026-0001')).toContain('A report on the cause will be published here.');
    const measure = { text: 'A second pump.', owner: 'facilities', due: '2026-12-31', public: true };
    await life.give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.', preventiveMeasures: [measure] });
    await life.give('approveRfo');
    const text = await words('/windows/MW-2026-0001');
    expect(text).toContain('Reason-for-outage report Published');
    expect(text).toContain('Root cause Wear.');
    expect(text).toContain('A second pump. (by 2026-12-31)');
    expect(text).toContain('Customers saw an impact for 12 minutes.');
    expect(text).not.toContain('will be published here');
  });

  test('the history is paged, latest end first; a page that is none answers 404', async () => {
    for (let n = 1; n <= 27; n++) {
      const life = open(`MW-2026-${String(n).padStart(4, '0')}`, {}, { inMs: 15 * DAY + n * HOUR });
      await life.announce();
      await life.give('cancel', { reason: 'not needed' });
    }
    const references = async (path: string) =>
      [...(await page(path)).matchAll(/windows\/(MW-2026-\d+)"/g)].map((m) => m[1]);
    const one = await references('/history');
    const two = await references('/history?page=2');
    expect(one).toHaveLength(25);
    expect(one[0]).toBe('MW-2026-0027');
    expect(two).toEqual(['MW-2026-0002', 'MW-2026-0001']);
    expect(await words('/history')).toContain('Page 1 of 2');
    for (const wrong of ['3', '0', '-1', 'x', '1e9', '99999999999999999999']) {
      expect(await page(`/history?page=${wrong}`, 404)).toContain('There is no such page');
    }
    await page('/history?page=1&page=2', 404);
  });

  test('L3: the history tells when the work really was, and when it was called off', async () => {
    const done = await open('MW-2026-0001').start();
    await done.advance(90 * MINUTE);
    await done.give('complete');
    await (await open('MW-2026-0002').announce()).give('cancel', { reason: 'not needed' });
    const text = await words('/history');
    expect(text).toMatch(/December 2026 Replace .*Thu 10 Dec 2026, 00:00 to 01:30 UTC .*Completed/);
    expect(text).toMatch(
      /November 2026 Replace .*Thu 10 Dec 2026, 00:00 to 02:00 UTC .*Cancelled Thu 26 Nov 2026, 00:00 UTC .*Cancelled/,
    );
  });

  test('the head names both feeds; they exist', async () => {
    const life = await open('MW-2026-0001').announce();
    expect(life.announcedAt).toBeDefined();
    for (const [path, root] of [
      ['/', './'],
      ['/history', './'],
      ['/windows/MW-2026-0001', '../'],
    ] as const) {
      const text = await page(path);
      expect(text).toContain(`type="application/atom+xml" title="Maintenance (Atom)" href="${root}history.atom"`);
      expect(text).toContain(`type="application/rss+xml" title="Maintenance (RSS)" href="${root}history.rss"`);
    }
  });

  test('no script, no style and no handler stands in the pages: the policy forbids them', async () => {
    await open('MW-2026-0001').start();
    for (const path of ['/', '/history', '/windows/MW-2026-0001']) {
      const text = await page(path);
      expect(text).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=/);
    }
  });
});

describe('hostile text', () => {
  const title = `<img src=x onerror=alert(1)> & "quotes" ]]> </title>`;
  const message = `<script>alert('1')</script>\nsecond & line ]]>`;

  test('is text in HTML, Atom and RSS', async () => {
    const life = await open('MW-2026-0001', { title, customerAction: message }).start();
    await life.give('post', { message });

    for (const path of ['/', '/windows/MW-2026-0001', ...FEED_PATHS]) {
      const { text } = await request(world.app).get(path).expect(200);
      expect(text).not.toMatch(/<img|<script>|<\/title> /);
    }
    // once in HTML; in a feed's HTML content once more
    expect((await request(world.app).get('/windows/MW-2026-0001')).text).toContain('&lt;script>alert(');
    expect((await request(world.app).get('/history.rss')).text).toContain('&#38;#60;script&#38;#62;');
  });

  test('in a path is not echoed', async () => {
    const { text } = await request(world.app).get('/windows/%3Cscript%3Ealert(1)%3C%2Fscript%3E').expect(404);
    expect(text).not.toContain('alert');
    await request(world.app).get('/windows/%00').expect(404);
    await request(world.app).get("/windows/'%20or%201=1").expect(404);
  });
});

describe('feeds', () => {
  test('RSS: a maintenance is dated by its news, with its planned end beside it', async () => {
    const life = await open('MW-2026-0001').announce();
    const response = await request(world.app)
      .get('/history.rss')
      .expect(200)
      .expect('Content-Type', /^application\/rss\+xml/);
    const link = `${PUBLIC_URL}/windows/MW-2026-0001`;
    expect(response.text).toContain('<title>Example &#38; Sons Status - Maintenance History</title>');
    expect(response.text).toContain(
      [
        `<pubDate>${new Date(life.now).toUTCString().replace('GMT', '+0000')}</pubDate>`,
        '<maintenanceEndDate>Thu, 10 Dec 2026 02:00:00 +0000</maintenanceEndDate>',
        `<link>${link}</link>`,
        `<guid>${link}</guid>`,
      ].join('\n'),
    );
    expect(description(response.text)).toMatch(
      /^<p><strong>THIS IS A SCHEDULED EVENT Dec <var data-var='date'>10<\/var>, <var data-var='time'>00:00<\/var> - <var data-var='time'>02:00<\/var> UTC<\/strong><\/p><p><small>Nov /,
    );
    await life.start();
    await life.give('post', { message: 'Half of it.' });
    await life.give('complete');
    const strong = description((await request(world.app).get('/history.rss')).text).matchAll(
      /<br><strong>([^<]+)<\/strong> - /g,
    );
    expect([...strong].map((match) => match[1])).toEqual(['Completed', 'Update', 'In progress', 'Scheduled']);
  });

  test('RSS: an emergency is an incident, dated by its news, over when Resolved', async () => {
    const life = open('MW-2026-0001', { class: 'emergency' }, { inMs: HOUR });
    await life.give('start');
    await life.advance(2 * HOUR);
    await life.give('complete');
    const { text } = await request(world.app).get('/history.rss');
    expect(text).not.toContain('maintenanceEndDate');
    expect(text).toContain('<pubDate>Wed, 25 Nov 2026 02:00:00 +0000</pubDate>\n<link>');
    expect(description(text)).toMatch(
      /<strong>Resolved<\/strong> - .*<strong>Update<\/strong> - .*<strong>Identified<\/strong> - /,
    );
  });

  test('C2: each change that customers must hear of is a new item, and titles say it', async () => {
    const one = await open('MW-2026-0001', { title: 'Replace a power unit' }).announce();
    const other = await open('MW-2026-0002', { title: 'Another' }, { inMs: 16 * DAY }).announce();
    const seen = new Set<string>();
    const items = async () =>
      [
        ...(await request(world.app).get('/history.rss')).text.matchAll(
          /<item>\n<title>(.*?)<\/title>[\s\S]*?<guid>(.*?)<\/guid>/g,
        ),
      ].map(([, title = '', guid = '']) => ({ title, guid }));
    const isNew = async (title: string) => {
      const [first] = await items();
      expect(first?.title).toBe(title);
      expect(seen).not.toContain(first?.guid);
      seen.add(first?.guid ?? '');
      const atom = (await request(world.app).get('/history.atom')).text;
      expect(/<entry>\n<id>(.*)<\/id>[\s\S]*?<title>(.*?)<\/title>/.exec(atom)?.slice(1)).toEqual([
        expect.stringMatching(new RegExp(`${/#\d+$/.exec(first?.guid ?? '')?.[0] ?? '/\\d+'}$`)) as string,
        title,
      ]);
    };
    await isNew('Another');
    await one.advance(2 * DAY);
    const { startsAt, endsAt } = one.slot;
    await one.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason: 'A part is late.' });
    await isNew('New date: Replace a power unit');
    await one.start();
    await isNew('Work started: Replace a power unit');
    await one.give('post', { message: 'For the page alone.', notify: false });
    expect((await items())[0]?.title).toBe('Work started: Replace a power unit');
    await one.give('post', { message: 'Half of it.' });
    await isNew('Update: Replace a power unit');
    await one.give('verify');
    expect((await items())[0]?.title).toBe('Update: Replace a power unit');
    await one.give('complete');
    await isNew('Completed: Replace a power unit');
    await other.advance(one.now - other.now + MINUTE);
    await other.give('cancel', { reason: 'Not needed.' });
    await isNew('Cancelled: Another');
    const calendar = (await request(world.app).get('/calendar.ics')).text;
    expect(calendar).toContain('SUMMARY:Cancelled: Another');
    expect(calendar).toContain('SUMMARY:Completed: Replace a power unit');
  });

  test('Atom: each piece of news has an id of its own, published and updated', async () => {
    const life = await open('MW-2026-0001').announce();
    const idOf = (text: string) => /<entry>\n<id>(.*)<\/id>/.exec(text)?.[1];
    const before = (await request(world.app).get('/history.atom')).text;
    await life.start();
    const published = iso(life.now);
    const response = await request(world.app)
      .get('/history.atom')
      .expect('Content-Type', /^application\/atom\+xml/);

    expect(idOf(before)).toMatch(/^tag:status\.provider\.example,2005:Incident\/\d+$/);
    expect(idOf(response.text)).toMatch(/^tag:status\.provider\.example,2005:Incident\/\d+#\d+$/);
    expect(response.text).toContain('<id>tag:status.provider.example,2005:/history</id>');
    expect(response.text).toContain(`<published>${published}</published>\n<updated>${iso(life.now)}</updated>`);
    expect(response.text).toContain(`href="${PUBLIC_URL}/windows/MW-2026-0001"`);
  });

  /** The first item's description, as HTML. */
  function description(rss: string): string {
    const text = /<item>[\s\S]*?<description>([\s\S]*?)<\/description>/.exec(rss)?.[1] ?? '';
    return text.replace(/&#(\d+);/g, (_escape, code: string) => String.fromCharCode(Number(code)));
  }
});
