import { sql } from 'kysely';
import pino from 'pino';
import type { MailTransport, OutgoingMail } from '../../activities/ports/mail';
import { createMailReader } from '../../channels/inbound/reading/reader';
import { checkBrands } from '../../composition/brands';
import { pageOrganization } from '../../domain/notices/page-audience';
import { MINUTE } from '../../domain/shared/time';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { createLedger } from '../../store/ledger/ledger';
import { createInboundStore } from '../../store/ledger/inbound';
import { askToSubscribe, confirmAsked } from '../../store/public/page-subscribers';
import { readPublicPage } from '../../store/public/public-page';
import { createWebhookLedger } from '../../store/webhooks/ledger';
import { createEndpoint } from '../../store/webhooks/endpoints';
import { createSecretBox } from '../../store/database/secret-box';
import { createForwarding } from '../../use-cases/forward-messages';
import { createInbound } from '../../use-cases/receive-mail';
import { createSubscriptions } from '../../use-cases/subscribe';
import { brandedConfig, SECRET } from '../support/brands';
import { T0 } from '../support/windows';
import { deliver, resource, StoredWindow, useStore } from './support';

/** P7: whom a window is for, by brand, in the store. */

const store = useStore();
const BRANDS = ['nordwind', 'solara'];
const { brands } = brandedConfig();
const ledger = () =>
  createLedger(store.db, {
    ...{ messageDomain: 'grundwerk.example' },
    brandDomains: { nordwind: 'nordwind.example', solara: 'solara.example' },
  });
const branded = () => ({ ...store, ledger: ledger() });

const organization = (id: string, brand?: string, more = {}) => ({
  ...{ id, name: id, timeZone: 'Etc/UTC', maintenanceEmail: `central@${id}.example`, ...more },
  ...(brand === undefined ? {} : { brand }),
});
const give = (...rows: object[]) => importInventory(store.db, 'organizations', rows, { brands: BRANDS });

// acme and bolt are in rack a12, coil in rack a1, dyne overseas
beforeEach(async () => {
  await store.db.deleteFrom('page_subscribers').execute();
  await store.db.deleteFrom('subscribe_counts').execute();
  await give(
    organization('acme', 'nordwind'),
    organization('bolt', 'solara'),
    organization('coil'),
    organization('dyne'),
  );
});

const pageOf = async (brand: string | undefined) =>
  readPublicPage(
    store.db,
    async (page) => ({
      windows: (await page.windows({ order: 'starts-soonest' })).map(({ reference }) => reference),
      places: (await page.locations()).map(({ path }) => path),
    }),
    brand,
  );
const announced = async (scope: object, body = {}) => {
  const window = await StoredWindow.announced(branded(), { scope, ...body });
  const told = await deliver(branded(), window.key('announcement'));
  return { window, told };
};
const DOMAINS = ['grundwerk.example', 'nordwind.example', 'solara.example'];

/** Accepts every mail and keeps it. */
function keeping(mails: OutgoingMail[]): MailTransport {
  return {
    close: () => undefined,
    async run(job) {
      for (let message = await job.next(); message; message = await job.next()) {
        if (!(await job.take(message.id))) continue;
        mails.push(message.mail);
        await job.settled(message.id, { verdict: 'accepted', reply: '250' });
      }
      return {};
    },
  };
}

const RACK = { locations: ['eu-1/dc-1/rack-a12'] };
const OVERSEAS = { locations: ['us-1/dc-2'] };

