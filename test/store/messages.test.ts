import path from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import PostalMime from 'postal-mime';
import { createMailReader } from '../../channels/inbound/reading/reader';
import { createMailEngine } from '../../channels/email/transport/engine/engine';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { createDeliveryMarks } from '../../store/ledger/delivery-marks';
import { createInboundStore } from '../../store/ledger/inbound';
import { listTasks } from '../../store/ledger/tasks';
import { readUnplacedMail } from '../../store/ledger/unplaced-mail';
import { takeMessage } from '../../store/messages/forward';
import { listMessages } from '../../store/messages/read';
import { createObjectionMails } from '../../use-cases/mail-about-objections';
import { createForwarding } from '../../use-cases/forward-messages';
import { createInbound, type InboundOptions } from '../../use-cases/receive-mail';
import { startRecordingSmtp, type RecordingSmtp } from '../support/recording-smtp';
import { deliver, StoredWindow, useStore } from './support';

/** What becomes of messages after they were kept: passed on once, whatever fails, and forgotten in time (N15, T6, T8). */

const store = useStore();
const MARKS = createDeliveryMarks([Buffer.alloc(32, 7)]);
const SUPPORT = 'support@provider.example';
const NOW = Date.parse('2026-11-26T01:00:00Z');
const WORSE = path.join(__dirname, '..', 'support', 'reading-threads', 'endless.cjs');

let smtp: RecordingSmtp;
const log: string[] = [];
const time = { now: NOW };
const clock = () => time.now;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  smtp = await startRecordingSmtp();
});
afterAll(async () => {
  for (const close of closing) await close();
  await smtp.close();
});
beforeEach(async () => {
  smtp.rules = {};
  time.now += DAY;
  log.length = 0;
  await store.db.updateTable('window_messages').set({ forward_at: null }).execute();
});

function inboundMail(options: Partial<InboundOptions> = {}) {
  const reader = createMailReader();
  closing.push(() => reader.close());
  return createInbound({
    ...{ store: createInboundStore(store.db, 'provider.example', MARKS), read: reader.read, clock },
    ...{ domain: 'provider.example', ownMailboxes: ['maintenance@provider.example'], support: SUPPORT },
    noticeReturned: () => Promise.resolve(),
    ...options,
  });
}

function forwarding() {
  const from = 'Maintenance <maintenance@provider.example>';
  const mail = createMailEngine({ url: smtp.url, from, replyTo: 'other@provider.example', connections: 1 });
  closing.push(() => mail.close());
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  const sender = { support: SUPPORT, messageDomain: 'provider.example' };
  return createForwarding({ ...{ db: store.db, mail, senderFor: () => sender, logger, clock } });
}

let serial = 0;
const written = (subject: string, { from = 'ops@acme.example', text = 'Please do NOT do this.' } = {}) =>
  Buffer.from(
    `From: ${from}\r\nSubject: ${subject}\r\nMessage-ID: <${String(++serial)}@acme.example>\r\n\r\n${text}\r\n`,
  );

async function told(): Promise<StoredWindow> {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  return window;
}
const passedOn = async (since: number) =>
  Promise.all(smtp.accepted.slice(since).map(async ({ raw, to }) => ({ to, mail: await PostalMime.parse(raw) })));

it('N15: a message is passed on to support, once, to be answered to whoever wrote', async () => {
  const window = await told();
  const since = smtp.accepted.length;
  const { receive } = inboundMail();
  const raw = written(`Re: SCHEDULED [${window.reference}]`);
  await receive(raw);
  await receive(raw);
  await Promise.all([forwarding().now(), forwarding().now()]);
  await forwarding().now();
  const [one, ...more] = await passedOn(since);
  expect(more).toEqual([]);
  expect(one?.to).toEqual([SUPPORT]);
  expect(one?.mail).toMatchObject({
    from: { address: 'maintenance@provider.example' },
    replyTo: [{ address: 'ops@acme.example' }],
    subject: `[${window.reference}] Fwd: Re: SCHEDULED [${window.reference}]`,
  });
  expect(one?.mail.text).toContain('> Please do NOT do this.');
  expect((await listMessages(store.db, window.reference, {})).items).toMatchObject([{ forwardedAt: time.now }]);
  // handed in by support's own mailbox it is no message
  expect(await receive(smtp.accepted.at(-1)?.raw ?? Buffer.alloc(0))).toMatchObject({ outcome: 'ignored' });
  expect(log).toEqual([]);
});

it('N15: a mail server that is away costs nothing: it leaves later, and is given up only where it is refused', async () => {
  const window = await told();
  const since = smtp.accepted.length;
  await inboundMail().receive(written(window.reference));
  smtp.rules = { replies: { MAIL: '451 4.3.0 later' } };
  await forwarding().now();
  expect(smtp.accepted).toHaveLength(since);
  smtp.rules = {};
  // not before the pause is over
  await forwarding().now();
  expect(smtp.accepted).toHaveLength(since);
  time.now += MINUTE;
  await forwarding().now();
  expect(smtp.accepted).toHaveLength(since + 1);

  await inboundMail().receive(written(window.reference));
  smtp.rules = { replies: { RCPT: '550 5.1.1 no such mailbox' } };
  await forwarding().now();
  smtp.rules = {};
  time.now += DAY;
  await forwarding().now();
  expect(smtp.accepted).toHaveLength(since + 1);
  expect((await listMessages(store.db, window.reference, {})).items.map(({ forwardedAt }) => forwardedAt)).toEqual([
    expect.any(Number) as number,
    null,
  ]);
  // T4
  expect(log.join('')).not.toMatch(/acme|provider\.example|NOT do/);
});

