import { sql } from 'kysely';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import {
  askToSubscribe,
  changeSubscription,
  confirmAsked,
  CONFIRMATION_MS,
  endSubscription,
  forgetAsking,
  readAsked,
  readSubscription,
  type Followed,
} from '../../store/public/page-subscribers';
import { ASK_LIMITS, countAsk } from '../../store/public/subscribe-counts';
import { listNotices } from '../../store/ledger/notices';
import { T0 } from '../support/windows';
import { addressesOf, deliver, rowsOf, settle, StoredWindow, take, useStore } from './support';

const store = useStore();
let clock = T0;

beforeEach(() => void (clock += 10 * DAY));
afterEach(async () => {
  await store.db.deleteFrom('page_subscribers').execute();
  await store.db.deleteFrom('subscribe_counts').execute();
  await store.db.deleteFrom('suppressions').execute();
  await store.db.updateTable('contacts').set({ wants_optional: true }).execute();
});

const ask = (address: string, components: Followed = null, at = clock, language: CustomerLanguage = 'en') =>
  askToSubscribe(store.db, { address, components, language }, at);

/** Asked and confirmed; the subscription's id. */
async function subscribed(
  address: string,
  components: Followed = null,
  language: CustomerLanguage = 'en',
): Promise<string> {
  const token = await ask(address, components, clock, language);
  const subscription = token === undefined ? undefined : await confirmAsked(store.db, token, clock);
  if (!subscription) throw new Error(`${address} could not subscribe`);
  return subscription.id;
}

describe('T8: what is counted', () => {
  it('a domain gets no more mails than its limit in an hour, however many ask at once, and more in the next', async () => {
    const { most, everyMs } = ASK_LIMITS.domain;
    const many = Array.from({ length: most + 20 }, (_, n) => `a${String(n)}@many.example`);
    const tokens = await Promise.all(many.map((address) => ask(address)));
    expect(tokens.filter((token) => token !== undefined)).toHaveLength(most);
    expect(await ask('b@other.example')).toBeDefined();
    expect(await ask('c@many.example', null, clock + everyMs)).toBeDefined();
  });

  it('the page takes no more than its limit, and says how long to wait (ms)', async () => {
    const { most, everyMs } = ASK_LIMITS.page;
    await countAsk(store.db, 'page', '', clock);
    await store.db.updateTable('subscribe_counts').set({ asks: most }).execute();
    expect(await countAsk(store.db, 'page', '', clock + 1_000)).toBe(everyMs - 1_000);
    expect(await countAsk(store.db, 'page', '', clock + everyMs)).toBeUndefined();
  });

  it('keeps no address, and nothing for longer than it matters', async () => {
    await ask('Jo.Doe+news@example.org');
    const { rows } = await sql<{ row: string }>`select c::text as row from subscribe_counts c`.execute(store.db);
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/example|doe/i);
    await ask('other@elsewhere.example', null, clock + 2 * DAY);
    expect(
      (await sql`select 1 from subscribe_counts where since <= ${new Date(clock)}`.execute(store.db)).rows,
    ).toEqual([]);
  });
});

describe('C2: double opt-in', () => {
  it('an address counts from its confirmation on, and the token is kept as a hash', async () => {
    const token = (await ask('Fan@example.org', ['eu-1'])) ?? '';
    expect(await readAsked(store.db, token, clock)).toMatchObject({ address: 'Fan@example.org', components: ['eu-1'] });
    const { rows } = await sql<{ row: string; confirmed: boolean }>`
      select s::text as row, confirmed_at is not null as confirmed from page_subscribers s
    `.execute(store.db);
    expect(rows).toMatchObject([{ confirmed: false }]);
    expect(rows[0]?.row).not.toContain(token);
    const confirmed = await confirmAsked(store.db, token, clock);
    expect(await readSubscription(store.db, confirmed?.id ?? '')).toMatchObject({ components: ['eu-1'] });
  });

  it('a token is good for a day, and no other text is one', async () => {
    const token = (await ask('fan@example.org')) ?? '';
    expect(await confirmAsked(store.db, token, clock + CONFIRMATION_MS)).toBeUndefined();
    expect(await confirmAsked(store.db, `${token}x`, clock)).toBeUndefined();
    expect(await confirmAsked(store.db, token, clock + CONFIRMATION_MS - 1)).toBeDefined();
  });

  it('a second request changes nothing until it is confirmed, and makes no second subscription', async () => {
    const id = await subscribed('fan@example.org', ['eu-1']);
    const token = (await ask('FAN@example.org', null, clock + HOUR)) ?? '';
    expect(await readSubscription(store.db, id)).toMatchObject({ components: ['eu-1'] });
    expect(await confirmAsked(store.db, token, clock + HOUR)).toEqual({
      ...{ id, address: 'fan@example.org', components: null, language: 'en' },
    });
  });

  it('a confirmation opened again does not undo what was chosen since', async () => {
    const token = (await ask('fan@example.org', ['eu-1'])) ?? '';
    const { id } = (await confirmAsked(store.db, token, clock)) ?? { id: '' };
    expect(await changeSubscription(store.db, id, { components: ['us-1'], language: 'fr' })).toBe(true);
    expect(await confirmAsked(store.db, token, clock + 1)).toMatchObject({ id, components: ['us-1'], language: 'fr' });
  });

  it('an address gets one mail in five minutes and five a day; one that could not be sent does not count', async () => {
    const minutes = [0, 4, 5, 9, 10, 15, 20, 25, 30];
    const asked: boolean[] = [];
    for (const minute of minutes) {
      asked.push((await ask('fan@example.org', null, clock + minute * MINUTE)) !== undefined);
    }
    expect(asked).toEqual([true, false, true, false, true, true, true, false, false]);
    expect(await ask('fan@example.org', null, clock + DAY)).toBeDefined();
    const token = await ask('other@example.org');
    await forgetAsking(store.db, token ?? '');
    expect(await ask('other@example.org')).toBeDefined();
  });

  it('no mail is asked for an address that bounced for good', async () => {
    await store.db.insertInto('suppressions').values({ address: 'gone@example.org', reason: '550' }).execute();
    expect(await ask('Gone@example.org')).toBeUndefined();
    expect(await store.db.selectFrom('page_subscribers').select('address').execute()).toEqual([]);
  });
});