describe('P7: mails on record', () => {
  it('name the brand of the organization when they were prepared, and their Message-IDs are of its domain', async () => {
    const { window } = await announced(RACK);
    await give(organization('acme', 'solara'));
    const { rows } = await sql<{ id: string; brand: string | null; ids: string[] }>`
      select s.organization_id as id, s.organization->>'brand' as brand, array_agg(distinct split_part(d.message_id, '@', 2)) as ids
      from notices n join notice_organizations s on s.notice_id = n.id
        join deliveries d on d.notice_id = n.id and d.organization_id = s.organization_id
      where n.window_reference = ${window.reference} group by 1, 2 order by 1
    `.execute(store.db);
    expect(rows).toEqual([
      { id: 'acme', brand: 'nordwind', ids: ['nordwind.example'] },
      { id: 'bolt', brand: 'solara', ids: ['solara.example'] },
    ]);
    const other = await announced(OVERSEAS);
    const ids = await store.db
      .selectFrom('deliveries')
      .innerJoin('notices', 'notices.id', 'notice_id')
      .where('window_reference', '=', other.window.reference)
      .select('message_id')
      .execute();
    expect(ids.map(({ message_id: id }) => id.split('@')[1])).toEqual(['grundwerk.example']);
  });

  it('a process does not start where organizations have a brand that the file does not have', async () => {
    await checkBrands(store.db, brands);
    await expect(checkBrands(store.db, { own: brands.own, named: new Map() })).rejects.toThrow(
      'does not have: nordwind (1 organizations), solara (1 organizations); it has none.',
    );
  });
});

describe('P7, C2: the page of a brand', () => {
  it('shows a window that touches its customers, or did when they were told; one that touches nobody is the default one’s', async () => {
    const both = (await announced(RACK)).window;
    const overseas = (await announced(OVERSEAS)).window;
    const own = (await announced({ resources: ['acme-db'] })).window;
    await importInventory(store.db, 'locations', [{ path: 'ap-1/dc-1' }]);
    const nobody = new StoredWindow(branded(), { scope: { locations: ['ap-1/dc-1'] } });
    await nobody.record();
    await nobody.advanceTo('announcement');
    const hidden = await StoredWindow.announced(branded(), { scope: RACK, visibility: 'private' });
    const all = [both, overseas, own, nobody].map(({ reference }) => reference);
    const shown = async (brand?: string) =>
      (await pageOf(brand)).windows.filter((reference) => all.includes(reference)).sort();
    expect(await shown('nordwind')).toEqual([both.reference, own.reference]);
    expect(await shown('solara')).toEqual([both.reference]);
    expect(await shown('')).toEqual([overseas.reference, nobody.reference]);
    expect(await shown()).toEqual([...all].sort());
    for (const brand of ['', ...BRANDS]) expect((await pageOf(brand)).windows).not.toContain(hidden.reference);

    // whom it touches afterwards is told of it, and reads of it; whom it touched reads on
    await give(organization('bolt'));
    await give(organization('dyne', 'solara'));
    await both.give('post', { message: 'On it.' });
    await deliver(branded(), both.key('progress'));
    expect(await shown('')).toEqual([both.reference, overseas.reference, nobody.reference].sort());
    expect(await shown('solara')).toEqual([both.reference]);
    await overseas.give('post', { message: 'On it.' });
    await deliver(branded(), overseas.key('progress'));
    expect(await shown('solara')).toEqual([both.reference, overseas.reference]);
  });

  it('until it is announced, a window is for those it touches now', async () => {
    const window = new StoredWindow(branded(), { scope: RACK });
    await window.record();
    await window.give('rescope', { scope: OVERSEAS, reason: 'The other one.' });
    const rows = await store.db
      .selectFrom('window_brands')
      .where('window_reference', '=', window.reference)
      .select('brand')
      .execute();
    expect(rows).toEqual([{ brand: '' }]);
  });

  it('names the places where its customers have resources, as the inventory changes', async () => {
    expect((await pageOf('nordwind')).places).toEqual(['eu-1', 'eu-1/dc-1']);
    const moved = resource('acme-far', 'acme', 'us-1/dc-2/rack-b01', 'server', {});
    await importInventory(store.db, 'resources', [moved]);
    expect((await pageOf('nordwind')).places).toEqual(['eu-1', 'eu-1/dc-1', 'us-1', 'us-1/dc-2']);
    await importInventory(store.db, 'resources', [{ ...moved, location: 'eu-1/dc-1/rack-a1' }]);
    expect((await pageOf('nordwind')).places).toEqual(['eu-1', 'eu-1/dc-1']);
    expect((await pageOf('')).places).toEqual(expect.arrayContaining(['eu-1', 'eu-1/dc-1', 'us-1', 'us-1/dc-2']));
    await give(organization('acme'), organization('bolt'));
    expect((await pageOf('nordwind')).places).toEqual([]);
  });
});

