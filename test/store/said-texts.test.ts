import { MockActivityEnvironment } from '@temporalio/testing';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import { createDeliveryActivities } from '../../activities';
import type { DeliveryResult, DeliveryTask } from '../../activities/delivery';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { MessageRenderer } from '../../activities/ports/mail';
import { createMessageRenderer } from '../../channels/email/content/render';
import { eraseAddress } from '../../store/erasure/erase';
import { proofFor } from '../../use-cases/make-proof';
import { useMailEngine } from '../support/use-mail-engine';
import { StoredWindow, useStore } from './support';

/** T1: the proof says what the mail said, whatever is changed afterwards. */

const store = useStore();
const server = useMailEngine();
const STAFF = { organizationId: null };

beforeAll(async () => {
  // Bob reads French, the others English
  await sql`update contacts set locale = 'fr' where id = 'bolt-staging'`.execute(store.db);
});

/** As the worker writes mails. */
const ofThen = () =>
  createMessageRenderer({ providerName: 'Example Provider', publicUrl: 'https://then.example', keepsWords: true });

/** Another name, another address of the pages, other words. */
function ofToday(): MessageRenderer {
  const renderer = createMessageRenderer({ providerName: 'Renamed Provider', publicUrl: 'https://today.example' });
  return {
    async render(message) {
      const mail = await renderer.render(message);
      return { ...mail, subject: `Today: ${mail.subject}`, text: mail.text.replace('Hello', 'Hi there') };
    },
  };
}

async function send(key: NoticeKey, renderer: MessageRenderer): Promise<DeliveryResult> {
  const { deliverNotice } = createDeliveryActivities({
    ...{ timeline: store.timeline, ledger: store.ledger, mail: server.engine(), renderer },
  });
  return new MockActivityEnvironment().run<[DeliveryTask], DeliveryResult, typeof deliverNotice>(deliverNotice, {
    ...{ key, now: Date.now(), urgency: 'customers', sliceMs: 60_000, first: 'prepare' },
  });
}

async function announced(renderer = ofThen()): Promise<StoredWindow> {
  const window = await StoredWindow.announced(store, { scope: { locations: ['eu-1', 'us-1'] } });
  await send(window.key('announcement'), renderer);
  return window;
}

/** Subject and text of the mail that a server has got for that address: line breaks as on record, one at the end. */
async function mailTo(address: string): Promise<{ subject: string | undefined; text: string }> {
  const raw = server.sent().find(({ to }) => to.includes(address))?.raw ?? Buffer.alloc(0);
  const { subject, text = '' } = await PostalMime.parse(raw);
  return { subject, text: `${text.replaceAll('\r\n', '\n').trimEnd()}\n` };
}

async function proofOf(window: StoredWindow, organization: string, renderer = ofToday()) {
  const asked = { reference: window.reference, organization };
  return proofFor({ db: store.db, renderer }, asked, STAFF, window.core.now);
}

async function messagesOf(window: StoredWindow, organization: string) {
  return (await proofOf(window, organization)).notices.map(({ message }) => message);
}

test('T1: name, pages and words have changed; the proof says what customers have in their mailboxes', async () => {
  const window = await announced();
  for (const [organization, to, address] of [
    ['acme', 'Ada', 'NOC@acme.example'],
    ['bolt', 'Bea', 'bea@bolt.example'],
    ['dyne', 'Dyne', 'maintenance@dyne.example'],
  ] as const) {
    const [message] = await messagesOf(window, organization);
    const { subject, text } = await mailTo(address);
    expect(text).toContain('Example Provider');
    expect(message).toEqual({ to, subject, text, wording: 'as-sent' });
  }
});

