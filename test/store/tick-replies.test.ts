import { sql } from 'kysely';
import { createMailReader } from '../../channels/inbound/reading/reader';
import { createDeliveryMarks } from '../../store/ledger/delivery-marks';
import { createInboundStore } from '../../store/ledger/inbound';
import { createInbound } from '../../use-cases/receive-mail';
import { DAY } from '../../domain/shared/time';
import { iso, STAFF_POLICY } from '../support/windows';
import { deliver, rowsOf, StoredWindow, useStore } from './support';

/** A list of customers that is answered with nothing but "told" (N12), as mails come in. */

const store = useStore();
const MARKS = createDeliveryMarks([Buffer.alloc(32, 7)]);
const reader = createMailReader();
afterAll(() => reader.close());
const NOW = Date.parse('2026-11-26T01:00:00Z');

const inbound = (authservId?: string) =>
  createInbound({
    ...{ store: createInboundStore(store.db, 'provider.example', MARKS), read: reader.read, clock: () => NOW },
    ...{ domain: 'provider.example', ownMailboxes: ['maintenance@provider.example'], support: undefined },
    noticeReturned: () => Promise.resolve(),
    authservId,
  });

/** A window whose lists have gone out, and the Message-ID of Rita's. */
async function listed() {
  const window = await StoredWindow.announced(store, {}, STAFF_POLICY);
  await deliver(store, window.key('announcement'));
  await deliver(store, window.key('staff-list'));
  const rows = await rowsOf(store, window.key('staff-list'));
  const idOf = (recipient: string) => rows.find((row) => row.recipient === recipient)?.message_id ?? '';
  return { window, rita: idOf('staff:rita'), carl: idOf('staff:carl') };
}

let serial = 0;
const reply = (answers: string, { from = 'Rita <Rita@provider.example>', text = 'told', more = '' } = {}) =>
  Buffer.from(
    `From: ${from}\r\n${more}To: maintenance@provider.example\r\nSubject: Re: CUSTOMERS\r\nMessage-ID: <${String(++serial)}@provider.example>\r\n` +
      `In-Reply-To: <${answers}>\r\n\r\n${text}\r\n\r\n> Please tell everybody on the list\r\n`,
  );
const open = async (reference: string) => {
  const { rows } = await sql<{ who: string }>`
    select subject || ' ' || organization_id as who from staff_tasks
    where window_reference = ${reference} and kind = 'tell-customer' and done_at is null order by 1
  `.execute(store.db);
  return rows.map(({ who }) => who);
};
const messages = async (reference: string) =>
  (await store.db.selectFrom('window_messages').select('id').where('window_reference', '=', reference).execute())
    .length;

it('ticks the whole list of whoever writes, and nobody else’s; again it changes nothing', async () => {
  const { window, rita } = await listed();
  expect(await open(window.reference)).toEqual(['staff:carl acme', 'staff:rita acme', 'staff:rita bolt']);
  for (let times = 0; times < 2; times++) {
    expect(await inbound().receive(reply(rita))).toEqual({ outcome: 'ticked', reference: window.reference });
    expect(await open(window.reference)).toEqual(['staff:carl acme']);
  }
  const done = await store.db
    .selectFrom('staff_tasks')
    .select(['done_by', 'note'])
    .where('window_reference', '=', window.reference)
    .where('subject', '=', 'staff:rita')
    .execute();
  expect(done).toEqual(Array(2).fill({ done_by: 'rita', note: 'by a reply to the list' }));
  expect(await messages(window.reference)).toBe(0);
});

interface Ids {
  readonly rita: string;
  readonly carl: string;
  readonly announcement: string;
}
const HEADER = 'Authentication-Results: mx.provider.example; dmarc=fail header.from=provider.example\r\n';
const NOT_TICKS: Record<string, (ids: Ids) => Buffer> = {
  'says more': ({ rita }) => reply(rita, { text: 'told Acme, Bolt does not answer' }),
  'is of somebody else': ({ carl }) => reply(carl),
  'answers the mail of a customer': ({ announcement }) => reply(announcement, { from: 'ops@acme.example' }),
  'answers nothing': () => reply('nothing@provider.example'),
  'names a guessed id': ({ rita }) => reply(rita.replace(/\.[0-9a-f]{8}/, '.00000000')),
  'is not confirmed by our mail server': ({ rita }) => reply(rita, { more: HEADER }),
};

it.each(Object.keys(NOT_TICKS))('a reply that %s ticks nothing, and is kept for a person', async (why) => {
  const { window, rita, carl } = await listed();
  const [announcement] = await rowsOf(store, window.key('announcement'));
  const raw = NOT_TICKS[why]?.({ rita, carl, announcement: announcement?.message_id ?? '' });
  const { receive } = inbound(why.includes('confirmed') ? 'mx.provider.example' : undefined);
  expect(await receive(raw ?? Buffer.alloc(0))).toMatchObject({ outcome: 'message' });
  expect(await open(window.reference)).toHaveLength(3);
});

it('without a key, when ids can be guessed, nothing is ticked', async () => {
  const { window, rita } = await listed();
  const store0 = createInboundStore(store.db, 'provider.example');
  expect(await store0.tick({ answers: [rita], from: 'rita@provider.example' } as never, NOW)).toBeUndefined();
  expect(await open(window.reference)).toHaveLength(3);
});

it('a list that asks again is not ticked by a reply to the one before', async () => {
  const { window, rita } = await listed();
  await inbound().receive(reply(rita));
  const { startsAt, endsAt } = window.core.state.spec.slot;
  const later = { start: iso(startsAt + DAY), end: iso(endsAt + DAY), reason: 'Parts are late.' };
  await window.give('reschedule', later);
  await deliver(store, window.key('staff-list', 2));
  expect(await open(window.reference)).toEqual(['staff:carl acme', 'staff:rita acme', 'staff:rita bolt']);
  expect(await inbound().receive(reply(rita))).toMatchObject({ outcome: 'message' });
  expect(await open(window.reference)).toHaveLength(3);
  const [carls, ritas] = await rowsOf(store, window.key('staff-list', 2));
  expect([carls?.recipient, ritas?.recipient]).toEqual(['staff:carl', 'staff:rita']);
  expect(await inbound().receive(reply(ritas?.message_id ?? ''))).toMatchObject({ outcome: 'ticked' });
  expect(await open(window.reference)).toEqual(['staff:carl acme']);
});

it('who has left ticks nothing', async () => {
  const { window, carl } = await listed();
  await store.db.updateTable('staff').set({ email: 'other@provider.example' }).where('id', '=', 'carl').execute();
  const from = 'carl@provider.example';
  expect(await inbound().receive(reply(carl, { from }))).toMatchObject({ outcome: 'message' });
  expect(await open(window.reference)).toHaveLength(3);
});
