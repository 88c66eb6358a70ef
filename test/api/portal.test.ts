import { DAY, HOUR, toIso } from '../../domain/shared/time';
import type { OpeningBody } from '../../domain/window/opening';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { deliver, StoredWindow } from '../store/support';
import { Browsing } from '../support/browsing';
import { formTokenIn, visitPortal } from '../support/portal-visit';
import { T0 } from '../support/windows';
import { useApi } from './support/api';
import { useMaintenance } from './support/maintenance';

const api = useApi();
const { made } = useMaintenance(api);
let server: Loopback;

beforeAll(async () => {
  server = await serveOnLoopback(api.app);
  const staging = { id: 'acme-stage', organizationId: 'acme', name: 'Sven', email: 'sven@acme.example' };
  await importInventory(api.store.db, 'contacts', [
    { ...staging, roles: ['maintenance'], environments: ['acme-staging'] },
    { id: 'dyne-ops', organizationId: 'dyne', name: 'Dee', email: 'dee@dyne.example', roles: ['maintenance'] },
  ]);
});
afterAll(() => server.close());
beforeEach(() => api.store.db.deleteFrom('subscribe_counts').execute());

const at = (path: string) => server.origin + path;
const visit = (email: string) => visitPortal({ origin: server.origin, letters: api.letters }, email);
const page = async (browser: Browsing, path: string) => (await browser.go(at(path))).text();

/** Sends the form of that address as its page has it. */
async function send(browser: Browsing, path: string, fields: Readonly<Record<string, string>> = {}) {
  const token = formTokenIn(await page(browser, '/portal/settings'));
  const response = await browser.form(at(path), { 'form-token': token, ...fields });
  return { status: response.status, html: await response.text(), landed: browser.visited.at(-1) ?? '' };
}