test('T1: each recipient has a text on record, and those who read the same have the same', async () => {
  const window = await announced();
  const { rows } = await sql<{ recipient: string; subject: number; body: number }>`
    select d.recipient, d.subject_text as subject, d.body_text as body
    from deliveries d join notices n on n.id = d.notice_id where n.window_reference = ${window.reference}
  `.execute(store.db);
  const of = (recipient: string) => rows.find((row) => row.recipient === recipient);
  expect(of('contact:acme-ops')?.body).toEqual(expect.any(Number));
  expect(of('contact:acme-ops')).toMatchObject({ body: of('contact:acme-noc')?.body });
  expect(of('contact:bolt-staging')?.body).not.toBe(of('contact:bolt-production')?.body);
  const { rows: texts } = await sql<{ said: string }>`
    select said::text as said from notice_texts t join notices n on n.id = t.notice_id
    where n.window_reference = ${window.reference}
  `.execute(store.db);
  expect(texts.map(({ said }) => said).join('')).not.toMatch(/Ada|Bea|Bob|Acme|Bolt|acme-web|@acme/);
});

test('T1: what an earlier version sent is worded anew, and the proof says so; what was not sent, too', async () => {
  const { keepsWords: _keeps, ...settings } = { keepsWords: false, publicUrl: 'https://then.example' };
  const window = await announced(createMessageRenderer({ providerName: 'Example Provider', ...settings }));
  const [message] = await messagesOf(window, 'acme');
  expect(message).toMatchObject({ to: 'Ada', wording: 'todays-version' });
  expect(message?.text).toMatch(/^Hi there Ada/);
  expect(message?.text).toContain('Renamed Provider');
});

test('T1: sent again in the words of a later version: those count that were sent last', async () => {
  const window = await StoredWindow.announced(store);
  server.smtp.rules = { refuse: (address) => (/@acme/i.test(address) ? '451 4.7.1 later' : undefined) };
  const key = window.key('announcement');
  const first = await send(key, ofThen());
  server.smtp.rules = {};
  expect('open' in first && first.open).toBe(2);
  const later = createMessageRenderer({
    ...{ providerName: 'Renamed Provider', publicUrl: 'https://later.example', keepsWords: true },
  });
  await sql`update deliveries set next_attempt_at = now() where state = 'deferred'`.execute(store.db);
  expect(await send(key, later)).toHaveProperty('counts');
  const [message] = await messagesOf(window, 'acme');
  expect(message).toMatchObject({ ...(await mailTo('NOC@acme.example')), wording: 'as-sent' });
  expect(message?.text).toContain('https://later.example');
  const [other] = await messagesOf(window, 'bolt');
  expect(other?.text).toContain('https://then.example');
});

test('T6: a person who is erased is in no text, and what was said to them stays', async () => {
  const person = 'erin@provider.example';
  const window = await StoredWindow.announced(store, { pointOfContact: person });
  await send(window.key('announcement'), ofThen());
  const { text } = await mailTo('NOC@acme.example');
  expect(text).toContain(person);
  const [before] = await messagesOf(window, 'acme');
  expect(before?.text).toBe(text);
  await eraseAddress(store.db, { address: person, hash: 'erased:e' });
  await eraseAddress(store.db, { address: 'noc@acme.example', hash: 'erased:n' });
  const [after] = await messagesOf(window, 'acme');
  expect(after).toMatchObject({ wording: 'as-sent', to: expect.not.stringContaining('Ada') as string });
  expect(after?.text).toBe(text.replaceAll(person, 'erased:e').replace('Ada', after?.to ?? ''));
});

test('texts go with their notice, and to keep them twice changes nothing', async () => {
  const window = await announced();
  const count = async () => {
    const { rows } = await sql<{ texts: number }>`
      select count(*) as texts from notice_texts t left join notices n on n.id = t.notice_id
      where n.window_reference = ${window.reference} or n.id is null
    `.execute(store.db);
    return rows[0]?.texts;
  };
  const before = await count();
  expect(before).toBeGreaterThan(1);
  await sql`update deliveries set state = 'pending' where state = 'accepted'`.execute(store.db);
  await send(window.key('announcement'), ofThen());
  expect(await count()).toBe(before);
  await sql`delete from deliveries where notice_id in (select id from notices where window_reference = ${window.reference})`.execute(
    store.db,
  );
  await sql`delete from notices where window_reference = ${window.reference}`.execute(store.db);
  expect(await count()).toBe(0);
});
