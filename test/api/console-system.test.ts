import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { findWindow } from '../../use-cases/find-window';
import { StoredWindow } from '../store/support';
import { useApi } from './support/api';
import { faultIn, useConsole, type AtConsole } from './support/console';

const HOSTILE = '<img src=x onerror=alert(1)>';
const IN_FORCE = [
  { name: 'FOREWARN_SECRETS_KEY', value: null, from: 'environment' as const, isSecret: true },
  { name: 'FOREWARN_PROVIDER_NAME', value: HOSTILE, from: 'environment' as const, isSecret: false },
  { name: 'classes.standard.lead', value: '14 days', from: 'file' as const, isSecret: false },
];

const api = useApi({ inForce: IN_FORCE });
const console = useConsole(api);
let admin: AtConsole;
let operator: AtConsole;

beforeAll(async () => {
  admin = await console.signedIn('admin');
  operator = await console.signedIn('operator');
});

describe('T2: the audit log', () => {
  it('says who did what, by which door, narrowed by its address', async () => {
    const window = await StoredWindow.announced(api.store);
    const page = await operator.page('/console/audit');
    expect(page.text).toContain(window.reference);
    const narrowed = await operator.page(`/console/audit?reference=${window.reference}&door=clock&day=2020-01-01`);
    expect(narrowed.text).toContain('Nothing on record is like that');
    // what means nothing does not narrow, and breaks nothing
    for (const query of ['day=2026-02-31', 'door=window', 'kind=x', 'by=%00']) {
      expect((await operator.page(`/console/audit?${query}`)).text).toContain(window.reference);
    }
    expect(page.text).not.toContain('value="erasure"');
    expect((await admin.page('/console/audit')).text).toContain('value="erasure"');
  });

  it('T3: shows a limited session nothing of others', async () => {
    const limited = await console.signedIn('operator', { organizations: ['dyne'] });
    const page = await limited.page('/console/audit');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Nothing was done yet.');
  });
});

describe('P6: settings and doctor', () => {
  it('shows every value with where it comes from, and no secret', async () => {
    const page = await operator.page('/console/settings');
    expect(page.text).toContain('classes.standard.lead');
    expect(page.text).toContain('set, and secret');
    expect(page.text).not.toContain('<img src=x');
    expect((await operator.page('/console/settings?q=LEAD')).text).not.toContain('FOREWARN_SECRETS_KEY');
    expect(
      (await (await console.signedIn('operator', { organizations: ['acme'] })).page('/console/settings')).status,
    ).toBe(403);
  });

  it('examines on demand, in words', async () => {
    expect((await operator.page('/console/doctor')).text).not.toMatch(/Good|Wrong/);
    expect((await operator.page('/console/doctor/mail')).text).toMatch(/(Good|Wrong): answers/);
    expect((await operator.page('/console/doctor/slack')).text).toContain('Slack is not configured');
    expect((await operator.page('/console/doctor/pager')).status).toBe(404);
    expect((await (await console.signedIn('approver')).page('/console/doctor')).status).toBe(403);
  });
});

describe('T7: differences', () => {
  it('lists them, and repairs one with a reason', async () => {
    const window = await StoredWindow.announced(api.store);
    const at = new Date(api.time.now);
    await sql`
      insert into window_differences (reference, kind, detail, first_seen_at, last_seen_at, seen)
      values (${window.reference}, 'no-workflow', 'workflow missing', ${at}, ${at}, 2)
    `.execute(api.store.db);
    expect((await operator.page('/console/differences')).text).toContain('It has no workflow');
    const path = `/console/differences/${window.reference}`;
    const refused = await operator.send(path, { how: 'restart' });
    expect([refused.status, faultIn(refused.text, 'reason')]).toEqual([422, 'It is required.']);
    const engineer = await console.signedIn('engineer');
    expect((await engineer.page(path)).text).not.toContain('name="reason"');
    expect((await engineer.send(path, { how: 'restart', reason: 'x' })).status).toBe(403);
    const key = randomUUID();
    for (let time = 0; time < 2; time++) {
      const done = await operator.send(path, { how: 'restart', reason: 'It was terminated.' }, key);
      expect(done.url).toBe(`/console/differences?repaired=${window.reference}`);
    }
    expect(api.repairs).toMatchObject([
      { reference: window.reference, how: 'restart', actor: { by: 'operator@provider.example' } },
    ]);
    expect((await operator.page('/console/differences/MW-2026-9999')).status).toBe(404);
    await findWindow(api.store.db, window.reference, { organizationId: null });
  });
});

