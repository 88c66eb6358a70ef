import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { freePort } from '../../dev/processes/ports';
import { testDatabase } from '../support/database';
import { openAtOnce } from '../support/fault-windows';
import { readWithIcalJs, type ReadEvent } from '../support/read-calendar';
import { startRecordingSmtp, type RecordedMail, type RecordingSmtp } from '../support/recording-smtp';
import { eventually, Stack } from '../support/stack';

jest.setTimeout(120_000);

const database = testDatabase();
let smtp: RecordingSmtp;
let stack: Stack;
let inboundPort: number;

beforeAll(async () => {
  smtp = await startRecordingSmtp();
  inboundPort = await freePort();
  stack = await Stack.start(database.url(), smtp.url, { env: { FOREWARN_INBOUND_SMTP_PORT: String(inboundPort) } });
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
  expect(await answer(second, event, 'DECLINED')).toMatch(/^250 2\.0\.0 refused/);

  const { answers, timeline } = await window();
  expect(answers).toEqual({ accepted: 1, declined: 1, tentative: 0 });
  const cameIn = timeline.items.filter(({ door }) => door === 'calendar');
  expect(cameIn.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^org-0001 accepted version \d+ of the calendar event/),
    expect.stringMatching(/^org-0002 declined version \d+ of the calendar event/),
    'An answer by mail was refused: its sender is not a contact of the organization it speaks for',
  ]);
});

interface WindowAnswers {
  readonly answers: Readonly<Record<string, number>>;
  readonly timeline: { readonly items: readonly { readonly door: string; readonly text: string }[] };
  readonly notices: readonly { readonly notice: string; readonly deliveries: Readonly<Record<string, number>> }[];
}