it('N15: what a process took and never passed on is taken by another after a while', async () => {
  const window = await told();
  await inboundMail().receive(written(window.reference));
  const taken = await takeMessage(store.db, time.now);
  expect(taken).toMatchObject({ reference: window.reference, tries: 1 });
  expect(await takeMessage(store.db, time.now)).toBeUndefined();
  expect(await takeMessage(store.db, time.now + HOUR)).toMatchObject({ id: taken?.id, tries: 2 });
});

it('T8: support gets so many mails an hour about a window, then one line', async () => {
  const window = await told();
  const since = smtp.accepted.length;
  const { receive } = inboundMail();
  for (let count = 0; count < 60; count++) await receive(written(window.reference, { from: 'x@elsewhere.example' }));
  await forwarding().now();
  const mails = await passedOn(since);
  expect(mails).toHaveLength(51);
  expect(mails.at(-1)?.mail.subject).toBe(`[${window.reference}] More messages than are passed on`);
  expect((await listMessages(store.db, window.reference, { limit: 100 })).items).toHaveLength(60);
});

it('N15: a return path of ours tells the window and the customer, where nothing else does; a token made up tells nothing', async () => {
  const window = await told();
  const { id, message_id: messageId } = await store.db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'notice_id')
    .select(['deliveries.id', 'message_id'])
    .where('window_reference', '=', window.reference)
    .where('address', '=', 'ops@acme.example')
    .executeTakeFirstOrThrow();
  const token = MARKS.tokenFor({ id, messageId });
  const { receive } = inboundMail();
  const raw = written('Re: your mail', { from: 'boss@holding.example' });
  expect(await receive(raw, [`bounces+${token}@provider.example`])).toMatchObject({ reference: window.reference });
  expect((await listMessages(store.db, window.reference, {})).items).toMatchObject([
    { placedBy: 'return-path', organizationId: 'acme', writerKnownBy: 'answered-mail' },
  ]);
  const forged = `bounces+${id.toString(36)}-${'0'.repeat(24)}@provider.example`;
  expect(await receive(written('Re: x', { from: 'boss@holding.example' }), [forged])).toEqual({ outcome: 'message' });
});

it('N15: an answer of our own people to a mail of theirs is of no customer', async () => {
  const window = await told();
  await inboundMail().receive(written(window.reference, { from: 'rita@provider.example' }));
  expect((await listMessages(store.db, window.reference, {})).items).toMatchObject([{ organizationId: null }]);
});

it('T8: a mail that cannot be read is kept as it came, with one task, and the next one is read', async () => {
  const reader = createMailReader({ program: WORSE, deadlineMs: 300 });
  closing.push(() => reader.close());
  const { receive } = inboundMail({ read: reader.read });
  const raw = Buffer.from('loop for ever');
  for (let times = 0; times < 2; times++) {
    expect(await receive(raw)).toEqual({ outcome: 'unreadable', reason: 'it takes too long to read' });
  }
  const tasks = (await listTasks(store.db, { open: true }, { limit: 500 })).items.filter(
    ({ kind }) => kind === 'unreadable-mail',
  );
  expect(tasks).toMatchObject([{ reason: 'A mail that could not be read: it takes too long to read' }]);
  const kept = await readUnplacedMail(store.db, Number(tasks[0]?.subject.split(':')[1]));
  expect(kept?.raw.equals(raw)).toBe(true);
  expect(await receive(Buffer.from('plain'))).toMatchObject({ outcome: 'ignored' });
});

it('N15: whoever answers for the writer is told once, with a link that ticks it off; support where nobody is known', async () => {
  await sql`delete from task_mails`.execute(store.db);
  await store.db
    .insertInto('staff')
    .values({ id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'support' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const window = await told();
  const since = smtp.accepted.length;
  const { receive } = inboundMail();
  const raw = written(window.reference, { text: 'Not on Friday, please.' });
  await receive(raw);
  await receive(raw);
  await receive(written('Hello', { from: 'stranger@else.example', text: 'Who are you?' }));
  const from = 'Maintenance <maintenance@provider.example>';
  const mail = createMailEngine({ url: smtp.url, from, replyTo: 'other@provider.example', connections: 1 });
  closing.push(() => mail.close());
  const sender = { providerName: 'Provider', messageDomain: 'provider.example' };
  const tickUrl = ({ taskId, recipient }: { taskId: number; recipient: string }) =>
    `https://p.example/act/${recipient}.${String(taskId)}`;
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  const mails = createObjectionMails({ ...{ db: store.db, mail, senderFor: () => sender, tickUrl, logger, clock } });
  for (let round = 0; round < 2; round++) await mails.now();
  const sent = await passedOn(since);
  expect(sent.map(({ to }) => to[0]).sort()).toEqual(['rita@provider.example', 'sue@provider.example']);
  const [placed, strange] = ['rita', 'sue'].map((who) => sent.find(({ to }) => to[0]?.startsWith(who))?.mail);
  expect(placed?.subject).toBe(`[${window.reference}] Acme has written and waits for an answer`);
  expect(placed?.text).toMatch(/Not on Friday, please[\s\S]*https:\/\/p\.example\/act\/staff:rita\.\d+/);
  expect(strange?.text).toMatch(/Who are you[\s\S]*staff:sue/);

  // done before it left: nobody is told any more
  await receive(written(window.reference));
  await store.db.updateTable('staff_tasks').set({ done_at: new Date() }).execute();
  await mails.now();
  expect(smtp.accepted).toHaveLength(since + 2);
  await store.db.deleteFrom('staff').where('id', '=', 'sue').execute();
});
