import fc from 'fast-check';
import { calendarUid } from '../../domain/channels/calendar';
import { deliver, rowsOf, StoredWindow } from '../store/support';
import { HOSTILE_MAILS } from '../support/hostile-inbound';
import { problemIn, useApi, type TokenName } from './support/api';

/** What people write back, handed in as a mail server does (N15, C5). */

const api = useApi();
let window: StoredWindow;
/** The Message-ID of acme's mail, and the SEQUENCE of its event. */
let messageId = '';
let sequence = 0;

beforeEach(async () => {
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const rows = await rowsOf(api.store, window.key('announcement'));
  messageId = rows.find(({ address }) => address === 'ops@acme.example')?.message_id ?? '';
  const { calendar_sequence } = await api.store.db
    .selectFrom('notice_organizations')
    .innerJoin('notices', 'notices.id', 'notice_id')
    .select('calendar_sequence')
    .where('window_reference', '=', window.reference)
    .where('organization_id', '=', 'acme')
    .executeTakeFirstOrThrow();
  sequence = calendar_sequence;
});

const hand = async (raw: string) =>
  (
    await api
      .as('inbound')
      .post('/v1/inbound/email')
      .type('message/rfc822')
      .serialize((sent) => sent)
      .send(raw)
      .expect(200)
  ).body as { outcome: string; reference: string | null; reason: string | null };

let serial = 0;
interface Mail {
  readonly from?: string;
  readonly subject?: string;
  readonly headers?: string;
  readonly text?: string;
}
const written = ({ from = 'ops@acme.example', subject = 'Re: maintenance', headers = '', text = 'No.' }: Mail = {}) =>
  `From: ${from}\r\nSubject: ${subject}\r\nMessage-ID: <${String(++serial)}@mail.example>\r\n${headers}\r\n${text}\r\n`;

/** A calendar's answer as an attachment of words, answering acme's mail. */
interface Declined {
  readonly from?: string;
  readonly version?: number;
  readonly attendees?: readonly string[];
}
function declined({ from = 'ops@acme.example', version = 0, attendees = [from] }: Declined = {}): string {
  return [
    ...[`From: ${from}`, 'Subject: Declined: maintenance', `Message-ID: <${String(++serial)}@mail.example>`],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/plain'],
    ...['', 'We have our yearly sale that night.', '', '--b', 'Content-Type: text/calendar; method=REPLY', ''],
    ...['BEGIN:VCALENDAR', 'METHOD:REPLY', 'BEGIN:VEVENT'],
    `UID:${calendarUid('provider.example', window.reference, 'acme')}`,
    ...[`SEQUENCE:${String(sequence + version)}`, 'DTSTAMP:20261127T080000Z'],
    ...attendees.map((attendee) => `ATTENDEE;PARTSTAT=DECLINED:mailto:${attendee}`),
    ...['END:VEVENT', 'END:VCALENDAR', '--b--', ''],
  ].join('\r\n');
}

interface Message {
  readonly id: number;
  readonly address: string;
  readonly organizationId: string | null;
  readonly text: string;
  readonly reason: string | null;
}
const messages = async (token: TokenName = 'operator', reference = window.reference) =>
  ((await api.as(token).get(`/v1/windows/${reference}/messages`).expect(200)).body as { items: Message[] }).items;
const tasks = async (query = `reference=${window.reference}`) =>
  (
    (await api.as('operator').get(`/v1/tasks?open=true&${query}`).expect(200)).body as {
      items: { id: number; kind: string; reason: string; subject: string; organizationId: string | null }[];
    }
  ).items.filter(({ kind }) => kind === 'answer-message');
const lines = async (token: TokenName = 'operator') =>
  (
    (await api.as(token).get(`/v1/windows/${window.reference}/timeline?limit=500`).expect(200)).body as {
      items: { type: string; text: string; door: string }[];
    }
  ).items.filter(({ type }) => type === 'message-received' || type === 'reply-refused');

