import fc from 'fast-check';
import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import { organizationEvent } from '../../channels/calendar/calendar';
import type { CalendarSender } from '../../channels/calendar/event';
import { addressOf, mailto } from '../../channels/calendar/lines';
import { createComposer } from '../../channels/email/mime/compose';
import { createMessageRenderer } from '../../channels/email/content/render';
import { CALENDAR_MODES, calendarKey, parseCalendarUid, type CalendarMode } from '../../domain/channels/calendar';
import type { MessageFacts } from '../../domain/notices/message';
import { STAFF_KINDS } from '../../domain/notices/notice-kinds';
import type { Phase } from '../../domain/window/types';
import { MINUTE, fromIso } from '../../domain/shared/time';
import { readWithIcalJs, readWithNodeIcal } from '../support/read-calendar';
import { SAMPLE_RESOURCES, sampleFacts, sampleLife, sampleMessage } from '../support/sample-messages';
import { sentText } from '../support/sent-text';

const FROM = { name: 'Maintenance', address: 'maintenance@provider.example' };
const SENDER: CalendarSender = {
  domain: 'provider.example',
  organizer: { name: 'Provider NOC: "night, day"', address: FROM.address },
  publicUrl: 'https://status.provider.example',
};
const renderer = createMessageRenderer({ providerName: 'Provider', publicUrl: SENDER.publicUrl, calendar: SENDER });
const composer = createComposer(FROM);
const STANDING = { sequence: 7, revisedAt: fromIso('2026-11-26T01:00:00Z') };

function inMode(calendarMode: CalendarMode, message: MessageFacts): MessageFacts {
  return { ...message, organization: { ...message.organization, calendarMode }, calendar: STANDING };
}

/** The mail as bytes, and as a foreign mail reader sees it. */
async function mailOf(message: MessageFacts, eightBit = true) {
  const mail = await renderer.render(message);
  const raw = sentText(composer.compose(mail, { eightBit }));
  const read = await PostalMime.parse(raw, { attachmentEncoding: 'utf8' });
  const calendars = read.attachments.filter(({ mimeType }) => /calendar|ics/.test(mimeType));
  return { mail, raw, read, calendars };
}

function contentOf(part: { content: unknown } | undefined): string {
  if (typeof part?.content !== 'string') throw new Error('the part is no text');
  return part.content;
}

async function calendarText(message: MessageFacts): Promise<string> {
  const { mail } = await mailOf(message);
  if (!mail.calendar) throw new Error('the mail carries no calendar');
  return mail.calendar.text;
}

/** X-MAINTNOTE-STATUS, STATUS and METHOD of an invitation, by the phase. */
const AHEAD = ['CONFIRMED', 'CONFIRMED', 'REQUEST'] as const;
const AT_WORK = ['IN-PROCESS', 'CONFIRMED', 'REQUEST'] as const;
const DONE = ['COMPLETED', 'CONFIRMED', 'REQUEST'] as const;
const OFF = ['CANCELLED', 'CANCELLED', 'CANCEL'] as const;
const STATUS: Record<Phase, readonly [string, string, string]> = {
  ...{ draft: AHEAD, approved: AHEAD, announced: AHEAD, delayed: AHEAD },
  ...{ 'in-progress': AT_WORK, overdue: AT_WORK, verifying: AT_WORK, 'rolling-back': AT_WORK },
  ...{ completed: DONE, 'rolled-back': DONE, degraded: DONE, closed: DONE, cancelled: OFF },
};

const LIFE = sampleLife();
const CUSTOMERS = LIFE.filter(({ facts }) => !STAFF_KINDS.includes(facts.notice.kind));
const MODES = CALENDAR_MODES.filter((mode) => mode !== 'none');
const cases = MODES.flatMap((mode) =>
  CUSTOMERS.map((message) => {
    const { notice, reference, phase } = message.facts;
    return [`${notice.kind}, ${phase}, ${reference}, ${mode}`, mode, message] as const;
  }),
);

