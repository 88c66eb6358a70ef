import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { DAY } from '../../domain/shared/time';
import { deliver, StoredWindow, settle, take } from '../store/support';
import { iso } from '../support/windows';
import { problemIn, useApi, type TokenName } from './support/api';

const api = useApi();
let window: StoredWindow;

beforeAll(async () => {
  // rack a12 is acme's and bolt's; dyne is overseas
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const { startsAt, endsAt } = window.core.state.spec.slot;
  const reason = '<b>Parts</b> are late.';
  await window.give('reschedule', { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason });
  const key = window.key('rescheduled');
  await api.store.ledger.prepare(key);
  const { claim, taken } = await take(api.store, key);
  await settle(api.store, claim, taken, (place) =>
    taken[place]?.message.recipient.address.startsWith('ops@')
      ? { state: 'failed', reply: '550 5.1.1 no such mailbox' }
      : { state: 'accepted', reply: '250 2.0.0 queued' },
  );
  // whatever day it is: accepted three minutes after each notice was begun
  await sql`update notices set recorded_at = begun_at`.execute(api.store.db);
  await sql`
    update deliveries d set accepted_at = case when d.state = 'accepted' then n.begun_at + interval '3 minutes' end,
      updated_at = n.begun_at + interval '3 minutes'
    from notices n where n.id = d.notice_id
  `.execute(api.store.db);
});

const proof = (token: TokenName, query = '', suffix = '', reference = window.reference) =>
  api.as(token).get(`/v1/windows/${reference}/proof${suffix}${query}`);

describe('T1: proof of notice', () => {
  it('shows each date with the notice promised and given', async () => {
    const { body } = await proof('operator', '?organization=acme').expect(200);
    expect(body).toMatchObject({
      ...{ reference: window.reference, class: 'standard', phase: 'announced' },
      organization: { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin' },
      dates: [
        {
          ...{ revision: 1, start: '2026-12-10T00:00:00Z', reason: null, promisedNotice: 'P14D' },
          ...{ toldAt: '2026-11-26T00:03:00Z', givenNotice: 'P13DT23H57M', verdict: 'kept' },
          text: 'Told 13 days 23 hours before the planned start; 14 days were promised, and 1 hour is allowed for delivery.',
        },
        {
          ...{ revision: 2, start: '2026-12-11T00:00:00Z', reason: '<b>Parts</b> are late.' },
          ...{ givenNotice: 'P14DT23H57M', verdict: 'kept' },
        },
      ],
    });
  });

  it("shows what was sent, to whom, and the server's answers", async () => {
    const { body } = await proof('admin', '?organization=acme').expect(200);
    const { notices } = body as { notices: { message: { to: string; text: string } }[] };
    expect(notices).toMatchObject([
      {
        ...{ notice: 'announcement', revision: 1, begunAt: '2026-11-26T00:00:00Z' },
        resources: [{ id: 'acme-db' }, { id: 'acme-web' }],
        // no mail was written here, so that no words are on record
        message: { to: 'Ada', subject: expect.stringContaining(window.reference) as string, wording: 'todays-version' },
        deliveries: [
          { recipient: 'contact:acme-noc', address: 'NOC@acme.example', state: 'accepted', reply: '250 2.0.0 queued' },
          { recipient: 'contact:acme-ops', state: 'accepted', stateSince: '2026-11-26T00:03:00Z' },
        ],
      },
      { notice: 'rescheduled', revision: 2, deliveries: [{}, { state: 'failed', reply: '550 5.1.1 no such mailbox' }] },
    ]);
    const [first, second] = notices.map(({ message }) => message.text);
    expect(first).toMatch(/^Hello Ada,/m);
    expect(first).toContain('acme-web');
    expect(second).toContain('<b>Parts</b> are late.');
    expect(first).not.toContain('bolt');
  });

  it('counts real time for a window that runs on the real clock, and the window’s own for one that was moved ahead', async () => {
    const own = await StoredWindow.announced(api.store);
    await deliver(api.store, own.key('announcement'));
    const toldAt = async (begun: string, recorded: string, accepted: string) => {
      const at = { begun_at: new Date(begun), recorded_at: new Date(recorded) };
      const { db } = api.store;
      const { id } = await db
        .updateTable('notices')
        .set(at)
        .where('window_reference', '=', own.reference)
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .updateTable('deliveries')
        .set({ accepted_at: new Date(accepted) })
        .where('notice_id', '=', id)
        .execute();
      const { body } = await proof('admin', '?organization=acme', '', own.reference).expect(200);
      return (body as { dates: { toldAt: string }[] }).dates[0]?.toldAt;
    };
    // the database was away for an hour
    expect(await toldAt('2026-11-26T00:00:00Z', '2026-11-26T01:00:00Z', '2026-11-26T01:02:00Z')).toBe(
      '2026-11-26T01:02:00Z',
    );
    // the clock was moved twenty days ahead
    expect(await toldAt('2026-11-26T00:00:00Z', '2026-11-06T00:00:00Z', '2026-11-06T00:02:00Z')).toBe(
      '2026-11-26T00:02:00Z',
    );
  });

  it('T3: a customer has its own and no other', async () => {
    const { text } = await proof('customer').expect(200);
    expect(text).not.toMatch(/bolt|tester|engineer/);
    await proof('customer', '?organization=acme').expect(200);
    const foreign = problemIn(await proof('customer', '?organization=bolt').expect(404));
    const stranger = problemIn(await proof('stranger').expect(404));
    const absent = problemIn(await proof('stranger', '', '', 'MW-2026-9999').expect(404));
    expect([foreign, stranger]).toEqual([stranger, { ...absent, detail: stranger.detail }]);
    expect(absent.detail.replace('MW-2026-9999', window.reference)).toBe(stranger.detail);
  });

  it('needs to know whose it is, and says when nobody was told', async () => {
    expect(problemIn(await proof('engineer').expect(422)).errors).toEqual([
      { field: 'organization', message: 'is required: whose proof it is, such as acme' },
    ]);
    expect(problemIn(await proof('engineer', '?organization=dyne').expect(404)).detail).toContain('No notice of');
  });

  it('is a page to print, with everything escaped and one style sheet in it, whose hash the policy names', async () => {
    const { text, headers } = await proof('customer', '', '.html').expect(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(text).toContain('Promised notice kept');
    expect(text).toContain('550 5.1.1 no such mailbox');
    expect(text).toContain('the words that were sent are not on record');
    expect(text).toContain('&lt;b>Parts&lt;/b> are late.');
    expect(text).not.toMatch(/<b>|style="|<script|bolt/);
    const [, sheet = ''] = /<style>([^]*)<\/style>/.exec(text) ?? [];
    const hash = createHash('sha256').update(sheet).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'self' 'sha256-${hash}'`);
    await proof('stranger', '', '.html').expect(404);
  });
});
