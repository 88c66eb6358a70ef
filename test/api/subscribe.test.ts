import type { Express } from 'express';
import ICAL from 'ical.js';
import request from 'supertest';
import { MINUTE } from '../../domain/shared/time';
import { openDatabase, type Database } from '../../store/database/database';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { createRecipientLinks } from '../../store/access/recipient-links';
import type { Subscriptions } from '../../use-cases/subscribe';
import { brandOf } from '../../domain/brands/brand';
import { brandedConfig } from '../support/brands';
import { testDatabase } from '../support/database';
import { CANARY, PublicLife, seedInventory } from '../support/public-life';
import { PUBLIC_URL, statusPageApp } from '../support/status-page-app';

const database = testDatabase();
let db: Database;
let app: Express;
let sent: { address: string; token: string }[] = [];
const links = createRecipientLinks([Buffer.alloc(32, 7)]);

beforeAll(async () => {
  db = openDatabase(database.url());
  await seedInventory(db);
});
beforeEach(() => {
  sent = [];
  app = statusPageApp(db, { subscriptions: subscriptions() });
});

function subscriptions(): Subscriptions {
  return {
    readLink: (token) => links.read(token),
    sendConfirmation: (confirmation) => void sent.push(confirmation),
    holdBack: () => Promise.resolve(),
  };
}
afterEach(async () => {
  await db.deleteFrom('page_subscribers').execute();
  await db.deleteFrom('subscribe_counts').execute();
  await db.deleteFrom('windows').execute();
});
afterAll(() => db.destroy());

const post = (path: string, body: string | Record<string, unknown> = '') =>
  request(app).post(path).type('form').send(body);
const get = (path: string) => request(app).get(path);
const subscribers = () =>
  db.selectFrom('page_subscribers').select(['id', 'address', 'components', 'confirmed_at']).execute();

/** Ids as the form has them, by name. */
async function ids(): Promise<Record<string, string>> {
  const { text } = await get('/subscribe').expect(200);
  const boxes = text.matchAll(/value="([a-z0-9]{12})"[^>]*\/?> ([^<]+)/g);
  return Object.fromEntries([...boxes].map(([, id = '', name = '']) => [name.trim(), id]));
}

async function confirmed(address: string, more: Record<string, unknown> = {}): Promise<string> {
  await post('/subscribe', { email: address, ...more }).expect(200);
  await post(`/subscribe/confirm/${sent.at(-1)?.token ?? ''}`).expect(200);
  const row = (await subscribers()).find((one) => one.address === address);
  return row?.id ?? '';
}

