import { calendarUid } from '../../domain/channels/calendar';
import { deliver, rowsOf, StoredWindow } from '../store/support';
import { readWithIcalJs, readWithNodeIcal } from '../support/read-calendar';
import { RETURNED_MAILS } from '../support/returned-mails';
import { problemIn, PUBLIC_URL, useApi, type TokenName } from './support/api';

const api = useApi();
let window: StoredWindow;

beforeAll(async () => {
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
});

interface Feed {
  readonly id: string;
  readonly url: string;
}

const FEEDS = '/v1/organizations/acme/calendar-feeds';
async function makeFeed(token: TokenName = 'customer', body: object = { name: 'Acme & Söhne; maintenance' }) {
  return (await api.as(token).post(FEEDS, body).expect(201)).body as Feed;
}
const pathOf = ({ url }: Feed) => url.replace(PUBLIC_URL, '');

describe('calendar feeds (C5)', () => {
  it('C5: an organization subscribes to its windows, with its own resources alone', async () => {
    const feed = await makeFeed();
    expect(feed.url).toMatch(/^https:\/\/status\.provider\.example\/calendar\/[\w-]{43}\.ics$/);
    const { text, headers } = await api.anonymous().get(pathOf(feed)).expect(200);
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
    const read = readWithIcalJs(text);
    expect(read).toEqual(readWithNodeIcal(text));
    const { slot } = window.core.state.spec;
    expect(read).toMatchObject({
      method: 'PUBLISH',
      events: [
        {
          uid: calendarUid('provider.example', window.reference, 'acme'),
          startsAt: slot.startsAt,
          endsAt: slot.endsAt,
          maintnoteStatus: 'CONFIRMED',
          attendees: [],
          objects: { 'acme-db': 'OUTAGE', 'acme-web': 'OUTAGE' },
        },
      ],
    });
    expect(text).not.toContain('bolt');
    expect(text).toContain('X-WR-CALNAME:Acme & Söhne\\; maintenance\r\n');
  });

  it('is told in a few bytes when nothing has changed', async () => {
    const path = pathOf(await makeFeed());
    const { headers } = await api.anonymous().get(path).expect(200);
    expect(headers['cache-control']).toBe('private, max-age=300');
    const again = await api
      .anonymous()
      .get(path)
      .set('If-None-Match', headers.etag ?? '')
      .expect(304);
    expect(again.text).toBe('');
    await window.give('post', { message: 'Getting ready' });
    await deliver(api.store, window.key('progress'));
    const after = await api
      .anonymous()
      .get(path)
      .set('If-None-Match', headers.etag ?? '');
    expect(after.status).toBe(200);
  });

  it('its address is a secret: shown once, replaced, revoked, and a wrong one is no page', async () => {
    const feed = await makeFeed('operator');
    const missing = (await api.anonymous().get('/calendar/nothing.ics').expect(404)).text;
    const guess = `/calendar/${'A'.repeat(43)}.ics`;
    expect((await api.anonymous().get(guess).expect(404)).text).toBe(missing);
    expect((await api.as('customer').get(FEEDS)).text).not.toContain(pathOf(feed));

    const rotated = (await api.as('customer').post(`${FEEDS}/${feed.id}/rotate`, {}).expect(200)).body as Feed;
    await api.anonymous().get(pathOf(feed)).expect(404);
    await api.anonymous().get(pathOf(rotated)).expect(200);
    await api.as('customer').delete(`${FEEDS}/${feed.id}`).expect(204);
    await api.anonymous().get(pathOf(rotated)).expect(404);
    expect(api.log.join('')).not.toContain(pathOf(rotated).slice(10, 40));
    expect(api.log.join('')).toContain('/calendar/{secret}.ics');
  });

  it('a repeated request gives no second feed and never the address again', async () => {
    const send = () => api.as('customer').post(FEEDS, { name: 'once' }).set('Idempotency-Key', 'feed-1');
    const first = await send();
    const second = await send();
    expect(second.body).toEqual({ ...(first.body as object), url: null });
  });

  it("T3: another tenant's organization does not exist", async () => {
    const feed = await makeFeed();
    const absent = problemIn(await api.as('admin').get('/v1/organizations/nobody/calendar-feeds').expect(404));
    for (const answer of [
      await api.as('stranger').get(FEEDS),
      await api.as('stranger').post(FEEDS, { name: 'x' }),
      await api.as('stranger').post(`${FEEDS}/${feed.id}/rotate`, {}),
      await api.as('stranger').delete(`${FEEDS}/${feed.id}`),
    ]) {
      expect(answer.status).toBe(404);
      expect(problemIn(answer)).toEqual({ ...absent, detail: absent.detail.replace('nobody', 'acme') });
    }
    const own = '/v1/organizations/dyne/calendar-feeds';
    await api.as('stranger').delete(`${own}/${feed.id}`).expect(404);
    await api.anonymous().get(pathOf(feed)).expect(200);
    const fault = problemIn(await api.as('customer').post(FEEDS, { name: 'x', environmentId: 'bolt-production' }));
    expect(fault.errors.map(({ field }) => field)).toEqual(['environmentId']);
  });
});

