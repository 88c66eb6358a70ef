import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { RESOURCE_LIMIT } from '../../channels/email/content/resource-list';
import { createMessageRenderer } from '../../channels/email/content/render';
import { TEMPLATE_NAMES } from '../../channels/email/content/template-engines';
import type { AffectedResource, MessageFacts } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../domain/notices/notices';
import { MINUTE, fromIso } from '../../domain/shared/time';
import { htmlShape, textOfHtml } from '../support/html';
import {
  EMERGENCY,
  EXPEDITED,
  SAMPLE_RESOURCES,
  sampleFacts,
  sampleLife,
  sampleMessage,
} from '../support/sample-messages';

const renderer = createMessageRenderer({
  providerName: 'Example Provider',
  publicUrl: 'https://status.provider.example/',
});
const PAGE = 'https://status.provider.example/windows/MW-2026-0001';

/** Both bodies as running words, so that one expectation holds for both. */
async function bodies(message: MessageFacts): Promise<[string, string][]> {
  const mail = await renderer.render(message);
  const flat = (text: string) => text.replace(/\s+/g, ' ');
  return [
    ['text', flat(mail.text)],
    ['html', flat(textOfHtml(mail.html))],
  ];
}

/** The phrases that are not in both bodies, with the form that lacks them. */
async function missing(message: MessageFacts, ...phrases: string[]): Promise<string[]> {
  const both = await bodies(message);
  return both.flatMap(([form, body]) =>
    phrases.filter((phrase) => !body.includes(phrase)).map((phrase) => `${form}: ${phrase} in ${body}`),
  );
}

/** The phrases that are in either body. */
async function found(message: MessageFacts, ...phrases: string[]): Promise<string[]> {
  const both = await bodies(message);
  return both.flatMap(([form, body]) =>
    phrases.filter((phrase) => body.includes(phrase)).map((phrase) => `${form}: ${phrase}`),
  );
}