describe('P8: the portal of a customer', () => {
  test("shows the reader's own resources, in their language, and their own time beside UTC", async () => {
    const { reference } = await made();
    const ada = await visit('noc@acme.example');
    const overview = await page(ada, '/portal');
    expect(overview).toContain(reference);
    expect(overview).toContain('4 resources of yours: acme-app, acme-db-1, acme-db-2 and 1 more');
    expect(overview).not.toContain('bolt-db');
    const window = await page(ada, `/portal/windows/${reference}`);
    for (const id of ['acme-app', 'acme-db-1', 'acme-db-2', 'acme-db-3']) expect(window).toContain(`>${id}<`);
    // Berlin, in winter
    expect(window).toMatch(/UTC\+1<\/time><span class="local">[^<]+ UTC<\/span>/);
    expect(window).not.toContain('bolt-db');
    const german = await page(ada, `/portal/windows/${reference}?lang=de`);
    expect(german).toContain('Ihre Ressourcen');
    expect(german).toContain('Jetzt neu starten');
    expect(await page(ada, '/portal/resources')).toContain('acme-db-3');
    // the page that mails link to leads here
    expect(await page(new Browsing(), `/windows/${reference}`)).toContain(`href="/portal/windows/${reference}"`);
    expect(await page(ada, '/portal/past')).not.toContain(reference);
  });

  test('T3: what is not theirs is not there; environments limit what a contact sees', async () => {
    const { reference } = await made();
    const dee = await visit('dee@dyne.example');
    const sven = await visit('sven@acme.example');
    expect((await dee.go(at(`/portal/windows/${reference}`))).status).toBe(404);
    expect(await page(dee, '/portal')).not.toContain(reference);
    for (const path of ['acknowledge', 'object', 'move', 'restart/acme-app']) {
      expect((await send(dee, `/portal/windows/${reference}/${path}`, { reason: 'x', to: reference })).status).toBe(
        404,
      );
    }
    const window = await page(sven, `/portal/windows/${reference}`);
    expect(window).toContain('>acme-app<');
    expect(window).not.toContain('acme-db');
    expect((await send(sven, `/portal/windows/${reference}/restart/acme-db-1`)).status).toBe(404);
    // what tells of the whole organization is not for somebody who sees a part
    expect((await sven.go(at(`/portal/windows/${reference}/proof`))).status).toBe(403);
    expect((await send(sven, '/portal/organization', { locale: 'de' })).status).toBe(403);
    expect((await new Browsing().once(at(`/portal/windows/${reference}`))).status).toBe(303);
  });

  test('S3: does one of them, once however often the form is sent', async () => {
    const { reference } = await made();
    const ada = await visit('noc@acme.example');
    const key = '0b0e7a52-0001-4000-8000-000000000001';
    for (const _ of [1, 2]) {
      const { landed } = await send(ada, `/portal/windows/${reference}/restart/acme-db-3`, { 'form-key': key });
      expect(landed).toBe(at(`/portal/windows/${reference}?done=begun`));
    }
    expect(api.work.carried).toHaveLength(1);
    // on record by id: no address of a customer anywhere (T4)
    const { rows } = { rows: await api.store.db.selectFrom('work').select(['resource_id', 'who', 'state']).execute() };
    expect(rows.find(({ resource_id: id }) => id === 'acme-db-3')).toMatchObject({
      who: 'contact:acme-noc',
      state: 'claimed',
    });
    api.time.now += 90 * 60_000;
    const late = await send(ada, `/portal/windows/${reference}/restart/acme-app`);
    expect(late.status).toBe(409);
    expect(late.html).toContain('It is too late for that.');
  });

  test('S6: acknowledges, and objects with a reason, which stands in the proof as theirs', async () => {
    const { reference } = await made();
    const ada = await visit('noc@acme.example');
    const known = await send(ada, `/portal/windows/${reference}/acknowledge`);
    expect(known.html).toContain('Your answer is on record.');
    expect(known.html).toContain('knows about it');
    const empty = await send(ada, `/portal/windows/${reference}/object?lang=de`, { reason: '' });
    expect(empty.status).toBe(422);
    expect(empty.html).toContain('Sagen Sie in höchstens 2.000 Zeichen, warum');
    const objected = await send(ada, `/portal/windows/${reference}/object`, {
      reason: 'Our sale <b>begins</b>.',
      resources: 'acme-app',
    });
    expect(objected.html).toContain('Your objection is on record');
    const answers = await api.store.db
      .selectFrom('acknowledgements')
      .select(['recipient', 'answer', 'via'])
      .where('window_reference', '=', reference)
      .orderBy('id')
      .execute();
    expect(answers).toEqual([
      { recipient: 'contact:acme-noc', answer: 'accepted', via: 'api' },
      { recipient: 'contact:acme-noc', answer: 'declined', via: 'api' },
    ]);
    const task = await api.store.db
      .selectFrom('staff_tasks')
      .select(['reason', 'resources'])
      .where('window_reference', '=', reference)
      .executeTakeFirstOrThrow();
    expect(task).toEqual({
      reason: 'contact:acme-noc objects to the maintenance of acme-app: Our sale <b>begins</b>.',
      resources: ['acme-app'],
    });
  });

  test('S8: moves resources to another night that is offered', async () => {
    const announced = async (inDays: number, body: Partial<OpeningBody>) => {
      const start = T0 + inDays * DAY;
      const slots = [{ start: toIso(start), end: toIso(start + 2 * HOUR) }];
      const window = await StoredWindow.announced(api.store, { slots, ...body });
      await deliver(api.store, window.key('announcement'));
      api.windows.adopt(window.core);
      return window.reference;
    };
    api.windows.timeline = api.store.timeline;
    const to = { reference: await announced(18, { scope: { resources: ['dyne-web'] }, capacity: 10 }) };
    const scope = { resources: ['acme-web', 'acme-db', 'bolt-web'] };
    const reference = await announced(15, { scope, alternatives: [to.reference], capacity: 2 });
    api.time.now = T0 + 12 * DAY;
    const ada = await visit('noc@acme.example');
    expect(await page(ada, `/portal/windows/${reference}`)).toContain('room for 10 resources');
    const none = await send(ada, `/portal/windows/${reference}/move`, { to: 'MW-2026-9999' });
    expect(none.html).toContain('That night is not offered any more.');
    const moved = await send(ada, `/portal/windows/${reference}/move`, { to: to.reference });
    expect(moved.landed).toContain('?done=moved');
  });

  test('T3: a contact without the role reads, and is told what it lacks', async () => {
    const { reference } = await made();
    const abe = await visit('bill@acme.example');
    const window = await page(abe, `/portal/windows/${reference}`);
    expect(window).toContain('You can read here.');
    expect(window).not.toContain('Restart now');
    for (const path of ['acknowledge', 'object', 'move', 'restart/acme-app']) {
      const refused = await send(abe, `/portal/windows/${reference}/${path}`, { reason: 'x', to: reference });
      expect(refused.status).toBe(403);
    }
    expect((await send(abe, '/portal/organization', { locale: 'fr' })).status).toBe(403);
    // T1: the proof is for everybody who sees all of it
    const proof = await abe.go(at(`/portal/windows/${reference}/proof`));
    expect(proof.status).toBe(200);
    expect(await proof.text()).toContain(reference);
  });
});

