import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { freePort } from '../../dev/processes/ports';
import { testDatabase } from '../support/database';
import { openAtOnce } from '../support/fault-windows';
import { readWithIcalJs, type ReadEvent } from '../support/read-calendar';
import { startRecordingSmtp, type RecordedMail, type RecordingSmtp } from '../support/recording-smtp';
import { eventually, Stack } from '../support/stack';
import { forewarn } from '../support/terminal';

const database = testDatabase();
let smtp: RecordingSmtp;
let stack: Stack;
let inboundPort: number;

beforeAll(async () => {
  smtp = await startRecordingSmtp();
  inboundPort = await freePort();
  stack = await Stack.start(database.url(), smtp.url, {
    env: {
      FOREWARN_INBOUND_SMTP_PORT: String(inboundPort),
      FOREWARN_SECRETS_KEY: Buffer.alloc(32, 9).toString('base64'),
      FOREWARN_RETURN_PATH: 'bounces@provider.example',
      FOREWARN_SUPPORT_ADDRESS: 'support@provider.example',
    },
  });
  await stack.fillInventory(2);
});

afterAll(async () => {
  await stack.stop();
  await smtp.close();
});

function mailTo(address: string): RecordedMail {
  const mail = smtp.accepted.find(({ to }) => to.includes(address));
  if (!mail) throw new Error(`no mail to ${address}`);
  return mail;
}

/** The event a mail carries, as the recipient's calendar reads it. */
async function eventIn({ raw }: RecordedMail): Promise<ReadEvent> {
  const { attachments } = await PostalMime.parse(raw);
  const calendar = attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  const text = Buffer.from(calendar?.content as ArrayBuffer).toString('utf8');
  const [event] = readWithIcalJs(text).events;
  if (!event) throw new Error('no event');
  return event;
}

/** Answers as a calendar program does, over SMTP; the server's reply. */
async function answer({ to: [from = ''] }: RecordedMail, { uid, sequence, organizer }: ReadEvent, partstat: string) {
  const to = organizer.replace(/^mailto:/i, '');
  const reply = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', 'METHOD:REPLY', 'BEGIN:VEVENT'],
    ...[`UID:${uid}`, `SEQUENCE:${String(sequence)}`, 'DTSTAMP:20261127T080000Z'],
    ...[`ORGANIZER:mailto:${to}`, `ATTENDEE;PARTSTAT=${partstat}:mailto:${from}`, 'END:VEVENT', 'END:VCALENDAR', ''],
  ].join('\r\n');
  const client = createTransport({ host: '127.0.0.1', port: inboundPort, ignoreTLS: true });
  try {
    const { response } = await client.sendMail({
      ...{ from, to, subject: `${partstat}: maintenance`, text: 'From my calendar.' },
      icalEvent: { method: 'REPLY', content: reply },
    });
    return response;
  } finally {
    client.close();
  }
}

test('C5: answers to an event the stack has sent come in over SMTP and stand in the window and on its timeline', async () => {
  const reference = await openAtOnce(stack);
  await smtp.whenAccepted(2);
  const first = mailTo('canary-0001@customer.example');
  const second = mailTo('canary-0002@customer.example');
  const window = async () => (await stack.call('GET', `/v1/windows/${reference}`)).body as unknown as WindowAnswers;
  // an answer counts once the event is on record as sent
  await eventually('the announcement is out', async () =>
    (await window()).notices.some(({ notice, deliveries }) => notice === 'announcement' && deliveries.accepted === 2),
  );
  const event = await eventIn(first);
  expect(event).toMatchObject({ maintenanceId: reference, maintnoteStatus: 'CONFIRMED' });

  expect(await answer(first, event, 'ACCEPTED')).toMatch(/^250 2\.0\.0 acknowledged/);
  expect(await answer(second, await eventIn(second), 'DECLINED')).toMatch(/^250 2\.0\.0 acknowledged/);
  // another customer's event is not theirs to answer
  expect(await answer(second, event, 'DECLINED')).toMatch(/^250 2\.0\.0 message/);
  await smtp.whenAccepted(3);

  const { answers, timeline } = await window();
  expect(answers).toEqual({ accepted: 1, declined: 1, tentative: 0 });
  const cameIn = timeline.items.filter(({ door }) => door === 'calendar' || door === 'mail');
  expect(cameIn.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^org-0001 accepted version \d+ of the calendar event/),
    expect.stringMatching(/^org-0002 declined version \d+ of the calendar event/),
    expect.stringMatching(
      /^An answer by calendar that does not count came in from a person of org-0002 \(its sender is not a contact of the organization it speaks for\); task \d+/,
    ),
  ]);
});