describe('an answer that is no acknowledgement (C5, N15)', () => {
  const cases: [string, () => Declined, RegExp, string | null, string | null][] = [
    ['an alias', () => ({ from: 'operations@acme.example' }), /not a contact/, 'acme', 'host'],
    [
      'a member of a list',
      () => ({ from: 'zoe@acme.example', attendees: ['noc@acme.example'] }),
      /sender is not/,
      'acme',
      'host',
    ],
    [
      'an assistant elsewhere',
      () => ({ from: 'pa@assist.example', attendees: ['ops@acme.example'] }),
      /sender is/,
      null,
      null,
    ],
    ['a version never sent', () => ({ version: 1 }), /never sent/, 'acme', 'contact'],
    [
      'two attendees',
      () => ({ attendees: ['ops@acme.example', 'noc@acme.example'] }),
      /exactly one attendee/,
      'acme',
      'contact',
    ],
  ];
  it.each(cases)(
    'C5, N15: %s declines: a person reads who wrote what',
    async (_name, make, reason, organizationId, knownBy) => {
      const { from = 'ops@acme.example' } = make();
      expect(await hand(declined(make()))).toMatchObject({ outcome: 'message', reference: window.reference });
      const [message, ...more] = await messages();
      expect(more).toEqual([]);
      expect(message).toMatchObject({
        ...{ address: from, organizationId, writerKnownBy: knownBy, placedBy: 'calendar', answer: 'declined' },
        ...{ text: 'We have our yearly sale that night.', verified: null, cut: false, reference: window.reference },
        reason: expect.stringMatching(reason) as string,
      });
      const [task] = await tasks();
      expect(task).toMatchObject({
        ...{ subject: `message:${String(message?.id)}`, organizationId },
        reason: '(declined) Declined: maintenance — We have our yearly sale that night.',
      });
      // still no acknowledgement
      const { body } = await api.as('operator').get(`/v1/windows/${window.reference}/acknowledgements`);
      expect(body).toEqual({ items: [] });
    },
  );
});