describe('P8: what customers set by themselves', () => {
  const contactRow = { id: 'acme-noc', organizationId: 'acme', name: 'Ada', email: 'NOC@acme.example' };

  test('language, zone and mails of a contact, which imports leave alone', async () => {
    const ada = await visit('noc@acme.example');
    const saved = await send(ada, '/portal/settings', { locale: 'fr', timeZone: 'America/New_York' });
    expect(saved.html).toContain('Enregistré.');
    expect(saved.html).toContain('America/New_York');
    await importInventory(api.store.db, 'contacts', [{ ...contactRow, name: 'Ada L.', roles: ['maintenance'] }]);
    const row = await api.store.db.selectFrom('contacts').selectAll().where('id', '=', 'acme-noc').executeTakeFirst();
    expect(row).toMatchObject({ name: 'Ada L.', locale: 'fr', time_zone: 'America/New_York', wants_optional: false });
    // the organization's again
    await send(ada, '/portal/settings', { locale: '', timeZone: '', wantsOptional: 'yes' });
    expect(await page(ada, '/portal/settings')).toContain('Where you are signed in');
    // an administrator gives the values back to the inventory
    await api.as('admin').post('/v1/contacts/acme-noc', { locale: 'de', wantsOptional: true }).expect(200);
    await importInventory(api.store.db, 'contacts', [{ ...contactRow, locale: 'en', roles: ['maintenance'] }]);
    const again = await api.store.db
      .selectFrom('contacts')
      .select(['locale', 'own_columns'])
      .where('id', '=', 'acme-noc')
      .executeTakeFirst();
    expect(again).toEqual({ locale: 'en', own_columns: ['time_zone'] });
  });

  test('N6: the central address of an organization, and what is wrong with one stands at its field', async () => {
    const ada = await visit('noc@acme.example');
    const fields = { locale: 'en', timeZone: 'Europe/Berlin', calendarMode: 'invite' };
    const wrong = await send(ada, '/portal/organization', { ...fields, maintenanceEmail: 'a@b@c' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/id="field-maintenanceEmail-fault"[^>]*>Enter one mail address/);
    expect(wrong.html).toContain('value="a@b@c"');
    const saved = await send(ada, '/portal/organization', { ...fields, maintenanceEmail: 'change@acme.example' });
    expect(saved.html).toContain('Saved.');
    const acme = { id: 'acme', name: 'Acme', timeZone: 'Etc/UTC', maintenanceEmail: 'noc@acme.example' };
    await importInventory(api.store.db, 'organizations', [acme]);
    const row = await api.store.db.selectFrom('organizations').selectAll().where('id', '=', 'acme').executeTakeFirst();
    expect(row).toMatchObject({
      ...{ maintenance_email: 'change@acme.example', time_zone: 'Europe/Berlin', calendar_mode: 'invite' },
    });
  });

  test('T3: nobody changes what is not theirs', async () => {
    await api.as('stranger').post('/v1/contacts/acme-noc', { locale: 'fr' }).expect(404);
    await api.as('stranger').post('/v1/organizations/acme', { locale: 'fr' }).expect(404);
    await api.as('customer').post('/v1/contacts/acme-ops', { locale: 'fr' }).expect(200);
    await api.as('customer').post('/v1/contacts/acme-ops', { timeZone: 'Mars/Olympus' }).expect(422);
    const { status } = await api.as('operator').post('/v1/contacts/acme-ops', { locale: 'fr' });
    expect(status).toBe(403);
    await api.as('admin').post('/v1/organizations/acme', { locale: 'en' }).expect(200);
  });

  test('C5, C6: a calendar feed and a webhook, whose secrets are shown once', async () => {
    const ada = await visit('noc@acme.example');
    const made = await send(ada, '/portal/organization/feeds', { name: 'Our maintenance' });
    const [url = ''] = /https:\/\/[^<"]+\/calendar\/[^<"]+\.ics/.exec(made.html) ?? [];
    expect(url).not.toBe('');
    const listed = await page(ada, '/portal/organization');
    expect(listed).toContain('Our maintenance');
    expect(listed).not.toContain(url);
    const [, feed = ''] = /organization\/feeds\/([\w-]+)\/end/.exec(listed) ?? [];
    await send(ada, `/portal/organization/feeds/${feed}/end`);
    expect(await page(ada, '/portal/organization')).not.toContain('Our maintenance');
    const wrong = await send(ada, '/portal/organization/webhooks', { url: 'ftp://nowhere' });
    expect(wrong.html).toContain('Enter an address that begins with https://');
    const hook = await send(ada, '/portal/organization/webhooks', { url: 'https://hooks.acme.example/x' });
    expect(hook.html).toMatch(/whsec_/);
    const hooks = await page(ada, '/portal/organization');
    expect(hooks).not.toMatch(/whsec_/);
    const [, id = ''] = /organization\/webhooks\/([\w-]+)\/end/.exec(hooks) ?? [];
    await send(ada, `/portal/organization/webhooks/${id}/end`);
    expect(await page(ada, '/portal/organization')).not.toContain('hooks.acme.example');
  });
});