describe('C2: subscribing by mail', () => {
  test('on a page in German or French, the mail and every answer are so, too', async () => {
    for (const [lang, asked, wrong] of [
      ['de', 'Sehen Sie in Ihr Postfach', 'Geben Sie eine E-Mail-Adresse ein'],
      ['fr', 'Consultez votre messagerie', 'Nous ne pouvons pas envoyer de courriel à cette adresse'],
    ] as const) {
      const { text } = await post(`/subscribe?lang=${lang}`, { email: `${lang}@example.org` }).expect(200);
      expect(text).toContain(asked);
      expect(sent.at(-1)).toMatchObject({ address: `${lang}@example.org`, locale: lang });
      const fault = lang === 'de' ? '' : { email: 'not an address' };
      expect((await post(`/subscribe?lang=${lang}`, fault).expect(422)).text).toContain(wrong);
    }
  });

  test('mails are in the language of the page, of the browser, or in the one that is chosen; and can be changed', async () => {
    const { text: form } = await get('/subscribe').set('Accept-Language', 'fr-CA, en;q=0.5').expect(200);
    expect(form).toMatch(/<option [^>]*value="fr"[^>]*selected[^>]*>Français/);
    await request(app).post('/subscribe').set('Accept-Language', 'fr').type('form').send({ email: 'a@example.org' });
    expect(sent.at(-1)).toMatchObject({ address: 'a@example.org', locale: 'fr' });
    const id = await confirmed('b@example.org', { language: 'de' });
    await confirmed('c@example.org', { language: 'tlh' });
    const languages = await db
      .selectFrom('page_subscribers')
      .select(['address', 'language', 'asked_language'])
      .execute();
    expect(languages.sort((one, other) => one.address.localeCompare(other.address))).toEqual([
      { address: 'a@example.org', language: 'en', asked_language: 'fr' },
      { address: 'b@example.org', language: 'de', asked_language: 'de' },
      { address: 'c@example.org', language: 'en', asked_language: 'en' },
    ]);
    // the pages behind the links of German mails are in German, unless their address says otherwise
    const manage = `/subscribe/manage/${links.tokenFor(`subscriber:${id}`) ?? ''}`;
    const { text: own } = await get(manage).expect(200).expect('Content-Language', 'de');
    expect(own).toMatch(/<option [^>]*value="de"[^>]*selected[^>]*>Deutsch/);
    await get(`${manage}?lang=en`).expect(200).expect('Content-Language', 'en');
    await get(`/unsubscribe/${links.tokenFor(`subscriber:${id}`) ?? ''}`).expect('Content-Language', 'de');
    const { text: saved } = await post(manage, { follow: 'everything', language: 'fr' }).expect(200);
    expect(saved).toContain('lang="fr"');
    expect(saved).toMatch(/<option [^>]*value="fr"[^>]*selected[^>]*>Français/);
    // a form that chooses nothing changes nothing, and keeps what was ticked
    const { text: fault } = await post(manage, { follow: 'some', language: 'de' }).expect(422);
    expect(fault).toMatch(/<option [^>]*value="de"[^>]*selected/);
    const [row] = await db
      .selectFrom('page_subscribers')
      .select('language')
      .where('address', '=', 'b@example.org')
      .execute();
    expect(row).toEqual({ language: 'fr' });
  });

  test('P7: mails of a brand are in a language that it speaks', async () => {
    const { brands } = brandedConfig();
    const brand = brandOf(brands, 'nordwind');
    app = statusPageApp(db, { subscriptions: subscriptions(), brand });
    const { text } = await get('/subscribe?lang=fr').expect(200);
    expect(text).toMatch(/<option [^>]*value="de"[^>]*selected/);
    expect(text).not.toMatch(/<option [^>]*value="fr"/);
    await post('/subscribe?lang=fr', { email: 'd@example.org', language: 'fr' }).expect(200);
    expect(sent.at(-1)).toMatchObject({ locale: 'de' });
    app = statusPageApp(db, { subscriptions: subscriptions(), brand: { ...brand, languages: ['de'] } });
    expect((await get('/subscribe').expect(200)).text).not.toContain('<select');
  });

  test('form, mail, confirmation: looking at the link confirms nothing, the button does', async () => {
    const { 'Vienna 1': vienna } = await ids();
    await post('/subscribe', `email=fan%40example.org&follow=some&component=${vienna ?? ''}`).expect(200);
    expect(sent).toEqual([
      { address: 'fan@example.org', token: expect.stringMatching(/^[\w-]{43}$/) as string, locale: 'en' },
    ]);
    const link = `/subscribe/confirm/${sent[0]?.token ?? ''}`;
    const seen = await get(link)
      .expect(200)
      .expect('Cache-Control', 'no-store')
      .expect('Referrer-Policy', 'no-referrer');
    expect(seen.text).toContain('fan@example.org');
    expect(seen.text).toContain('<strong>Vienna 1</strong>');
    expect(await subscribers()).toMatchObject([{ confirmed_at: null }]);
    expect((await post(link).expect(200)).text).toContain('You are subscribed');
    expect(await subscribers()).toMatchObject([{ components: ['eu-1/dc-1'], confirmed_at: expect.any(Date) as Date }]);
  });

  test('the answer is the same for an address that is new, known, asked again or gone', async () => {
    await confirmed('known@example.org');
    await db.insertInto('suppressions').values({ address: 'gone@example.org', reason: '550' }).execute();
    const answers = [];
    for (const email of ['new@example.org', 'known@example.org', 'new@example.org', 'gone@example.org']) {
      const { status, text } = await post('/subscribe', { email });
      answers.push(`${String(status)} ${text}`);
    }
    expect(new Set(answers).size).toBe(1);
    // the confirmed one was asked a moment ago
    expect(sent.map(({ address }) => address)).toEqual(['known@example.org', 'new@example.org']);
  });

  test.each([
    ['email=', 'one mail address'],
    ['', 'one mail address'],
    ['email=a%40b.example%2C%20c%40d.example', 'must be one mail address'],
    ['email=a%40b.example%0D%0ABcc%3A%20x%40y.example', 'must be one mail address'],
    ['email=a%40b.example&email=c%40d.example', 'one mail address'],
    ['email=a%40b.example&follow=some', 'at least one location'],
    ['email=a%40b.example&follow=some&component=nonsense', 'at least one location'],
    ['email=a%40b.example&follow=perhaps', 'fill it in again'],
  ])('a form that says "%s" is shown again with the reason', async (body, reason) => {
    const { text } = await post('/subscribe', body).expect(422);
    expect(text).toContain(reason);
    expect(sent).toEqual([]);
  });

  test('a region stands for its datacenters, and everything for what is to come', async () => {
    const { Europe, 'Vienna 1': vienna, 'Toronto 1': toronto } = await ids();
    await confirmed('a@example.org', { follow: 'some', component: [Europe, vienna, toronto] });
    await confirmed('b@example.org', { follow: 'everything', component: [Europe] });
    const rows = await subscribers();
    expect(rows.find(({ address }) => address === 'a@example.org')?.components).toEqual(['eu-1', 'us-1/dc-1']);
    expect(rows.find(({ address }) => address === 'b@example.org')?.components).toBeNull();
  });

  test('T8: a network that asks too often is told to wait, by every process alike', async () => {
    const another = statusPageApp(db, { subscriptions: subscriptions() });
    const from = (n: number) => (n % 2 === 0 ? app : another);
    for (let n = 0; n < 10; n++)
      await request(from(n))
        .post('/subscribe')
        .type('form')
        .send({ email: `a${String(n)}@example.org` })
        .expect(200);
    for (const one of [app, another]) {
      const answer = await request(one).post('/subscribe').type('form').send({ email: 'b@example.org' }).expect(429);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      expect(answer.text).toContain('More than 10 requests to subscribe came from your network in 10 minutes');
    }
    expect(sent).toHaveLength(10);
  });

  test('T8: one mailbox gets five mails a day, however its address is spelled; the answer tells nothing of it', async () => {
    const spellings = ['+a', '+b', '+c', '.+d', '.', '+e', '+f', ''].map((tag) =>
      `v.ic.tim${tag}@Example.org`.replace('.+', '+'),
    );
    const answers = new Set<string>();
    for (const email of spellings) {
      const { status, text } = await post('/subscribe', { email: email.replace('tim.@', 'ti.m@') });
      answers.add(`${String(status)} ${text}`);
    }
    expect(answers.size).toBe(1);
    expect(sent).toHaveLength(5);
    await post('/subscribe', { email: 'somebody.else@example.org' }).expect(200);
    expect(sent).toHaveLength(6);
  });

  test('T8: a form that a page elsewhere sends is refused, and nothing is written', async () => {
    const foreign = [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://other.provider.example' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://status.provider.example' },
    ];
    for (const headers of foreign) {
      const { text } = await request(app)
        .post('/subscribe')
        .set(headers)
        .type('form')
        .send('email=v@example.org')
        .expect(403);
      expect(text).toContain('sent by another site');
    }
    expect([sent, await subscribers()]).toEqual([[], []]);
    const own = [
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: PUBLIC_URL },
      {},
    ];
    for (const [n, headers] of own.entries()) {
      await request(app)
        .post('/subscribe')
        .set(headers)
        .type('form')
        .send(`email=own${String(n)}@example.org`)
        .expect(200);
    }
    expect(sent).toHaveLength(own.length);
    await get('/subscribe').expect('Referrer-Policy', 'same-origin');
  });

  test('the choice is changed behind the link in every mail', async () => {
    const id = await confirmed('fan@example.org');
    const manage = `/subscribe/manage/${links.tokenFor(`subscriber:${id}`) ?? ''}`;
    expect((await get(manage).expect(200)).text).toContain('<strong>all maintenance</strong>');
    const { Europe } = await ids();
    expect((await post(manage, { follow: 'some', component: Europe }).expect(200)).text).toContain('Saved.');
    expect(await subscribers()).toMatchObject([{ components: ['eu-1'] }]);
    await post(manage, { follow: 'some' }).expect(422);
    expect(await subscribers()).toMatchObject([{ components: ['eu-1'] }]);
  });

  test('RFC 8058: one POST ends it without a redirect, a look does not, and both can be repeated', async () => {
    const id = await confirmed('fan@example.org');
    const token = links.tokenFor(`subscriber:${id}`) ?? '';
    await get(`/unsubscribe/${token}`).expect(200);
    expect(await subscribers()).toHaveLength(1);
    await post(`/unsubscribe/${token}`, 'List-Unsubscribe=One-Click').expect(200);
    expect(await subscribers()).toEqual([]);
    await post(`/unsubscribe/${token}`, 'List-Unsubscribe=One-Click').expect(200);
    await get(`/subscribe/manage/${token}`).expect(404);
  });

  test('T3: a contact stops optional mails for itself alone; a token of another key, cut or changed is none', async () => {
    const contact = (id: string) => ({
      ...{ id, organizationId: `${CANARY}-org`, name: id, email: `${id}@${CANARY}.example`, roles: ['maintenance'] },
    });
    await importInventory(db, 'contacts', [contact('ada'), contact('bob')]);
    const token = links.tokenFor('contact:ada') ?? '';
    const foreign = createRecipientLinks([Buffer.alloc(32, 8)]).tokenFor('contact:ada') ?? '';
    const other = (links.tokenFor('contact:bob') ?? '').split('.')[0] ?? '';
    const wrong = [foreign, token.slice(0, -1), `${other}.${token.split('.')[1] ?? ''}`, 'x', '%00', `${token}.x`];
    for (const bad of wrong) await post(`/unsubscribe/${bad}`).expect(404);
    expect(links.tokenFor(`organization:${CANARY}-org`)).toBeUndefined();
    expect((await get(`/unsubscribe/${token}`).expect(200)).text).toContain('Stop progress mails');
    await post(`/unsubscribe/${token}`, 'List-Unsubscribe=One-Click').expect(200);
    const wants = await db.selectFrom('contacts').select(['id', 'wants_optional']).orderBy('id').execute();
    expect(wants).toEqual([
      { id: 'ada', wants_optional: false },
      { id: 'bob', wants_optional: true },
    ]);
  });

  test('a key in front of the old one leaves old links good', () => {
    const [old, fresh] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const token = createRecipientLinks([old]).tokenFor('subscriber:1') ?? '';
    expect(createRecipientLinks([fresh, old]).read(token)).toEqual({ kind: 'subscriber', id: '1' });
    expect(createRecipientLinks([fresh]).read(token)).toBeUndefined();
  });

  test('without a key the page offers feeds and calendars alone', async () => {
    const bare = statusPageApp(db);
    const { text } = await request(bare).get('/subscribe').expect(200);
    expect(text).not.toContain('<form');
    expect(text).toContain('href="./calendar.ics"');
    await request(bare).post('/subscribe').type('form').send('email=a@example.org').expect(404);
  });
});