describe('C2: the audience', () => {
  const CUSTOMERS = ['NOC@acme.example', 'bea@bolt.example', 'ops@acme.example'];
  const told = async (body = {}) => deliver(store, (await StoredWindow.announced(store, body)).key('announcement'));

  it('subscribers of everything, of the region and of the datacenter hear; of another place they do not', async () => {
    await subscribed('all@example.org');
    await subscribed('region@example.org', ['eu-1']);
    await subscribed('place@example.org', ['us-1', 'eu-1/dc-1']);
    await subscribed('elsewhere@example.org', ['us-1']);
    await ask('unconfirmed@example.org');
    const followers = ['all@example.org', 'place@example.org', 'region@example.org'];
    expect(await told()).toEqual([...CUSTOMERS, ...followers].sort());
  });

  it('N7: of a private window nobody but customers hears', async () => {
    await subscribed('all@example.org');
    expect(await told({ visibility: 'private' })).not.toContain('all@example.org');
  });

  it('an emergency reaches them too', async () => {
    await subscribed('all@example.org');
    expect(await told({ class: 'emergency' })).toContain('all@example.org');
  });

  it('an address that is a customer’s in this window gets that mail alone, even one they do without', async () => {
    await subscribed('Ops@ACME.example');
    await store.db.updateTable('contacts').set({ wants_optional: false }).where('id', '=', 'acme-ops').execute();
    const window = await StoredWindow.announced(store);
    expect(await deliver(store, window.key('announcement'))).toEqual(CUSTOMERS);
    await window.start();
    await deliver(store, window.key('started'));
    await window.give('post', { message: 'Half of it.' });
    expect(await deliver(store, window.key('progress'))).toEqual(['NOC@acme.example', 'bea@bolt.example']);
  });

  it('each is written to in the language they asked for; a choice since then counts from the next mail on', async () => {
    const german = await subscribed('jan@example.org', null, 'de');
    await subscribed('joe@example.org');
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await changeSubscription(store.db, german, { components: null, language: 'fr' });
    await window.start();
    await deliver(store, window.key('started'));
    const locales = async (slug: string) => {
      const rows = await store.db
        .selectFrom('deliveries')
        .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
        .where('window_reference', '=', window.reference)
        .where('slug', '=', slug)
        .where('recipient', 'like', 'subscriber:%')
        .select(['address', 'locale'])
        .execute();
      return Object.fromEntries(rows.map(({ address, locale }) => [address, locale]));
    };
    expect(await locales('announcement')).toEqual({ 'jan@example.org': 'de', 'joe@example.org': 'en' });
    expect(await locales('started')).toEqual({ 'jan@example.org': 'fr', 'joe@example.org': 'en' });
  });

  it('a request in another language changes nothing until it is confirmed', async () => {
    const id = await subscribed('fan@example.org', null, 'de');
    const token = (await ask('fan@example.org', null, clock + HOUR, 'fr')) ?? '';
    expect(await readSubscription(store.db, id)).toMatchObject({ language: 'de' });
    expect(await readAsked(store.db, token, clock + HOUR)).toMatchObject({ language: 'fr' });
    expect(await confirmAsked(store.db, token, clock + HOUR)).toMatchObject({ id, language: 'fr' });
  });

  it('they hear each step of the public life, and neither reminders nor what concerns one organization', async () => {
    await subscribed('all@example.org');
    const window = await StoredWindow.announced(store);
    const heard: string[] = [];
    const send = async (key: ReturnType<typeof window.key>) => {
      if ((await deliver(store, key)).includes('all@example.org')) heard.push(key.slug);
    };
    await send(window.key('announcement'));
    await window.advanceTo('reminder-7d');
    await send(window.key('reminder-7d'));
    await window.give('edit', { title: 'Replace both power units', reason: 'The second is old, too.' });
    await send(window.key('changed'));
    await window.start();
    await send(window.key('started'));
    await window.give('post', { message: 'Half of it.' });
    await send(window.key('progress'));
    const { endsAt } = window.core.state.spec.slot;
    await window.give('extend', { end: new Date(endsAt + HOUR).toISOString(), reason: 'A bolt.' });
    await send(window.key('extended'));
    await window.give('complete');
    await send(window.key('completed'));
    await window.give('draftRfo', { summary: 'A unit failed.', rootCause: 'Age.' });
    await window.give('approveRfo');
    await send(window.key('rfo'));
    expect(heard).toEqual(['announcement', 'changed', 'started', 'progress-1', 'extended', 'completed', 'rfo-1']);
  });

  it('only those who were told hear that it is off', async () => {
    await subscribed('told@example.org');
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await subscribed('later@example.org');
    await window.give('cancel', { reason: 'Not needed.' });
    const addresses = await deliver(store, window.key('cancelled'));
    expect(addresses).toContain('told@example.org');
    expect(addresses).not.toContain('later@example.org');
  });

  it('N5: they count as no newcomers, no leavers and no organization', async () => {
    await subscribed('one@example.org', ['eu-1']);
    const window = await StoredWindow.announced(store);
    expect(await store.ledger.prepare(window.key('announcement'))).toEqual({
      ...{ organizations: 2, recipients: 4, newcomers: 0, leavers: 0 },
    });
    await deliver(store, window.key('announcement'));
    await subscribed('two@example.org');
    await endSubscription(store.db, await subscribed('three@example.org'));
    await window.give('edit', { title: 'Replace both power units', reason: 'The second is old, too.' });
    expect(await store.ledger.prepare(window.key('changed'))).toEqual({
      ...{ organizations: 2, recipients: 5, newcomers: 0, leavers: 0 },
    });
    const [announcement] = await listNotices(store.db, window.reference, { organizationId: null });
    expect(announcement).toMatchObject({ organizations: 2, recipients: 4 });
  });

  it('what they read lists places and nobody’s resources', async () => {
    const id = await subscribed('all@example.org');
    const window = await StoredWindow.announced(store);
    await store.ledger.prepare(window.key('announcement'));
    const due = await store.ledger.due(window.key('announcement'), { limit: 10, now: new Date() });
    const { message } = due.find(({ message: { organization } }) => organization.id === PAGE_ORGANIZATION) ?? {};
    expect(message).toMatchObject({
      organization: { timeZone: 'Etc/UTC', locale: 'en', calendarMode: 'none' },
      recipient: { id: `subscriber:${id}`, name: '', address: 'all@example.org' },
    });
    expect(message?.resources).toEqual([
      {
        ...{ id: 'eu-1/dc-1', name: 'dc-1', kind: 'location', location: 'eu-1/dc-1', environment: 'eu-1' },
        impact: 'outage',
      },
    ]);
  });

  it('whoever unsubscribes gets nothing more, not even what is queued', async () => {
    const id = await subscribed('all@example.org');
    const window = await StoredWindow.announced(store);
    await store.ledger.prepare(window.key('announcement'));
    await endSubscription(store.db, id);
    expect(addressesOf((await take(store, window.key('announcement'))).taken)).toEqual(CUSTOMERS);
    expect(await readSubscription(store.db, id)).toBeUndefined();
  });

  it('one whose mailbox is gone is asked for by nobody, and gets nothing more', async () => {
    const id = await subscribed('all@example.org');
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    const { claim, taken } = await take(store, key);
    await settle(store, claim, taken, { state: 'failed', reply: '550 5.1.1 no such user' });
    await store.ledger.close(key, 'settled');
    const tasks = await store.db.selectFrom('staff_tasks').select('subject').execute();
    expect(tasks.map(({ subject }) => subject)).not.toContain(`subscriber:${id}`);
    expect(await rowsOf(store, key)).toHaveLength(4);
    await store.db.deleteFrom('suppressions').where('address', '<>', 'all@example.org').execute();
    expect(await told()).toEqual(CUSTOMERS);
  });
});
