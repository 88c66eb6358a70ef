import { createMessageRenderer } from '../../channels/email/content/render';
import type { AffectedResource, NoticeFacts } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';
import { DAY } from '../../domain/shared/time';
import { textOfHtml } from '../support/html';
import { sampleFacts, sampleMessage } from '../support/sample-messages';

const renderer = createMessageRenderer({ providerName: 'Nimbus', publicUrl: 'https://status.nimbus.example' });

const ACME: AffectedResource = {
  ...{ id: 'acme', name: 'Acme', kind: 'customer', environment: '', location: '2 resources', impact: 'outage' },
  contacts: [
    { name: 'Ann <Ode>', address: 'ann@acme.example', roles: ['maintenance'] },
    { name: '', address: 'ops@acme.example', roles: [] },
  ],
};
const CUSTOMERS: readonly AffectedResource[] = [
  ACME,
  {
    ...{ id: 'bolt', name: 'Bolt', kind: 'customer', location: '1 resource', impact: 'outage', contacts: [] },
    environment: 'nobody can be told: no contact',
  },
  {
    ...{ id: 'cube', name: 'Cube', kind: 'customer', environment: '', location: '1 resource', impact: 'outage' },
    change: 'gone',
  },
];

async function render(kind: NoticeKind, changes: Partial<NoticeFacts> = {}, resources = CUSTOMERS, locale = 'en') {
  const organization = { id: 'staff:rita', name: 'Rita', timeZone: 'Etc/UTC', locale };
  const recipient = { name: 'Rita', address: 'rita@provider.example' };
  const mail = await renderer.render(sampleMessage(sampleFacts(kind, changes), { organization, recipient, resources }));
  return { text: mail.text, html: textOfHtml(mail.html) };
}

const STARTED = { startedAt: sampleFacts('started').startedAt ?? 0 };

describe('N12: a list of customers', () => {
  test('says whom to call at each, who is no longer affected, and nothing of an outage for those', async () => {
    const { text, html } = await render('staff-list');
    const lines = text.split('\n');
    const at = lines.indexOf('Customers to tell');
    expect(lines.slice(at + 1, at + 7)).toEqual([
      '  Cube (cube): 1 resource, no longer affected',
      '  Acme (acme): 2 resources, outage, up to 30 minutes',
      '    Ann <Ode>, ann@acme.example (maintenance)',
      '    ops@acme.example',
      '  Bolt (bolt): 1 resource, outage, up to 30 minutes; nobody can be told: no',
      '  contact',
    ]);
    expect(text.replace(/\s+/g, ' ')).toContain('affects 2 of your customers');
    for (const said of ['Cube (cube)', 'no longer affected', 'Ann <Ode>, ann@acme.example (maintenance)']) {
      expect(html).toContain(said);
    }
  });

  test('names for two people the contacts of each, although their mails look alike', async () => {
    const others = CUSTOMERS.map((one) => ({
      ...one,
      contacts: [{ name: 'Eve', address: 'eve@else.example', roles: [] }],
    }));
    for (let mails = 0; mails < 3; mails++) expect((await render('staff-list')).text).toContain('ann@acme.example');
    const { text } = await render('staff-list', {}, others);
    expect(text).toContain('eve@else.example');
    expect(text).not.toContain('ann@acme.example');
  });

  test('has a heading of its own for each kind of list, and the reason', async () => {
    const heads = async (kind: NoticeKind, changes: Partial<NoticeFacts>) => {
      const { text } = await render(kind, { message: 'The reason.', ...changes });
      expect(text).toContain('The reason.');
      return text
        .split('\n')
        .filter((line) => /^(Customers|Your customers)/.test(line) && !line.startsWith('Customers saw'));
    };
    const changes = [{ field: 'scope' }] as const;
    expect(await heads('staff-list', {})).toEqual(['Customers to tell']);
    expect(await heads('staff-list', { changes })).toEqual(['Customers to tell of the change']);
    expect(await heads('staff-list', { phase: 'cancelled' })).toEqual(['Customers to tell that it is called off']);
    expect(await heads('staff-list', { phase: 'in-progress', ...STARTED })).toEqual(['Your customers in this work']);
    expect(await heads('staff-list', { phase: 'completed', ...STARTED })).toEqual(['Customers to tell how it ended']);
    expect(await heads('staff-nag', {})).toEqual(['Customers you have not told yet']);
  });

  test('asks to tick off, with the commands, except at the start, when there is nothing to tell', async () => {
    const tick = 'forewarn tasks --mine --window MW-2026-0001';
    expect((await render('staff-list')).text).toContain(tick);
    expect((await render('staff-nag', { phase: 'completed', ...STARTED })).text).toContain(tick);
    expect((await render('staff-list', { phase: 'in-progress', ...STARTED })).text).not.toContain(tick);
  });

  test('of more customers than fit says how many there are', async () => {
    const many = Array.from({ length: 203 }, (_, i) => ({ ...ACME, id: `c${String(i)}` }));
    for (const [locale, words] of [
      ['en', 'and 3 more customers, 203 customers in total'],
      ['de', 'und 3 weitere, 203 Kunden insgesamt'],
      ['fr', 'et 3 de plus, 203 clients au total'],
    ] as const) {
      expect((await render('staff-list', {}, many, locale)).text).toContain(words);
    }
  });
});

describe('P1: a mail to staff', () => {
  const page = 'https://status.nimbus.example/windows/MW-2026-0001';

  test('links to the page once it opens, and says the command always', async () => {
    for (const kind of ['brief', 'approval-request', 'brief-cancelled'] as const) {
      const before = await render(kind, { unlisted: true });
      for (const body of Object.values(before)) {
        expect(body).not.toContain('status.nimbus.example');
        expect(body).toContain('forewarn window MW-2026-0001');
      }
      expect((await render(kind)).text).toContain(page);
      expect((await render(kind, { private: true })).text).not.toContain(page);
    }
  });

  test('of another scope says how many are affected, not what they were before, and has customers’ introduction once', async () => {
    const breadth = [{ ...ACME, id: '3 of 40 customers', name: '3 of 40 customers' }];
    const facts = {
      changes: [{ field: 'scope' }],
      introduction: 'We are sorry.',
      now: sampleFacts('brief').now - DAY,
    } as const;
    const { text } = await render('brief-changed', facts, breadth);
    expect(text).toContain('3 of 40 customers, 2 resources: outage, up to 30 minutes');
    expect(text).not.toContain('We are sorry.');
  });
});

test('P8: mails to staff lead to the console where people sign in, and those to customers do not', async () => {
  const options = { providerName: 'Nimbus', publicUrl: 'https://status.nimbus.example' };
  const inside = createMessageRenderer({ ...options, hasConsole: true });
  const way = 'https://status.nimbus.example/console/windows/';
  for (const kind of ['staff-list', 'approval-request'] as const) {
    const mail = await inside.render(sampleMessage(sampleFacts(kind, { private: true }), { resources: CUSTOMERS }));
    expect(mail.text).toContain(way);
    expect(mail.html).toContain(`href="${way}`);
    expect((await render(kind)).text).not.toContain('/console/');
  }
  const customer = await inside.render(sampleMessage(sampleFacts('announcement')));
  expect(customer.text + customer.html).not.toContain('/console/');
});