test('N15: every mail has a Reply-To that Forewarn reads; what a customer writes there is passed on, and a task', async () => {
  const before = smtp.accepted.length;
  const reference = await openAtOnce(stack);
  await smtp.whenAccepted(before + 2);
  const [mail] = smtp.accepted.slice(before).filter(({ to }) => to.includes('canary-0001@customer.example'));
  if (!mail) throw new Error('no mail');
  const { replyTo = [], messageId } = await PostalMime.parse(mail.raw);
  expect(replyTo).toMatchObject([{ address: 'maintenance@provider.example' }]);
  await eventually('the announcement is out', async () => {
    const { notices } = (await stack.call('GET', `/v1/windows/${reference}`)).body as unknown as WindowAnswers;
    return notices.some(({ notice, deliveries }) => notice === 'announcement' && deliveries.accepted === 2);
  });

  const client = createTransport({ host: '127.0.0.1', port: inboundPort, ignoreTLS: true });
  const { response } = await client.sendMail({
    ...{ from: 'pa@customer.example', to: replyTo[0]?.address ?? '', subject: 'Re: your mail', inReplyTo: messageId },
    text: 'Please do NOT do this.',
  });
  client.close();
  expect(response).toMatch(/^250 2\.0\.0 message/);
  await smtp.whenAccepted(before + 3);
  const passedOn = smtp.accepted.at(-1);
  expect(passedOn?.to).toEqual(['support@provider.example']);
  expect(await PostalMime.parse(passedOn?.raw ?? '')).toMatchObject({
    ...{ replyTo: [{ address: 'pa@customer.example' }], subject: `[${reference}] Fwd: Re: your mail` },
    text: expect.stringContaining('> Please do NOT do this.') as string,
  });
  const read = async (path: string) => JSON.stringify((await stack.call('GET', path)).body);
  expect(await read(`/v1/windows/${reference}/messages`)).toContain('pa@customer.example');
  expect(await read(`/v1/tasks?reference=${reference}&open=true`)).toContain('Please do NOT do this.');
  const env = { FOREWARN_URL: stack.apiUrl, FOREWARN_TOKEN: stack.token };
  const shown = await forewarn(['messages', reference], { env });
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(/^Re: your mail\n.*pa@customer\.example.*\npassed on .*\n\nPlease do NOT do this\.\n$/);
  expect((await forewarn(['messages'], { env })).stdout).toContain('Nobody has written.');
  const examined = await forewarn(['doctor', 'mail'], { env });
  expect(examined.stdout).toContain(
    'answers: Answers go to maintenance@provider.example, which the inbound listener reads.',
  );
  expect(examined.code).toBe(0);
  // T4: nothing of it in the logs
  const { output } = stack.api;
  expect(output).not.toMatch(/pa@customer|do NOT/);
});