describe('P7, C2: subscribers', () => {
  const subscribed = async (address: string, brand: string, components: string[] | null = null) => {
    const token = await askToSubscribe(store.db, { address, components, language: 'en', brand }, T0);
    const subscription = token === undefined ? undefined : await confirmAsked(store.db, token, T0);
    if (!subscription) throw new Error(`${address} could not subscribe`);
    return subscription.id;
  };

  it('hear of the windows of the page they follow, and one address may follow several', async () => {
    for (const brand of ['', ...BRANDS]) await subscribed(`fan@${brand || 'own'}.example`, brand);
    await subscribed('everywhere@fan.example', '');
    await store.db.deleteFrom('subscribe_counts').execute();
    await subscribed('everywhere@fan.example', 'solara');
    const followers = (told: readonly string[]) => told.filter((address) => address.includes('fan'));
    expect(followers((await announced(RACK)).told)).toEqual([
      'everywhere@fan.example',
      'fan@nordwind.example',
      'fan@solara.example',
    ]);
    expect(followers((await announced(OVERSEAS)).told)).toEqual(['everywhere@fan.example', 'fan@own.example']);
  });

  it('are of the page’s brand in the ledger, with its places alone', async () => {
    await subscribed('fan@own.example', '');
    await subscribed('fan@solara.example', 'solara');
    const { window } = await announced({ locations: ['eu-1', 'us-1'] });
    const { rows } = await sql<{ id: string; brand: string | null; places: string[]; domain: string }>`
      select s.organization_id as id, s.organization->>'brand' as brand, split_part(d.message_id, '@', 2) as domain,
        (select array_agg(r->>'id') from jsonb_array_elements(s.resources) r) as places
      from notices n join notice_organizations s on s.notice_id = n.id join deliveries d on d.notice_id = n.id and d.organization_id = s.organization_id
      where n.window_reference = ${window.reference} and s.organization_id like '~page%' order by 1
    `.execute(store.db);
    expect(rows).toEqual([
      { id: pageOrganization(''), brand: null, places: ['eu-1/dc-1', 'us-1/dc-2'], domain: 'grundwerk.example' },
      { id: pageOrganization('solara'), brand: 'solara', places: ['eu-1/dc-1'], domain: 'solara.example' },
    ]);
  });

  it('a customer’s address gets no second mail from the page of its own brand', async () => {
    await subscribed('central@acme.example', 'nordwind');
    await subscribed('bea@bolt.example', 'nordwind');
    const { told } = await announced(RACK);
    expect(told.filter((address) => address === 'central@acme.example')).toHaveLength(1);
    // who is a customer of the one and follows the other hears both, each in its own name
    expect(told.filter((address) => address === 'bea@bolt.example')).toHaveLength(2);
  });

  it('the mail that asks for a confirmation is the brand’s', async () => {
    const mails: OutgoingMail[] = [];
    const sender = {
      providerName: 'Solara Cloud',
      publicUrl: 'https://status.solara.example',
      messageDomain: 'solara.example',
    };
    const subscriptions = createSubscriptions({
      ...{
        db: store.db,
        mail: keeping(mails),
        keys: [SECRET],
        sender,
        brand: 'solara',
        logger: pino({ level: 'silent' }),
        clock: () => T0,
      },
    });
    subscriptions.sendConfirmation({ address: 'fan@x.example', token: 't'.repeat(43) });
    for (let tries = 0; mails.length === 0 && tries < 100; tries++) await new Promise(setImmediate);
    expect(mails[0]).toMatchObject({ brand: 'solara', subject: expect.stringContaining('Solara Cloud') as string });
    expect(mails[0]?.text).toContain('https://status.solara.example/subscribe/confirm/');
  });
});