describe('what people write (N15)', () => {
  it('N15: a refusal in words is a task for the representative of that customer, with its beginning', async () => {
    const raw = written({ headers: `In-Reply-To: <${messageId}>\r\n`, text: 'Please do NOT do this.' });
    expect(await hand(raw)).toEqual({ outcome: 'message', reference: window.reference, reason: null });
    expect(await messages()).toMatchObject([
      { address: 'ops@acme.example', organizationId: 'acme', writerKnownBy: 'contact', text: 'Please do NOT do this.' },
    ]);
    const [task] = await tasks(`reference=${window.reference}&staff=rita`);
    expect(task).toMatchObject({ reason: 'Re: maintenance — Please do NOT do this.', organizationId: 'acme' });
    // T4: who and what are for whoever opens the task
    const id = String(task?.id);
    expect(await lines()).toMatchObject([
      { door: 'mail', text: `A written answer came in from a person of acme; task ${id} asks somebody to read it` },
    ]);
    expect(api.log.join('')).not.toMatch(/ops@acme|NOT do this/);
  });

  it('N15: the same mail handed in twice is one message, one task, one line', async () => {
    const raw = written({ headers: `References: <x@y.example> <${messageId}>\r\n` });
    const outcomes = [await hand(raw), await hand(raw), await hand(`Received: by another\r\n${raw}`)];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['message', 'message', 'message']);
    expect([await messages(), await tasks(), await lines()].map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  it("T8: nobody takes the place of another's mail by its Message-ID", async () => {
    const headers = `In-Reply-To: <${messageId}>\r\n`;
    const raw = written({ headers });
    await hand(raw.replace('ops@acme', 'evil@elsewhere'));
    await hand(raw);
    expect((await messages()).map(({ address }) => address)).toEqual(['evil@elsewhere.example', 'ops@acme.example']);
  });

  it('N15: an automatic answer is neither a message nor a task', async () => {
    const raw = written({ headers: `In-Reply-To: <${messageId}>\r\nAuto-Submitted: auto-replied\r\n` });
    expect(await hand(raw)).toMatchObject({ outcome: 'ignored' });
    expect([await messages(), await tasks(), await lines()]).toEqual([[], [], []]);
  });

  it.each([
    ['in the subject', () => ({ subject: `WG: SCHEDULED [${window.reference}]` })],
    ['in the text', () => ({ text: `About MW-2026-9999 and ${window.reference}: no.` })],
    [
      'in a quoted copy',
      () => ({
        text: `No.\r\n\r\nX-Forewarn-Reference: ${window.reference}\r\nX-Forewarn-Notice: announcement.r1\r\nMessage-ID: <a@b.c>`,
      }),
    ],
  ])('N15: without In-Reply-To the reference %s tells, as far as there is such a window', async (_name, make) => {
    expect(await hand(written(make()))).toMatchObject({ outcome: 'message', reference: window.reference });
    expect(await messages()).toHaveLength(1);
  });

  it('N15: what names no window is a task with its text, and can be read', async () => {
    const raw = written({
      from: 'zoe@elsewhere.example',
      subject: 'Tuesday',
      text: 'Please do NOT do this (MW-2026-9999).',
    });
    expect(await hand(raw)).toEqual({ outcome: 'message', reference: null, reason: null });
    expect(await messages()).toEqual([]);
    const { items } = (await api.as('operator').get('/v1/messages').expect(200)).body as { items: Message[] };
    const message = items.at(-1);
    expect(message).toMatchObject({ reference: null, organizationId: null, address: 'zoe@elsewhere.example' });
    expect(await tasks('limit=500')).toContainEqual(
      expect.objectContaining({
        subject: `message:${String(message?.id)}`,
        reason: 'A message nobody could place: Tuesday — Please do NOT do this (MW-2026-9999).',
      }),
    );
  });

  it("T3: messages are for staff: a customer reads neither its own nor another's, nor of them on the timeline", async () => {
    await hand(written({ headers: `In-Reply-To: <${messageId}>\r\n` }));
    for (const token of ['customer', 'stranger', 'inbound'] as const) {
      for (const path of [`/v1/windows/${window.reference}/messages`, '/v1/messages']) {
        expect(problemIn(await api.as(token).get(path).expect(403)).code).toBe('not-permitted');
      }
    }
    expect(await messages('approver')).toHaveLength(1);
    expect(await lines('customer')).toEqual([]);
    const absent = await api.as('operator').get('/v1/windows/MW-2026-9999/messages').expect(404);
    expect(problemIn(absent).code).toBe('not-found');
  });

  it('N15: a text is kept to its first 20,000 characters, and says so', async () => {
    await hand(written({ subject: window.reference, text: 'a line of words\r\n'.repeat(2_000) }));
    const [message] = await messages();
    expect(message).toMatchObject({ cut: true });
    expect(message?.text).toHaveLength(20_000);
  });

  it('T8: a flood is so many tasks an hour and one that says there are more; customers are counted apart', async () => {
    for (let count = 0; count < 53; count++) {
      await hand(written({ from: 'x@elsewhere.example', subject: window.reference }));
    }
    expect(await messages()).toHaveLength(50);
    const open = await tasks(`reference=${window.reference}&limit=500`);
    expect(open).toHaveLength(51);
    expect(open.at(-1)?.reason).toMatch(/^More messages came in/);
    expect((await lines()).at(-1)?.text).toMatch(/for an hour more are kept/);
    await hand(written({ headers: `In-Reply-To: <${messageId}>\r\n` }));
    expect(await tasks(`reference=${window.reference}&staff=rita`)).toHaveLength(1);
    // an hour later it begins anew
    api.time.now += 3_600_001;
    await hand(written({ from: 'x@elsewhere.example', subject: window.reference }));
    expect(await tasks(`reference=${window.reference}&limit=500`)).toHaveLength(53);
  });
});

it('N15: forewarn doctor says whether what customers write reaches a person', async () => {
  const { body } = await api.as('operator').get('/v1/doctor/mail').expect(200);
  expect(body).toMatchObject({
    configured: true,
    findings: [
      { check: 'answers', ok: false, text: expect.stringContaining('FOREWARN_SUPPORT_ADDRESS') as string },
      { check: 'support', ok: false },
      { check: 'senders', ok: true },
      { check: 'returned mail', ok: true },
    ],
  });
});

it('T8: whatever mail is handed in, it is taken, and nothing is acknowledged by it', async () => {
  const pieces = Object.values(HOSTILE_MAILS);
  const known = [written({ subject: window.reference }), declined({ version: 1 }), `In-Reply-To: <${messageId}>`];
  const mixed = fc
    .array(fc.oneof(fc.constantFrom(...pieces.map((text) => text.slice(0, 20_000)), ...known), fc.string()), {
      maxLength: 8,
    })
    .map((parts) => parts.join('\r\n'));
  for (const raw of [...pieces, ...fc.sample(mixed, 60)]) {
    expect(['bounced', 'message', 'unplaced', 'ignored']).toContain((await hand(raw)).outcome);
  }
  const { body } = await api.as('operator').get(`/v1/windows/${window.reference}/acknowledgements`).expect(200);
  expect(body).toEqual({ items: [] });
});