describe('every kind', () => {
  it.each(
    sampleLife().map(
      (message) =>
        [`${message.facts.notice.kind}, ${message.facts.class}, ${message.facts.reference}`, message] as const,
    ),
  )('N4: %s names resources, impact, window, zone, contact and reference', async (_name, message) => {
    expect(
      await missing(
        message,
        message.facts.title,
        'Hello Zoë Ndiaye,',
        'Lumen & Söhne GmbH',
        'Example Provider',
        'web-1 (srv-1041)',
        'web-2 (srv-1042)',
        'orders (db-77)',
        'outage, up to 30 minutes',
        'reduced redundancy, up to 30 minutes',
        'eu-1/dc-1/rack-b03',
        'Thu 10 Dec 2026, 01:00 to 03:00 (UTC)',
        'Thu 10 Dec 2026, 02:00 to 04:00 (Europe/Paris, UTC+1)',
        'noc@provider.example',
        `Reference ${message.facts.reference}, revision ${String(message.facts.notice.revision)}`,
      ),
    ).toEqual([]);
  });

  it.each(NOTICE_KINDS)('%s leaves nothing unresolved', async (kind) => {
    for (const facts of [sampleFacts(kind), sampleFacts(kind, EXPEDITED), sampleFacts(kind, EMERGENCY)]) {
      const mail = await renderer.render(sampleMessage(facts));
      for (const body of [mail.text, mail.html]) {
        expect(body).not.toMatch(/\{\{|\{%|undefined|null|NaN|\[object|Invalid/);
      }
      expect(mail.text).not.toMatch(/ \n|\n{3}|\t/);
    }
  });

  it.each(NOTICE_KINDS)('%s avoids the phrases that readers take for another status', async (kind) => {
    const mail = await renderer.render(sampleMessage(sampleFacts(kind, EMERGENCY)));
    expect(`${mail.subject}\n${mail.text}`).not.toMatch(/not completed|unsuccessful|extension|postponed/i);
  });

  it('has a pair of templates for each kind, and no template lets a value through unescaped', () => {
    const folder = join(__dirname, '../../channels/email/content/templates');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.liquid'));
    for (const name of TEMPLATE_NAMES)
      expect(files).toEqual(expect.arrayContaining([`${name}.text.liquid`, `${name}.html.liquid`]));
    for (const file of files)
      expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/\|\s*raw|<script|src=(?!"cid:)/);
  });

  it('N8: the same facts give the same bytes', async () => {
    for (const message of sampleLife()) {
      const again = createMessageRenderer({
        providerName: 'Example Provider',
        publicUrl: 'https://status.provider.example',
      });
      expect(await again.render(message)).toEqual(await renderer.render(message));
    }
  });

  it('the first words say what is the matter, for inboxes that show them beside the subject', async () => {
    for (const message of sampleLife()) {
      const mail = await renderer.render(message);
      const [greeting, , first = ''] = mail.text.split('\n');
      expect(greeting).toBe('Hello Zoë Ndiaye,');
      expect(textOfHtml(mail.html).trim().startsWith(first)).toBe(true);
      expect(first).toMatch(/maintenance|work/);
    }
  });
});

describe('what one kind adds', () => {
  const plans: NoticeKind[] = [
    'announcement',
    'reminder-7d',
    'reminder-3d',
    'reminder-1d',
    'rescheduled',
    'started',
    'progress',
  ];
  it.each(plans)('N4: %s says why, what happens, what to do and where to follow', async (kind) => {
    expect(
      await missing(
        sampleMessage(sampleFacts(kind)),
        'Hardware: we replace, repair or add equipment.',
        'Each server loses power once and starts again by itself.',
        'None, if your servers start their services at boot.',
        'Otherwise plan a restart after 03:00 UTC.',
        PAGE,
      ),
    ).toEqual([]);
  });

  it.each([
    ['announcement', 'in 14 days'],
    ['reminder-7d', 'in 7 days'],
    ['reminder-3d', 'in 3 days'],
    ['reminder-1d', 'in 24 hours'],
  ] as const)('N10: %s counts from the notice’s own moment', async (kind, phrase) => {
    expect(await missing(sampleMessage(sampleFacts(kind)), phrase)).toEqual([]);
  });

  it('N7: a private window has no page and says that progress comes by mail', async () => {
    const message = sampleMessage(sampleFacts('announcement', { private: true }));
    expect(await missing(message, 'we will keep you posted by email')).toEqual([]);
    expect(await found(message, '/windows/')).toEqual([]);
    expect((await renderer.render(message)).html).not.toContain('href');
  });

  it('N2: expedited work brings its justification, in every mail before it', async () => {
    for (const kind of ['announcement', 'reminder-1d', 'rescheduled'] as const) {
      expect(await missing(sampleMessage(sampleFacts(kind, EXPEDITED)), EXPEDITED.justification ?? '')).toEqual([]);
    }
    expect(await missing(sampleMessage(sampleFacts('announcement', EXPEDITED)), 'shorter notice than usual')).toEqual(
      [],
    );
  });

  it('E1: an emergency brings trigger, necessity, risk and mitigation', async () => {
    expect(
      await missing(
        sampleMessage(sampleFacts('announcement', EMERGENCY)),
        'A security fix cannot wait',
        'A flaw in the hypervisor is being used by attackers.',
        'A host may fail to start again.',
        'Spare hosts stand ready',
      ),
    ).toEqual([]);
  });

  it('L2: an emergency whose planned time has come does not claim to have begun', async () => {
    const now = fromIso('2026-12-10T01:05:00Z');
    expect(
      await missing(
        sampleMessage(sampleFacts('announcement', { ...EMERGENCY, now })),
        'we will email you again as soon as it does',
      ),
    ).toEqual([]);
    expect(
      await missing(
        sampleMessage(sampleFacts('announcement', { ...EMERGENCY, now, startedAt: now - MINUTE })),
        'It started on Thu 10 Dec 2026, 01:04 (UTC)',
      ),
    ).toEqual([]);
  });

  it('L5: a new date shows the old one and the reason', async () => {
    expect(
      await missing(
        sampleMessage(sampleFacts('rescheduled')),
        'Old date (no longer valid) Thu 3 Dec 2026, 01:00 to 03:00 (UTC) Thu 3 Dec 2026, 02:00 to 04:00 (Europe/Paris, UTC+1)',
        'New date Thu 10 Dec 2026, 01:00 to 03:00 (UTC)',
        'The spare part arrives later than its supplier had promised.',
      ),
    ).toEqual([]);
  });

  it('L3: a start names the actual time beside the planned window', async () => {
    expect(
      await missing(
        sampleMessage(sampleFacts('started')),
        'Started Thu 10 Dec 2026, 01:02 (UTC) Thu 10 Dec 2026, 02:02 (Europe/Paris, UTC+1)',
        'Planned window Thu 10 Dec 2026, 01:00 to 03:00 (UTC)',
        'The first power feed is being switched.',
      ),
    ).toEqual([]);
  });

  it('L4: progress brings its text and the promise of the next', async () => {
    const message = sampleMessage(sampleFacts('progress'));
    expect(
      await missing(
        message,
        'The first of two power feeds is on it.',
        'Next update by Thu 10 Dec 2026, 02:10 (UTC) Thu 10 Dec 2026, 03:10 (Europe/Paris, UTC+1)',
      ),
    ).toEqual([]);
    expect(
      await missing(sampleMessage(sampleFacts('progress', { phase: 'overdue' })), 'is taking longer than planned'),
    ).toEqual([]);
  });

  it('L3: completion keeps planned, actual and customer-visible time apart', async () => {
    expect(
      await missing(
        sampleMessage(sampleFacts('completed')),
        'Planned Thu 10 Dec 2026, 01:00 to 03:00 (UTC)',
        'Actual Thu 10 Dec 2026, 01:02 to 02:20 (UTC)',
        'Announced: outage, up to 30 minutes.',
        'Actual: 12 minutes.',
        'Both power feeds run on the new unit.',
      ),
    ).toEqual([]);
    expect(
      await missing(sampleMessage(sampleFacts('completed', { customerImpactMinutes: 0 })), 'Actual: none.'),
    ).toEqual([]);
  });

  it('N3, E4: a report is promised after an emergency and after an overrun, and only then', async () => {
    const overran = sampleFacts('completed', { endedAt: fromIso('2026-12-10T03:01:00Z') });
    expect(
      await missing(sampleMessage(sampleFacts('completed', EMERGENCY)), 'reason-for-outage report by email'),
    ).toEqual([]);
    expect(await missing(sampleMessage(overran), 'reason-for-outage report by email')).toEqual([]);
    expect(await found(sampleMessage(sampleFacts('completed')), 'reason-for-outage')).toEqual([]);
  });

  it('L7: a cancellation gives the reason and asks for nothing', async () => {
    const message = sampleMessage(sampleFacts('cancelled'));
    expect(
      await missing(message, 'You do not need to do anything.', 'The unit passed its test and need not be replaced.'),
    ).toEqual([]);
    expect(await found(message, 'None, if your servers')).toEqual([]);
    const midway = sampleFacts('cancelled', { startedAt: fromIso('2026-12-10T01:02:00Z') });
    expect(await missing(sampleMessage(midway), 'has been stopped', 'No further work will be done')).toEqual([]);
  });

  it('E4, E5: the RFO brings version, state, its texts, and each public measure with its date, not whose it is', async () => {
    const facts = sampleFacts('rfo');
    expect(
      await missing(
        sampleMessage(facts),
        'final reason-for-outage report (version 2)',
        'Twelve servers were without power for 12 minutes.',
        'could not be reached from 01:10 to 01:22 UTC',
        'A capacitor had aged beyond its limit.',
        'The unit was replaced.',
        'Measure the capacitors of all units of this type. Due: 2027-01-31.',
        'Replace units after six years. Due: 2027-03-31.',
      ),
    ).toEqual([]);
    const rfo = { version: 1, state: 'preliminary', summary: 'S.', rootCause: 'R.', preventiveMeasures: [] } as const;
    expect(
      await missing(sampleMessage({ ...facts, rfo: { ...rfo, preventiveMeasures: [] } }), 'preliminary', 'version 1'),
    ).toEqual([]);
  });

  it('an RFO notice without its text is refused with the notice’s name', async () => {
    const { rfo: _rfo, ...facts } = sampleFacts('rfo');
    await expect(renderer.render(sampleMessage(facts))).rejects.toThrow('MW-2026-0001 rfo-1 carries no RFO text');
  });
});

describe('the reader', () => {
  it('N4: a reader in UTC gets one line a date', async () => {
    const message = sampleMessage(sampleFacts('announcement'), {
      organization: { id: 'o', name: 'Lumen', timeZone: 'UTC', locale: 'en' },
    });
    for (const [, body] of await bodies(message)) expect(body.match(/10 Dec 2026/g)).toHaveLength(1);
  });

  it('N4: a zone this runtime does not know still gets the mail, in UTC, and is told so', async () => {
    const message = sampleMessage(sampleFacts('announcement'), {
      organization: { id: 'o', name: 'Lumen', timeZone: 'Mars/Base', locale: 'en' },
    });
    expect(
      await missing(
        message,
        '01:00 to 03:00 (UTC)',
        'All times are in UTC because we do not know the time zone "Mars/Base".',
      ),
    ).toEqual([]);
  });

  it('N4: more than 200 resources are cut there, with the count', async () => {
    const many = Array.from({ length: 212 }, (_, index): AffectedResource => {
      const [first] = SAMPLE_RESOURCES;
      if (!first) throw new Error('no sample');
      return { ...first, id: `r-${String(index)}`, name: `host-${String(index)}` };
    });
    const message = sampleMessage(sampleFacts('announcement'), { resources: many });
    expect(
      await missing(message, '212 resources', 'and 12 more resources, 212 resources in total', 'host-199 '),
    ).toEqual([]);
    expect(await found(message, 'host-200 ')).toEqual([]);
    expect((await renderer.render(message)).html.match(/<tr valign="top"><td /g)).toHaveLength(RESOURCE_LIMIT);
  });

  it('N4: a mail with 200 resources stays below the 102 kB above which Gmail cuts it off', async () => {
    const many = Array.from({ length: RESOURCE_LIMIT }, (_, index) => {
      const name = `host-${String(index)}.rack-12.prod.customer.example`;
      return { id: name, name, kind: 'virtual machine', environment: 'production', location: 'eu-1/dc-1/rack-a12' };
    }).map((resource) => ({ ...resource, impact: 'reduced-redundancy' as const }));
    const { html } = await renderer.render(sampleMessage(sampleFacts('announcement'), { resources: many }));
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
  });

  it('N4: text columns are aligned', async () => {
    const { text } = await renderer.render(sampleMessage(sampleFacts('announcement')));
    const columns = ['srv-1041', 'srv-1042', 'db-77'].map((id) =>
      text
        .split('\n')
        .find((line) => line.includes(id))
        ?.indexOf('eu-1'),
    );
    expect(new Set(columns).size).toBe(1);
    expect(columns[0]).toBeGreaterThan(0);
  });

  it('a mail to somebody without a name or a resource still reads', async () => {
    const message = sampleMessage(sampleFacts('announcement'), {
      resources: [],
      recipient: { name: '', address: 'a@b.example' },
    });
    expect(await missing(message, 'Hello,', 'We have no individual resource of yours on record')).toEqual([]);
  });
});

describe('the envelope of words', () => {
  it('C1: Message-ID, date from the facts, and the headers that keep auto-replies away', async () => {
    const message = sampleMessage(sampleFacts('progress', { notice: { kind: 'progress', revision: 3, ordinal: 2 } }));
    const mail = await renderer.render(message);
    expect(mail).toMatchObject({
      to: { name: 'Zoë Ndiaye', address: 'zoe@customer.example' },
      messageId: message.messageId,
      date: new Date(message.facts.now),
      references: [],
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'OOF, AutoReply',
        'X-Forewarn-Reference': 'MW-2026-0001',
        'X-Forewarn-Notice': 'progress-2.r3',
      },
    });
    expect(mail).not.toHaveProperty('inReplyTo');
  });

  it.each([
    [['a@x.example'], 'a@x.example', ['a@x.example']],
    [['a@x.example', 'b@x.example', 'c@x.example'], 'a@x.example', ['a@x.example', 'c@x.example']],
  ])('C1: mails of a window form a thread: %j', async (earlierMessageIds, inReplyTo, references) => {
    const mail = await renderer.render(sampleMessage(sampleFacts('reminder-7d'), { earlierMessageIds }));
    expect(mail).toMatchObject({ inReplyTo, references });
  });

  it.each(['javascript:alert(1)', 'status.provider.example', '', 'ftp://provider.example'])(
    'refuses to link to %j',
    (publicUrl) => {
      expect(() => createMessageRenderer({ providerName: 'P', publicUrl })).toThrow('must be an http or https address');
    },
  );
});

describe('hostile words', () => {
  const ATTACKS = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</td></table><a href="javascript:alert(1)">x</a>',
    '{{ mail.provider }}{% include "x" %}',
    '&lt;b&gt;',
    '<!--',
    '\u0000\u0007\u001b[31m',
  ];

  function hostile(kind: NoticeKind, attack: string): MessageFacts {
    const facts = sampleFacts(kind, EMERGENCY);
    return sampleMessage(
      {
        ...facts,
        title: attack,
        reference: attack,
        pointOfContact: attack,
        customerAction: attack,
        message: attack,
        justification: attack,
        impact: { ...facts.impact, description: attack },
        emergency: { trigger: 'infrastructure', necessity: attack, risk: attack, mitigation: attack },
        ...(facts.rfo
          ? {
              rfo: {
                ...facts.rfo,
                summary: attack,
                customerImpact: attack,
                rootCause: attack,
                resolution: attack,
                preventiveMeasures: facts.rfo.preventiveMeasures.map(() => ({
                  text: attack,
                  owner: attack,
                  due: attack,
                })),
              },
            }
          : {}),
      },
      {
        organization: { id: 'o', name: attack, timeZone: attack, locale: 'en' },
        recipient: { name: attack, address: 'zoe@customer.example' },
        resources: SAMPLE_RESOURCES.map((resource) => ({
          ...resource,
          id: attack,
          name: attack,
          kind: attack,
          location: attack,
          environment: attack,
        })),
      },
    );
  }

  it.each(NOTICE_KINDS)('%s: no name, title or text becomes an element, an attribute or a template', async (kind) => {
    const shape = htmlShape((await renderer.render(hostile(kind, 'plain'))).html);
    const words = fc.oneof(
      fc.constantFrom(...ATTACKS),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[<>"'&/=a-z{}%|]{0,30}$/),
    );
    await fc.assert(
      fc.asyncProperty(words, async (attack) => {
        // the words keep their neighbours apart, so that an empty one leaves no shorter mail
        const { html } = await renderer.render(hostile(kind, `a ${attack.replace(/[\r\n\u2028\u2029]/g, ' ')} b`));
        expect(htmlShape(html)).toEqual(shape);
      }),
      { numRuns: 40 },
    );
  });

  it('what somebody wrote reads the same in text and in HTML', async () => {
    const attack = '<b>5 > 3 & "x" {{ y }}</b>';
    expect(await missing(sampleMessage(sampleFacts('announcement', { title: attack })), attack)).toEqual([]);
  });

  it('control characters and broken surrogates do not reach either body', async () => {
    const mail = await renderer.render(hostile('announcement', 'a\u0000\u0007\u001b\u202e\ud800b'));
    for (const body of [mail.text, mail.html, mail.to.name, mail.subject]) {
      expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\p{Cs}]/u); // oxlint-disable-line no-control-regex -- none may be there
    }
  });
});
