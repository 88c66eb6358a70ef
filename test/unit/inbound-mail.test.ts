import type { IncomingAcknowledgement, InboundStore, KeptMessage } from '../../activities/ports/inbound';
import { placeReports } from '../../domain/delivery/placing';
import type { WrittenMessage } from '../../domain/delivery/written-message';
import { createInbound } from '../../use-cases/receive-mail';
import { readInboundMail } from '../../channels/inbound/read-mail';
import { bounceReply, parseMessageId, type ReturnedMail } from '../../domain/delivery/bounce';
import { RETURNED_MAILS } from '../support/returned-mails';

const UID = 'MW-2026-0001.acme@provider.example';
const MESSAGE_ID = 'MW-2026-0001.announcement.r1.0123456789abcdef@provider.example';

/** The mail that comes back, as the ledger has it. */
const SENT = {
  ...{ id: 17, messageId: MESSAGE_ID, address: 'Bea@bolt.example', reference: 'MW-2026-0001' },
  ...{ slug: 'announcement', revision: 1 },
};

interface Answer {
  readonly from: string;
  readonly attendee: string;
  readonly uid: string;
  readonly sequence: string;
  readonly partstat: string;
  readonly method: string;
  readonly calendar: string;
  readonly headers: string;
}

/** An answer as calendars send it, with what a test changes. */
function answerMail(changes: Partial<Answer> = {}): Buffer {
  const given = { method: 'REPLY', uid: UID, sequence: 'SEQUENCE:7', partstat: 'ACCEPTED', headers: '', ...changes };
  const { from = 'Ops <ops@acme.example>', attendee = 'mailto:ops@acme.example' } = given;
  const calendar =
    given.calendar ??
    [
      'BEGIN:VCALENDAR',
      'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
      'VERSION:2.0',
      `METHOD:${given.method}`,
      'BEGIN:VEVENT',
      `UID:${given.uid}`,
      'DTSTAMP:20261127T080000Z',
      'DTSTART:20261210T010000Z',
      'DTEND:20261210T030000Z',
      'ORGANIZER;CN=Provider:mailto:maintenance@provider.example',
      `ATTENDEE;CN=Ops;PARTSTAT=${given.partstat}:${attendee}`,
      ...(given.sequence === '' ? [] : [given.sequence]),
      'SUMMARY:Accepted: SCHEDULED',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n');
  return Buffer.from(
    `${given.headers}From: ${from}\r\nTo: maintenance@provider.example\r\nSubject: Accepted\r\n` +
      `In-Reply-To: <${MESSAGE_ID}>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n` +
      '--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n' +
      '--a\r\nContent-Type: text/plain\r\n\r\nOps has accepted.\r\n' +
      `--a\r\nContent-Type: text/calendar; charset=UTF-8; method=${given.method}\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
      `${Buffer.from(calendar).toString('base64')}\r\n--a--\r\n` +
      `--m\r\nContent-Type: application/ics; name=invite.ics\r\n\r\n${calendar}\r\n--m--\r\n`,
  );
}

/** The door over records of two organizations, and what reached them. */
function door(authservId?: string) {
  const returned: ReturnedMail[] = [];
  const told: string[] = [];
  const unplaced: string[] = [];
  const unreadable: string[] = [];
  const kept: KeptMessage[] = [];
  const window = { acknowledged: [] as IncomingAcknowledgement[], refused: [] as [string, string][] };
  const people: Record<string, string[]> = { acme: ['ops', 'noc'], bolt: ['bea'] };
  const store: InboundStore = {
    onRecord: (reference, organization) =>
      Promise.resolve(
        reference === 'MW-2026-0001' && people[organization]
          ? {
              sequence: 7,
              respondents: people[organization].map((name) => ({
                recipient: `contact:${name}`,
                address: `${name}@${organization}.example`,
              })),
            }
          : undefined,
      ),
    acknowledge: (acknowledgement) => Promise.resolve(window.acknowledged.push(acknowledgement) > 0),
    refuse: (reference, reason) => Promise.resolve(void window.refused.push([reference, reason])),
    returned: (mail) => {
      returned.push(mail);
      const { placed, unplaced: reasons } = placeReports(mail, [SENT]);
      const counts = { organizations: 1, recipients: 1, accepted: 0, failed: 1, uncertain: 0, superseded: 0 };
      const notice = { kind: 'announcement', revision: 1, ordinal: 1 } as const;
      const notices = placed.map(({ reply }) => ({ reference: 'MW-2026-0001', notice, counts, words: reply }));
      return Promise.resolve({ notices, unplaced: reasons });
    },
    keepUnplaced: (_raw, reason) => Promise.resolve(void unplaced.push(reason)),
    keepUnreadable: (_raw, reason) => Promise.resolve(void unreadable.push(reason)),
    place: ({ answers }) =>
      Promise.resolve(answers.includes(MESSAGE_ID) ? { reference: 'MW-2026-0001', placedBy: 'message-id' } : {}),
    tick: () => Promise.resolve(undefined),
    keepMessage: (message) => Promise.resolve(kept.push(message) > 0),
  };
  const inbound = createInbound({
    ...{ store, read: readInboundMail, domain: 'provider.example', authservId, clock: () => 1_000 },
    ...{ ownMailboxes: ['maintenance@provider.example'], support: 'support@provider.example' },
    noticeReturned: ({ reference }) => Promise.resolve(void told.push(reference)),
  });
  return { receive: (raw: Uint8Array) => inbound.receive(raw), returned, told, unplaced, unreadable, kept, window };
}

describe('answers to invitations (C5)', () => {
  it.each([
    ['accepted', { partstat: 'ACCEPTED' }],
    ['declined', { partstat: 'DECLINED' }],
    ['tentative', { partstat: 'TENTATIVE' }],
    ['declined', { method: 'COUNTER', partstat: 'TENTATIVE' }],
    ['accepted', { attendee: 'MAILTO:Ops@ACME.example', from: '"Ops, Acme" <OPS@acme.example>' }],
    ['accepted', { from: 'NOC <noc@acme.example>' }],
  ])('C5: %s becomes an acknowledgement: %j', async (answer, changes) => {
    const { receive, window } = door();
    expect(await receive(answerMail(changes))).toEqual({ outcome: 'acknowledged', reference: 'MW-2026-0001' });
    expect(window.acknowledged).toEqual([
      {
        reference: 'MW-2026-0001',
        organizationId: 'acme',
        recipient: 'contact:ops',
        answer,
        sequence: 7,
        at: 1_000,
        via: 'calendar-reply',
        stampedAt: Date.UTC(2026, 10, 27, 8),
        id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    ]);
    expect(window.refused).toEqual([]);
  });

  it('C5: the same answer handed in twice has one id, another one another', async () => {
    const { receive, window } = door();
    for (const raw of [answerMail(), answerMail(), answerMail({ partstat: 'DECLINED' })]) await receive(raw);
    const ids = window.acknowledged.map(({ id }) => id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  const spoofs: [string, Partial<Answer>, RegExp][] = [
    ["another organization's UID", { uid: 'MW-2026-0001.bolt@provider.example' }, /sender is not a contact/],
    ['a forged sender', { from: 'ops@evil.example' }, /sender is not a contact/],
    ['an attendee of nobody', { attendee: 'mailto:ops@evil.example' }, /not a contact of that organization/],
    ["an attendee of another's", { attendee: 'mailto:bea@bolt.example' }, /not a contact of that org/],
    ['a name that looks like the address', { from: '"ops@acme.example" <x@evil.example>' }, /sender is not/],
    ['two senders', { headers: 'From: noc@acme.example\r\n' }, /exactly one sender/],
    ['a group of senders', { from: 'all: ops@acme.example;' }, /exactly one sender/],
    ['an old SEQUENCE', { sequence: 'SEQUENCE:6' }, /version 6 of the event; the present one is 7/],
    ['no SEQUENCE', { sequence: '' }, /version 0/],
    ['a SEQUENCE never sent', { sequence: 'SEQUENCE:8' }, /never sent/],
    ['two SEQUENCEs', { sequence: 'SEQUENCE:6\r\nSEQUENCE:7' }, /more or less than one event/],
    ['two UIDs', { uid: `x@y.example\r\nUID:${UID}` }, /more or less than one event/],
    ['two attendees', { attendee: 'mailto:ops@acme.example\r\nATTENDEE:mailto:noc@acme.example' }, /one att/],
    ['a foreign UID', { uid: 'MW-2026-0001.acme@elsewhere.example' }, /not one of ours/],
    ['an unknown window', { uid: 'MW-2026-0002.acme@provider.example' }, /nobody was sent/],
    ['an unknown organization', { uid: 'MW-2026-0001.nobody@provider.example' }, /nobody was sent/],
    ['no answer yet', { partstat: 'NEEDS-ACTION' }, /none of accepted, declined and tentative/],
    ['an invitation', { method: 'REQUEST' }, /no answer/],
    ['no iCalendar', { calendar: 'BEGIN:VCALENDAR\r\nnonsense' }, /not iCalendar/],
    ['two events', { calendar: twoEvents() }, /exactly one event/],
  ];
  it.each(spoofs)('C5, N15: %s is no acknowledgement, and a person reads it', async (_name, changes, reason) => {
    const { receive, window, kept } = door();
    const result = await receive(answerMail(changes));
    expect(result).toMatchObject({ outcome: 'message', reference: 'MW-2026-0001' });
    expect(window).toEqual({ acknowledged: [], refused: [] });
    expect(kept).toMatchObject([{ placed: { reference: 'MW-2026-0001' }, reason: result.reason, at: 1_000 }]);
    expect(kept[0]?.message.text).toContain('Ops has accepted.');
    expect(result.reason).toMatch(reason);
    // T4: no address in what is logged
    expect(JSON.stringify(result)).not.toContain('@');
  });

  const written = (headers: string, text = 'Please do NOT do this.') =>
    Buffer.from(`From: Ops <OPS@acme.example>\r\nSubject: Re: SCHEDULED\r\n${headers}\r\n${text}\r\n`);

  it('N15: a written answer is kept for a person, with who wrote what about which window', async () => {
    const { receive, kept, window } = door();
    const raw = written(`Message-ID: <1@acme.example>\r\nIn-Reply-To: <${MESSAGE_ID}>\r\n`);
    expect(await receive(raw)).toEqual({ outcome: 'message', reference: 'MW-2026-0001' });
    const message: WrittenMessage = {
      ...{ id: '1@acme.example', from: 'ops@acme.example', subject: 'Re: SCHEDULED', text: 'Please do NOT do this.' },
      ...{ isCut: false, answers: [MESSAGE_ID], tokens: [], mentions: [] },
    };
    const placed = { reference: 'MW-2026-0001', placedBy: 'message-id' };
    expect(kept).toEqual([{ message, placed, size: raw.length, at: 1_000, isForwarded: true }]);
    expect(window).toEqual({ acknowledged: [], refused: [] });
  });

  it('N15: one that names no window is kept as well', async () => {
    const { receive, kept } = door();
    expect(await receive(written(''))).toEqual({ outcome: 'message' });
    expect(kept).toMatchObject([{ placed: {}, message: { text: 'Please do NOT do this.' } }]);
  });

  it.each([
    ['out of office (RFC 3834)', 'Auto-Submitted: auto-replied\r\n'],
    ['a list (Precedence)', 'Precedence: list\r\n'],
    ['bulk mail (Precedence)', 'Precedence: bulk\r\n'],
    ['an answer of an old server', 'X-Autoreply: yes\r\n'],
    ['one that only its subject tells', 'Subject: Automatic reply: SCHEDULED\r\n'],
  ])('N15: %s is no message', async (_name, headers) => {
    const { receive, kept, window } = door();
    const raw = headers.startsWith('Subject')
      ? Buffer.from(`From: ops@acme.example\r\n${headers}\r\nI am away.\r\n`)
      : written(headers);
    expect(await receive(raw)).toEqual({ outcome: 'ignored', reason: 'it was written by a machine' });
    expect([kept, window.refused]).toEqual([[], []]);
  });

  it('N15: what comes from our own mailboxes, or from support, is not passed on again', async () => {
    const { receive, kept } = door();
    for (const from of ['maintenance@provider.example', 'Support@provider.example']) {
      const raw = Buffer.from(`From: ${from}\r\nSubject: MW-2026-0001\r\n\r\nx\r\n`);
      expect(await receive(raw)).toMatchObject({ outcome: 'ignored' });
    }
    expect(kept).toEqual([]);
  });

  it('N15: whether the sender was confirmed stands beside the message', async () => {
    const { receive, kept } = door('mx.provider.example');
    await receive(written('Authentication-Results: mx.provider.example; dmarc=pass header.from=acme.example\r\n'));
    await receive(written(''));
    expect(kept.map(({ message }) => message.isVerified)).toEqual([true, false]);
  });

  it.each([
    [
      'dmarc=pass',
      'mx.provider.example; spf=pass smtp.mailfrom=acme.example; dmarc=pass header.from=acme.example',
      true,
    ],
    ['dmarc=fail', 'mx.provider.example; dmarc=fail header.from=acme.example', false],
    ['a pass for another domain', 'mx.provider.example; dmarc=pass header.from=evil.example', false],
    ['a pass for nobody', 'mx.provider.example; dmarc=pass', false],
    ["another server's word", 'mx.evil.example; dmarc=pass', false],
    ['a comment that says so', 'mx.provider.example; dmarc=none (dmarc=pass)', false],
    ['silence', undefined, false],
  ])('C5: where the mail server vouches for senders, %s decides', async (_name, results, counts) => {
    const { receive, window } = door('mx.provider.example');
    const forgery = 'Authentication-Results: mx.provider.example; dmarc=pass header.from=acme.example\r\n';
    const headers = results === undefined ? '' : `Authentication-Results: ${results}\r\n`;
    await receive(answerMail({ headers }));
    expect(window.acknowledged).toHaveLength(counts ? 1 : 0);
    // what the sender wrote itself stands below the server's own word
    if (results?.startsWith('mx.provider')) await receive(answerMail({ headers: headers + forgery }));
    expect(window.acknowledged).toHaveLength(counts ? 2 : 0);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256))],
    ['parts without end', Buffer.from(`From: a@b.example\r\n${nested(500)}`)],
  ])('survives %s', async (_name, raw) => {
    const { receive, window } = door();
    expect(['message', 'ignored', 'unreadable']).toContain((await receive(raw)).outcome);
    expect(window.acknowledged).toEqual([]);
  });
});

function twoEvents(): string {
  const event = `BEGIN:VEVENT\r\nUID:${UID}\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ops@acme.example\r\nSEQUENCE:7\r\nEND:VEVENT\r\n`;
  return `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n${event}${event}END:VCALENDAR\r\n`;
}

function nested(depth: number): string {
  return Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${String(i)}\r\n\r\n--b${String(i)}\r\n`,
  ).join('');
}

describe('mail that comes back (C1)', () => {
  it.each(RETURNED_MAILS.map((mail) => [mail.server, mail] as const))(
    'C1: %s is understood',
    async (_server, { raw, status, reply }) => {
      const read = await readInboundMail(Buffer.from(raw(MESSAGE_ID)));
      if (read.kind !== 'returned') throw new Error(`it was read as ${read.kind}`);
      const [report, ...more] = read.mail.reports;
      expect(more).toEqual([]);
      expect(read.mail.messageIds).toEqual([MESSAGE_ID]);
      expect(report?.recipients).toContain('bea@bolt.example');
      expect(report?.status).toBe(status);
      expect(report && bounceReply(report)).toBe(reply);
      const { receive, returned, told, unplaced, window } = door();
      const result = await receive(Buffer.from(raw(MESSAGE_ID)));
      // a delay ends nothing
      expect(result).toMatchObject(
        reply === undefined ? { outcome: 'ignored' } : { outcome: 'bounced', reference: 'MW-2026-0001' },
      );
      expect(told).toEqual(reply === undefined ? [] : ['MW-2026-0001']);
      expect(returned).toHaveLength(1);
      expect([unplaced, window.refused]).toEqual([[], []]);
    },
  );

  it('C1: a report about a mail of somebody else changes no delivery, and is kept for a person', async () => {
    const { receive, told, unplaced, window } = door();
    const [mail] = RETURNED_MAILS;
    expect(await receive(Buffer.from(mail?.raw('x@elsewhere.example') ?? ''))).toMatchObject({ outcome: 'unplaced' });
    expect(unplaced).toEqual(['it names no mail of ours']);
    expect([told, window.refused]).toEqual([[], []]);
  });

  it('knows a Message-ID of ours from any other', () => {
    expect(parseMessageId(`<${MESSAGE_ID}>`)).toEqual({ reference: 'MW-2026-0001', slug: 'announcement', revision: 1 });
    expect(parseMessageId(MESSAGE_ID.replace('@', `${'0'.repeat(16)}@`))).toMatchObject({ slug: 'announcement' });
    for (const other of ['', 'x@y.example', `${MESSAGE_ID} x`, MESSAGE_ID.replace('.r1', '')]) {
      expect(parseMessageId(other)).toBeUndefined();
    }
  });
});