describe('T6: retention and erasures', () => {
  it('are read by those who may, and erasing is for administrators', async () => {
    expect((await operator.page('/console/retention')).text).toContain('730 days');
    expect((await operator.page('/console/erasures')).status).toBe(403);
    expect(
      (await operator.send('/console/erasures/new', { address: 'a@x.example', confirm: 'a@x.example' })).status,
    ).toBe(403);
    expect((await admin.page('/console/erasures')).text).toContain('Nobody has asked');
  });

  it('a person is erased once their address was typed twice', async () => {
    const there = async () =>
      (await api.store.db.selectFrom('contacts').select('id').where('email', '=', 'bea@bolt.example').execute()).length;
    const differs = await admin.send('/console/erasures/new', { address: 'bea@bolt.example', confirm: 'bea@bolt' });
    expect([differs.status, faultIn(differs.text, 'confirm')]).toEqual([422, expect.stringContaining('type it again')]);
    expect(differs.text).toContain('value="bea@bolt.example"');
    const none = await admin.send('/console/erasures/new', { address: 'bea', confirm: 'bea' });
    expect(faultIn(none.text, 'address')).toMatch(/\S/);
    expect(await there()).toBe(1);
    const key = randomUUID();
    const form = { address: 'bea@bolt.example', confirm: 'bea@bolt.example' };
    const pages = [
      await admin.send('/console/erasures/new', form, key),
      await admin.send('/console/erasures/new', form, key),
    ];
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    expect(pages[0]?.text).toContain('The person is erased');
    expect(await there()).toBe(0);
    const list = await admin.page('/console/erasures');
    expect(list.text).not.toContain('bea@bolt.example');
    expect(list.text.match(/<th scope="row">\d+<\/th>/g)).toHaveLength(1);
  });
});

describe('C6: webhooks', () => {
  const FORM = { organizationId: 'acme', url: 'http://127.0.0.1:9/hook', description: HOSTILE };
  const endpoints = async () =>
    (await sql<{ id: string }>`select id from webhook_endpoints where deleted_at is null`.execute(api.store.db)).rows;

  it('an endpoint is registered once, and its secret shown once', async () => {
    const refused = await admin.send('/console/webhooks/new', { ...FORM, url: 'https://10.0.0.1/' });
    expect([refused.status, faultIn(refused.text, 'url')]).toEqual([422, expect.stringMatching(/\S/)]);
    expect(refused.text).toContain('value="https://10.0.0.1/"');
    const unsaid = await admin.send('/console/webhooks/new', { url: FORM.url });
    expect(faultIn(unsaid.text, 'organizationId')).toMatch(/required/);
    const key = randomUUID();
    const first = await admin.send('/console/webhooks/new', FORM, key);
    expect(first.text).toMatch(/whsec_|<code/);
    expect((await admin.send('/console/webhooks/new', FORM, key)).text).toContain('was shown the first time');
    expect(await endpoints()).toHaveLength(1);
    expect((await operator.send('/console/webhooks/new', FORM)).status).toBe(403);
    expect(
      (await (await console.signedIn('operator', { organizations: ['acme'] })).page('/console/webhooks')).status,
    ).toBe(403);
  });

  it('is tried, changed, given a new secret and deleted from its page', async () => {
    const [endpoint] = await endpoints();
    const path = `/console/webhooks/${endpoint?.id ?? ''}`;
    const page = await admin.page(path);
    expect(page.text).not.toContain('<img src=x');
    // whoever may not change it has no form for that
    expect((await operator.page(path)).text).not.toContain('name="url"');
    const tried = await admin.send(`${path}/test`, {});
    expect(tried.url).toMatch(new RegExp(`^${path}/deliveries/\\d+$`));
    expect(tried.text).toContain('webhook.test');
    const again = await admin.send(`${tried.url}/redeliver`, {});
    expect([again.status, again.url]).toEqual([200, tried.url]);
    const refused = await admin.send(`${path}/change`, { url: 'ftp://x' });
    expect([refused.status, faultIn(refused.text, 'url')]).toEqual([422, expect.stringMatching(/\S/)]);
    const changed = await admin.send(`${path}/change`, { url: FORM.url, eventTypes: 'window.started' });
    expect(changed.url).toBe(`${path}?changed=yes`);
    expect(changed.text).toMatch(/<dd>window\.started<\/dd>/);
    const hours = await admin.send(`${path}/rotate`, { overlapHours: '999' });
    expect(faultIn(hours.text, 'overlapHours')).toMatch(/168/);
    expect((await admin.send(`${path}/rotate`, {})).text).toContain('shown this once');
    const deleted = await admin.send(`${path}/delete`, {});
    expect(deleted.url).toBe('/console/webhooks?deleted=yes');
    expect((await admin.page(path)).status).toBe(404);
    for (const id of ['x', '%00']) expect((await admin.page(`/console/webhooks/${id}`)).status).toBe(404);
  });
});
