import type { IncomingAcknowledgement, InboundStore } from '../../activities/ports/inbound';
import { createInbound } from '../../use-cases/receive-mail';
import { readInboundMail } from '../../channels/inbound/read-mail';
import { bounceReply, parseMessageId, type ReturnedMail } from '../../domain/delivery/bounce';
import { placeReports } from '../../domain/delivery/placing';
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
  const window = { acknowledged: [] as IncomingAcknowledgement[], refused: [] as [string, string][] };
  const people: Record<string, string[]> = { acme: ['ops', 'noc'], bolt: ['bea'] };
  const store: InboundStore = {
    standing: (reference, organization) =>
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
    windowOf: (messageId) => Promise.resolve(messageId === MESSAGE_ID ? 'MW-2026-0001' : undefined),
  };
  const inbound = createInbound({
    ...{ store, domain: 'provider.example', authservId, clock: () => 1_000 },
    noticeReturned: ({ reference }) => Promise.resolve(void told.push(reference)),
  });
  return { receive: (raw: Uint8Array) => inbound.receive(raw), returned, told, unplaced, window };
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

  const REFERENCE = 'MW-2026-0001';
  const spoofs: [string, Partial<Answer>, string | undefined, RegExp][] = [
    ["another organization's UID", { uid: 'MW-2026-0001.bolt@provider.example' }, REFERENCE, /sender is not a contact/],
    ['a forged sender', { from: 'ops@evil.example' }, REFERENCE, /sender is not a contact/],
    ['an attendee of nobody', { attendee: 'mailto:ops@evil.example' }, REFERENCE, /not a contact of that organization/],
    ["an attendee of another's", { attendee: 'mailto:bea@bolt.example' }, REFERENCE, /not a contact of that org/],
    ['a name that looks like the address', { from: '"ops@acme.example" <x@evil.example>' }, REFERENCE, /sender is not/],
    ['two senders', { headers: 'From: noc@acme.example\r\n' }, REFERENCE, /exactly one sender/],
    ['a group of senders', { from: 'all: ops@acme.example;' }, REFERENCE, /exactly one sender/],
    ['an old SEQUENCE', { sequence: 'SEQUENCE:6' }, REFERENCE, /version 6 of the event; the present one is 7/],
    ['no SEQUENCE', { sequence: '' }, REFERENCE, /version 0/],
    ['a SEQUENCE never sent', { sequence: 'SEQUENCE:8' }, REFERENCE, /never sent/],
    ['two SEQUENCEs', { sequence: 'SEQUENCE:6\r\nSEQUENCE:7' }, REFERENCE, /more or less than one event/],
    ['two UIDs', { uid: `x@y.example\r\nUID:${UID}` }, REFERENCE, /more or less than one event/],
    [
      'two attendees',
      { attendee: 'mailto:ops@acme.example\r\nATTENDEE:mailto:noc@acme.example' },
      REFERENCE,
      /one att/,
    ],
    ['a foreign UID', { uid: 'MW-2026-0001.acme@elsewhere.example' }, undefined, /not one of ours/],
    ['an unknown window', { uid: 'MW-2026-0002.acme@provider.example' }, undefined, /nobody was sent/],
    ['an unknown organization', { uid: 'MW-2026-0001.nobody@provider.example' }, undefined, /nobody was sent/],
    ['no answer yet', { partstat: 'NEEDS-ACTION' }, REFERENCE, /none of accepted, declined and tentative/],
    ['an invitation', { method: 'REQUEST' }, REFERENCE, /no answer/],
    ['no iCalendar', { calendar: 'BEGIN:VCALENDAR\r\nnonsense' }, REFERENCE, /not iCalendar/],
    ['two events', { calendar: twoEvents() }, REFERENCE, /exactly one event/],
  ];
  it.each(spoofs)('C5: %s changes nothing and leaves one line', async (_name, changes, reference, reason) => {
    const { receive, window } = door();
    const result = await receive(answerMail(changes));
    expect(result).toMatchObject({ outcome: 'refused' });
    expect(window.acknowledged).toEqual([]);
    // what names no window of ours has no timeline to stand on: its sender is answered, and it is in the log
    expect(window.refused).toEqual([[reference, result.reason]].filter(([named]) => named !== undefined));
    expect(result.reason).toMatch(reason);
    // T4: no address in the line
    expect(JSON.stringify(result)).not.toContain('@');
  });

  it('a written answer leaves one line; out of office leaves none', async () => {
    const { receive, window } = door();
    const written = (headers: string) =>
      Buffer.from(
        `${headers}From: ops@acme.example\r\nIn-Reply-To: <${MESSAGE_ID}>\r\nSubject: Re\r\n\r\nCan we move it?\r\n`,
      );
    expect(await receive(written(''))).toMatchObject({ outcome: 'refused', reference: 'MW-2026-0001' });
    expect(await receive(written('Auto-Submitted: auto-replied\r\n'))).toMatchObject({ outcome: 'ignored' });
    expect(window.refused).toEqual([['MW-2026-0001', expect.stringContaining('written answer')]]);
  });

  it.each([
    [
      'dmarc=pass',
      'mx.provider.example; spf=pass smtp.mailfrom=acme.example; dmarc=pass header.from=acme.example',
      true,
    ],
    ['dmarc=fail', 'mx.provider.example; dmarc=fail header.from=acme.example', false],
    ["another server's word", 'mx.evil.example; dmarc=pass', false],
    ['a comment that says so', 'mx.provider.example; dmarc=none (dmarc=pass)', false],
    ['silence', undefined, false],
  ])('C5: where the mail server vouches for senders, %s decides', async (_name, results, counts) => {
    const { receive, window } = door('mx.provider.example');
    const forgery = 'Authentication-Results: mx.provider.example; dmarc=pass\r\n';
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
    expect(['refused', 'ignored']).toContain((await receive(raw)).outcome);
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