describe('mail that comes in', () => {
  const hand = (raw: string, token: TokenName = 'inbound') =>
    api
      .as(token)
      .post('/v1/inbound/email')
      .type('message/rfc822')
      .serialize((sent) => sent)
      .send(raw);
  const answer = (sequence: number, from: string, organization = 'acme') =>
    `From: ${from}\r\nSubject: Accepted\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n` +
    'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n' +
    `UID:${calendarUid('provider.example', window.reference, organization)}\r\nSEQUENCE:${String(sequence)}\r\n` +
    `DTSTAMP:20261127T080000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:${from}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;

  it('C5: an answer becomes an acknowledgement that its organization and staff can read', async () => {
    const { events } = readWithIcalJs((await api.anonymous().get(pathOf(await makeFeed()))).text);
    const sequence = events.find(({ maintenanceId }) => maintenanceId === window.reference)?.sequence ?? -1;
    const { body } = await hand(answer(sequence, 'ops@acme.example')).expect(200);
    expect(body).toEqual({ outcome: 'acknowledged', reference: window.reference, reason: null });
    expect((await hand(answer(sequence, 'bea@bolt.example')).expect(200)).body).toMatchObject({ outcome: 'message' });
    const list = async (token: TokenName) =>
      ((await api.as(token).get(`/v1/windows/${window.reference}/acknowledgements`)).body as { items: object[] }).items;
    const [item, ...more] = await list('customer');
    expect(item).toMatchObject({ organizationId: 'acme', recipient: 'contact:acme-ops', answer: 'accepted', sequence });
    expect(more).toEqual([]);
    expect(await list('operator')).toEqual([item]);
    expect(problemIn(await api.as('stranger').get(`/v1/windows/${window.reference}/acknowledgements`)).status).toBe(
      404,
    );
    // T1, T2: the timeline, the window and the proof say so too
    const timeline = async (token: TokenName) =>
      (
        (await api.as(token).get(`/v1/windows/${window.reference}/timeline`)).body as {
          items: { text: string; sequence: number | null }[];
        }
      ).items
        .filter(({ sequence }) => sequence === null)
        .map(({ text }) => text);
    const accepted = `acme accepted version ${String(sequence)} of the calendar event (contact:acme-ops)`;
    expect(await timeline('operator')).toEqual([
      accepted,
      expect.stringMatching(
        /^An answer by calendar that does not count came in from a person of bolt \(its sender is not a contact of the organization it speaks for\); task \d+ asks somebody to read it$/,
      ) as string,
    ]);
    expect(await timeline('customer')).toEqual([accepted]);
    const shown = (await api.as('operator').get(`/v1/windows/${window.reference}`)).body as object;
    expect(shown).toMatchObject({ answers: { accepted: 1, declined: 0, tentative: 0 } });
    expect((await api.as('customer').get(`/v1/windows/${window.reference}`)).body).not.toHaveProperty('answers');
    const proof = await api.as('operator').get(`/v1/windows/${window.reference}/proof?organization=acme`);
    expect(proof.body).toMatchObject({ answers: [{ recipient: 'contact:acme-ops', answer: 'accepted', sequence }] });
    const page = await api.as('customer').get(`/v1/windows/${window.reference}/proof.html`).expect(200);
    expect(page.text).toContain('Answers received');
    // T4: whoever answered is on record, not in the log
    expect(api.log.join('')).not.toMatch(/ops@acme|bea@bolt/);
  });

  it('C1: a bounce fails its delivery', async () => {
    const row = async () =>
      (await rowsOf(api.store, window.key('announcement'))).find(({ address }) => address === 'bea@bolt.example');
    const before = await row();
    const raw = RETURNED_MAILS[0]?.raw(before?.message_id ?? '') ?? '';
    expect((await hand(raw).expect(200)).body).toMatchObject({ outcome: 'bounced', reference: window.reference });
    expect(await row()).toMatchObject({ state: 'failed' });
    // one report proves nothing about the address
    const { text } = await api.as('operator').get('/v1/suppressions').expect(200);
    expect(text).not.toContain('bea@bolt.example');
    const tasks = await api.as('operator').get(`/v1/tasks?reference=${window.reference}`).expect(200);
    expect(tasks.text).toContain('reach-otherwise');
    expect(api.windows.returned).toMatchObject([
      { reference: window.reference, word: { notice: { kind: 'announcement' }, counts: { failed: 1 } } },
    ]);
  });

  it('takes a raw mail of a bearable size, and a mail server may do nothing else', async () => {
    expect(problemIn(await api.as('inbound').post('/v1/inbound/email', {}).expect(415)).detail).toContain(
      'message/rfc822',
    );
    expect(problemIn(await hand(`x: ${'y'.repeat(10_000_001)}`).expect(413)).code).toBe('body-too-large');
    expect((await hand('\u0000nonsense').expect(200)).body).toMatchObject({ outcome: 'message', reference: null });
    expect(problemIn(await hand('x', 'engineer').expect(403)).code).toBe('not-permitted');
    await api.as('inbound').get('/v1/windows').expect(403);
  });
});