/** Hands in a report as the server that gave up does: to the return path of the lost mail, with an id of its own in the copy. */
async function comeBack(lost: RecordedMail, words: string): Promise<string> {
  const client = createTransport({ host: '127.0.0.1', port: inboundPort, ignoreTLS: true });
  const [recipient = ''] = lost.to;
  const raw = [
    ...['From: MAILER-DAEMON@relay.example', `To: ${lost.from}`, 'Subject: Undelivered Mail', 'MIME-Version: 1.0'],
    ...['Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b'],
    ...['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; relay.example', ''],
    ...[`Final-Recipient: rfc822; ${recipient}`, 'Action: failed', `Diagnostic-Code: smtp; ${words}`, '', '--b'],
    ...['Content-Type: text/rfc822-headers', '', 'Message-ID: <0100019@eu-west-1.relay.example>', '', '--b--', ''],
  ].join('\r\n');
  try {
    return (await client.sendMail({ envelope: { from: '', to: [lost.from] }, raw })).response;
  } finally {
    client.close();
  }
}

test('N13, C1: a mail that comes back later is placed by its return path, and is a matter until that customer was reached', async () => {
  const before = smtp.accepted.length;
  const reference = await openAtOnce(stack);
  await smtp.whenAccepted(before + 2);
  const lost = smtp.accepted.slice(before).find(({ to }) => to.includes('canary-0001@customer.example'));
  if (!lost) throw new Error('no mail');
  expect(lost.from).toMatch(/^bounces\+[0-9a-z]+-[0-9a-f]{24}@provider\.example$/);
  const window = async () =>
    (await stack.call('GET', `/v1/windows/${reference}`)).body as unknown as WindowAnswers & {
      attention: { text: string }[];
    };
  await eventually('the announcement is out', async () =>
    (await window()).notices.some(({ notice, deliveries }) => notice === 'announcement' && deliveries.accepted === 2),
  );
  expect((await window()).attention).toEqual([]);

  const refusal = '550 5.4.1 Recipient address rejected: Access denied';
  expect(await comeBack(lost, refusal)).toMatch(/^250 2\.0\.0 bounced/);
  await eventually('needs attention', async () => (await window()).attention.length > 0);
  const { attention, timeline } = await window();
  expect(attention.map(({ text }) => text)).toEqual([
    `1 of 2 recipients of the announcement were not reached; mail that had been accepted came back: ${refusal}`,
  ]);
  expect(timeline.items.map(({ text }) => text)).toContain(
    `Mail of notice announcement of revision 1 came back, now 1 of 2 accepted, 1 failed: ${refusal}`,
  );
  const tasks = async () =>
    ((await stack.call('GET', `/v1/tasks?reference=${reference}&open=true`)).body as unknown as { items: object[] })
      .items;
  expect(await tasks()).toMatchObject([{ kind: 'reach-otherwise', organizationId: 'org-0001', reason: refusal }]);
  const proof = JSON.stringify((await stack.call('GET', `/v1/windows/${reference}/proof?organization=org-0001`)).body);
  expect(proof).toContain(refusal);
  expect(proof).toContain('"failed"');

  // their server was mended, and the mail is sent again
  await stack.call('POST', `/v1/windows/${reference}/retryFailed`, { by: 'anna', notice: 'announcement' });
  await eventually('seen to', async () => (await window()).attention.length === 0);
  await eventually('the task has ended', async () => (await tasks()).length === 0);

  // nobody else can say so: another mailbox, and a token that was made up
  expect(await comeBack({ ...lost, to: ['somebody@elsewhere.example'] }, refusal)).toMatch(/^250 2\.0\.0 unplaced/);
  const forged = lost.from.replace(/[0-9a-f]{24}@/, `${'0'.repeat(24)}@`);
  expect(await comeBack({ ...lost, from: forged }, refusal)).toMatch(/^250 2\.0\.0 unplaced/);
  expect((await window()).attention).toEqual([]);
});

interface WindowAnswers {
  readonly answers: Readonly<Record<string, number>>;
  readonly timeline: { readonly items: readonly { readonly door: string; readonly text: string }[] };
  readonly notices: readonly { readonly notice: string; readonly deliveries: Readonly<Record<string, number>> }[];
}