describe('every mail a customer can get (C5)', () => {
  it.each(cases)('C5: %s carries one event that two readers understand alike', async (_name, mode, message) => {
    const { facts } = message;
    const { calendars, mail } = await mailOf(inMode(mode, message));
    expect(calendars).toHaveLength(1);
    const [part] = calendars;
    const text = contentOf(part);

    const isClear = facts.notice.kind === 'all-clear';
    const [maintnoteStatus, status, method] = STATUS[isClear ? 'cancelled' : facts.phase];
    const expected = {
      method: { data: null, publish: 'PUBLISH', invite: method, none: null }[mode],
      events: [
        {
          uid: `${facts.reference}.org-1@provider.example`,
          sequence: 7,
          stamp: mode === 'data' ? STANDING.revisedAt : facts.now,
          startsAt: facts.slot.startsAt,
          endsAt: ['completed', 'rolled-back', 'degraded'].includes(facts.phase) ? facts.endedAt : facts.slot.endsAt,
          summary: mail.subject,
          description: expect.stringContaining(facts.title) as string,
          status,
          organizer: 'mailto:maintenance@provider.example',
          attendees: mode === 'invite' ? ['mailto:zoe@customer.example'] : [],
          provider: 'provider.example',
          account: 'org-1',
          maintenanceId: facts.reference,
          impact: 'OUTAGE',
          maintnoteStatus,
          objects: { 'srv-1041': 'OUTAGE', 'srv-1042': 'OUTAGE', 'db-77': 'REDUCED-REDUNDANCY' },
        },
      ],
    };
    expect(readWithIcalJs(text)).toEqual(expected);
    expect(readWithNodeIcal(text)).toEqual(expected);
    expect(part?.mimeType).toBe('text/calendar');
    expect(part?.method ?? null).toBe(expected.method ?? null);
    expect(part?.disposition ?? null).toBe(mode === 'data' ? 'attachment' : null);
  });

  it.each(LIFE.map((message) => [message.facts.notice.kind, message] as const))(
    'C5: %s carries none when the organization wants none, and lists for staff never do',
    async (kind, message) => {
      expect((await mailOf(inMode('none', message))).calendars).toEqual([]);
      const { calendars } = await mailOf(inMode('publish', message));
      expect(calendars).toHaveLength(STAFF_KINDS.includes(kind) ? 0 : 1);
    },
  );

  it('N8: a repeated delivery is the same byte for byte', async () => {
    for (const mode of MODES) {
      const message = inMode(mode, sampleMessage(sampleFacts('announcement')));
      const again = createMessageRenderer({ providerName: 'Provider', publicUrl: SENDER.publicUrl, calendar: SENDER });
      const first = composer.compose(await renderer.render(message), { eightBit: true });
      const second = composer.compose(await again.render(structuredClone(message)), { eightBit: true });
      expect(second).toEqual(first);
    }
  });

  it('reads the same in every encoding, with text and HTML beside it', async () => {
    for (const mode of MODES) {
      const message = inMode(mode, sampleMessage(sampleFacts('announcement', { title: 'Überholung 東京 🛠' })));
      const [eight, seven] = [await mailOf(message, true), await mailOf(message, false)];
      expect(seven.raw).toMatch(/^[\t\n\r -~]*$/);
      expect(seven.calendars[0]?.content).toBe(eight.calendars[0]?.content);
      expect(seven.read.text).toBe(eight.read.text);
      expect(eight.read.text).toContain('Überholung 東京 🛠');
      expect(eight.read.html).toContain('Überholung 東京 🛠');
    }
  });

  it('is made once for the people of an organization, and names only the one invited', async () => {
    const message = inMode('publish', sampleMessage(sampleFacts('announcement')));
    const other = { ...message, recipient: { name: 'Bo', address: 'bo@customer.example' } };
    expect((await renderer.render(other)).calendar).toBe((await renderer.render(message)).calendar);
    const invited = await calendarText({ ...inMode('invite', other), resources: message.resources });
    expect(invited).toContain('mailto:bo@customer.example');
    expect(invited).not.toContain('zoe@');
  });

  it('does not invite the organizer', async () => {
    const message = inMode('invite', sampleMessage(sampleFacts('announcement')));
    const text = await calendarText({ ...message, recipient: { name: 'x', address: 'Maintenance@provider.example' } });
    expect(readWithIcalJs(text)).toMatchObject({ method: 'PUBLISH', events: [{ attendees: [] }] });
  });
});