describe('C2: feeds and calendars of each component', () => {
  const open = (n: number, place: string) =>
    new PublicLife(db, { reference: `MW-2026-000${String(n)}`, body: { scope: { locations: [place] } } }).announce();
  const references = (text: string) => [...new Set(text.match(/MW-2026-\d+/g))].sort();

  test('hold what touches the place, the wider and the narrower; unknown ones are 404', async () => {
    await open(1, 'eu-1/dc-1/rack-a12');
    await open(2, 'eu-1/dc-2');
    await open(3, 'us-1');
    const named = await ids();
    const listed: Record<string, string[][]> = {};
    for (const name of ['Europe', 'Vienna 1', 'Toronto 1']) {
      listed[name] = await Promise.all(
        ['history.atom', 'history.rss', 'calendar.ics'].map(async (file) => {
          const path = `/components/${named[name] ?? ''}/${file}`;
          return references((await get(path).expect(200).expect('Access-Control-Allow-Origin', '*')).text);
        }),
      );
    }
    const three = (list: string[]) => [list, list, list];
    expect(listed).toEqual({
      Europe: three(['MW-2026-0001', 'MW-2026-0002']),
      'Vienna 1': three(['MW-2026-0001']),
      'Toronto 1': three(['MW-2026-0003']),
    });
    const { text } = await get(`/components/${named['Vienna 1'] ?? ''}/history.atom`);
    expect(text).toContain(`/components/${named['Vienna 1'] ?? ''}/history.atom`);
    expect(text).toContain('Vienna 1 - Maintenance History');
    await get('/components/aaaaaaaaaaaa/history.atom').expect(404);
    await get('/components/aaaaaaaaaaaa/calendar.ics').expect(404);
  });

  test('the calendar has each public window as one event with the real end, and a cancelled one as such', async () => {
    const done = await new PublicLife(db, { reference: 'MW-2026-0001' }).start();
    await done.advance(30 * MINUTE);
    const before = await events();
    await done.give('complete');
    await (await open(2, 'us-1')).give('cancel', { reason: 'not needed' });
    await new PublicLife(db, { reference: 'MW-2026-0003', body: { visibility: 'private' } }).announce();
    const after = await events();
    expect(after.map(({ uid, status, minutes }) => [uid, status, minutes])).toEqual([
      ['MW-2026-0001.~page@provider.example', 'CONFIRMED', 30],
      ['MW-2026-0002.~page@provider.example', 'CANCELLED', 120],
    ]);
    expect(after[0]?.sequence).toBeGreaterThan(before[0]?.sequence ?? Infinity);
    expect((await get('/calendar.ics')).text).not.toContain(CANARY);
  });

  async function events() {
    const { text } = await get('/calendar.ics').expect(200).expect('Content-Type', 'text/calendar; charset=utf-8');
    const root = new ICAL.Component(ICAL.parse(text) as unknown[]);
    return root.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        status: component.getFirstPropertyValue('status'),
        sequence: event.sequence,
        minutes: event.duration.toSeconds() / 60,
      };
    });
  }
});