describe('N15: what customers write', () => {
  it('is passed on to the support of their brand, as that brand', async () => {
    const { window } = await announced({ locations: ['eu-1/dc-1/rack-a12', 'us-1/dc-2'] });
    const sent: OutgoingMail[] = [];
    const reader = createMailReader();
    const inbound = createInbound({
      ...{ store: createInboundStore(store.db, DOMAINS), read: reader.read, domain: DOMAINS, clock: Date.now },
      ...{ ownMailboxes: [], support: 'support@grundwerk.example', otherSupport: ['hilfe@nordwind.example'] },
      noticeReturned: () => Promise.resolve(),
    });
    const write = (from: string) =>
      inbound.receive(
        Buffer.from(
          `From: ${from}\r\nSubject: Re: [${window.reference}]\r\nMessage-ID: <${from}>\r\n\r\nNot tonight.\r\n`,
        ),
      );
    for (const from of ['central@acme.example', 'central@bolt.example', 'central@dyne.example', 'who@else.example'])
      expect(await write(from)).toMatchObject({ outcome: 'message' });
    expect(await write('hilfe@nordwind.example')).toMatchObject({ outcome: 'ignored' });
    await reader.close();
    const forwarding = createForwarding({
      ...{ db: store.db, mail: keeping(sent), logger: pino({ level: 'silent' }), clock: () => Date.now() + MINUTE },
      // solara's mailbox is one that is read here: the default one's people get it
      senderFor: (brand) =>
        brand === 'solara'
          ? undefined
          : { support: `support@${brand ?? 'grundwerk'}.example`, messageDomain: `${brand ?? 'grundwerk'}.example` },
    });
    await forwarding.now();
    const by = sent.map(({ to, brand, replyTo }) => `${replyTo ?? ''} to ${to.address} as ${brand ?? 'default'}`);
    expect(by.sort()).toEqual([
      'central@acme.example to support@nordwind.example as nordwind',
      'central@bolt.example to support@grundwerk.example as solara',
      'central@dyne.example to support@grundwerk.example as default',
      'who@else.example to support@grundwerk.example as default',
    ]);
  });
});

describe('C6: webhooks', () => {
  it('link to the pages of the brand whose customer hears them', async () => {
    const box = createSecretBox([SECRET]);
    for (const id of ['acme', 'dyne'])
      await createEndpoint(store.db, box, {
        organizationId: id,
        url: `https://hooks.${id}.example/x`,
        createdBy: 'tester',
      });
    const window = await StoredWindow.announced(branded(), {
      scope: { locations: ['eu-1/dc-1/rack-a12', 'us-1/dc-2'] },
    });
    await deliver(branded(), window.key('announcement'));
    const webhooks = createWebhookLedger(store.db, {
      ...{ box, publicUrl: 'https://status.grundwerk.example' },
      brandUrls: { nordwind: 'https://status.nordwind.example', solara: 'https://status.solara.example' },
    });
    expect(await webhooks.fanOut(window.reference)).toEqual({ created: 2 });
    const { rows } = await sql<{ id: string; payload: string }>`
      select e.organization_id as id, d.payload from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
      where d.window_reference = ${window.reference} order by 1
    `.execute(store.db);
    const hosts = rows.map(({ id, payload }) => [id, [...new Set(payload.match(/https:\/\/status\.\w+/g))]]);
    expect(hosts).toEqual([
      ['acme', ['https://status.nordwind']],
      ['dyne', ['https://status.grundwerk']],
    ]);
  });
});