describe('what an event says', () => {
  const eventOf = async (
    changes: Parameters<typeof sampleFacts>[1],
    kind: 'completed' | 'announcement' = 'completed',
  ) => readWithIcalJs(await calendarText(inMode('data', sampleMessage(sampleFacts(kind, changes))))).events[0];

  it('keeps the planned times of work that was done before its planned start', async () => {
    const { slot } = sampleFacts('completed');
    const event = await eventOf({ startedAt: slot.startsAt - 60 * MINUTE, endedAt: slot.startsAt - MINUTE });
    expect(event).toMatchObject({ ...slot, maintnoteStatus: 'COMPLETED' });
  });

  it('never ends when it begins', async () => {
    const { slot } = sampleFacts('completed');
    const event = await eventOf({ endedAt: slot.startsAt + 1 });
    expect(event?.endsAt).toBeGreaterThan(slot.startsAt);
  });

  it('names the worst impact of the objects, not that of the window', async () => {
    const resources = SAMPLE_RESOURCES.map((resource) => ({ ...resource, impact: 'reduced-redundancy' as const }));
    const message = { ...inMode('data', sampleMessage(sampleFacts('announcement'))), resources };
    expect(readWithIcalJs(await calendarText(message)).events[0]?.impact).toBe('REDUCED-REDUNDANCY');
  });

  it('N7: names no page of a private window', async () => {
    const text = await calendarText(inMode('data', sampleMessage(sampleFacts('announcement', { private: true }))));
    expect(text).not.toContain('https://status.provider.example');
    expect(text).toContain('CLASS:PRIVATE');
  });

  it('is repeated by a reminder, and changes with date, status, impact and revision', () => {
    const announced = sampleFacts('announcement');
    expect(calendarKey(sampleFacts('reminder-3d'))).toBe(calendarKey(announced));
    const notice = { ...announced.notice, revision: 2 };
    const changes = [
      { slot: { ...announced.slot, endsAt: announced.slot.endsAt + MINUTE } },
      { phase: 'in-progress' as const },
      { impact: { ...announced.impact, level: 'degraded' as const } },
      { notice },
    ];
    const keys = [{}, ...changes].map((change) => calendarKey({ ...announced, ...change }));
    expect(new Set(keys).size).toBe(changes.length + 1);
    expect(calendarKey(sampleFacts('staff-list'))).toBeNull();
  });

  it('C5: has a UID that gives back its window and organization, whatever the id', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,60}$/), (organizationId) => {
        const uid = readWithIcalJs(
          organizationEvent(
            {
              facts: sampleFacts('announcement'),
              organization: { id: organizationId },
              resources: SAMPLE_RESOURCES,
              revision: STANDING,
              summary: 'x',
            },
            SENDER,
            'data',
          ).partFor({ name: '', address: 'a@b.example' }).text,
        ).events[0]?.uid;
        expect(parseCalendarUid('Provider.example', uid ?? '')).toEqual({ reference: 'MW-2026-0001', organizationId });
        expect(parseCalendarUid('other.example', uid ?? '')).toBeUndefined();
      }),
    );
  });

  it('C5: names an address in a way that gives it back', () => {
    const local = fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}$/);
    fc.assert(
      fc.property(fc.oneof(local, fc.constant('zoë')), (part) => {
        expect(addressOf(mailto(`${part}@customer.example`))).toBe(`${part}@customer.example`);
      }),
    );
  });
});

/** Names of the properties of the calendar and its one event, in order. */
function shapeOf(text: string): string[] {
  const root = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = root.getAllSubcomponents();
  return [
    ...root.getAllProperties().map(({ name }) => name),
    ...events.flatMap((event) => [event.name, ...event.getAllProperties().map(({ name }) => name)]),
    ...events.flatMap((event) => event.getAllSubcomponents().map(({ name }) => name)),
  ];
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '\r\nEND:VEVENT',
          '\nBEGIN:VALARM',
          '\r',
          '\u2028',
          '\u0085',
          '\0',
          '\\',
          '\\n',
          ';',
          ',',
          ':',
          '"',
          '^',
          '\t',
        ],
        ...['X-MAINTNOTE-STATUS:CANCELLED', 'é', '東', '🛠', '\ud800', '\u202e', '\ufeff', 'x'.repeat(74)],
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join('')),
);

describe('whatever a text holds', () => {
  const base = { resources: SAMPLE_RESOURCES, revision: STANDING, organization: { id: 'org-1' } };
  const plain = organizationEvent({ ...base, facts: sampleFacts('announcement'), summary: 'x' }, SENDER, 'invite');
  const shape = shapeOf(plain.partFor({ name: 'Zoë', address: 'zoe@customer.example' }).text);

  it('C5: 10,000 titles, descriptions, names and ids stay one event with the same properties', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, nasty, (title, description, name, id) => {
        const facts = sampleFacts('announcement', {
          title,
          impact: { level: 'outage', minutes: 1, description },
          customerAction: description,
          pointOfContact: title,
        });
        const resources = SAMPLE_RESOURCES.map((resource, at) => (at === 0 ? { ...resource, id, name } : resource));
        const sender = { ...SENDER, organizer: { name, address: FROM.address } };
        const { text } = organizationEvent({ ...base, facts, resources, summary: title }, sender, 'invite').partFor({
          name,
          address: 'zoe@customer.example',
        });
        expect(shapeOf(text)).toEqual(shape);
        for (const line of text.split('\r\n')) {
          if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${String(Buffer.byteLength(line))} octets`);
          if (/[\r\n\p{Cs}\0]/u.test(line)) throw new Error(`a line that is none: ${JSON.stringify(line)}`);
        }
      }),
      // without shrinking: a failure of texts this long would take minutes to make small
      { numRuns: 10_000, endOnFailure: true },
    );
  });

  it('C5: what can be shown is given back as it was', () => {
    const shown = fc.string({
      unit: fc.constantFrom('a', 'é', '東', '🛠', '\\', ';', ',', ':', '"', "'", ' ', 'n', '\n'),
      maxLength: 300,
    });
    fc.assert(
      fc.property(shown, (summary) => {
        const { text } = organizationEvent(
          { ...base, facts: sampleFacts('announcement'), summary },
          SENDER,
          'data',
        ).partFor({ name: '', address: 'a@b.example' });
        expect(readWithIcalJs(text).events[0]?.summary).toBe(summary);
      }),
      { numRuns: 2_000 },
    );
  });
});
