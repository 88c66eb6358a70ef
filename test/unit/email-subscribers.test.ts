import type { OutgoingMail } from '../../activities/ports/mail';
import { createComposer } from '../../channels/email/mime/compose';
import { createMessageRenderer } from '../../channels/email/content/render';
import { confirmationMail } from '../../channels/email/content/confirmation-mail';
import type { AffectedResource, NoticeFacts } from '../../domain/notices/message';
import { isOptionalKind, NOTICE_KINDS, subscriberRule } from '../../domain/notices/notice-kinds';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { textOfHtml } from '../support/html';
import { EMERGENCY, sampleFacts, sampleMessage } from '../support/sample-messages';

const renderer = createMessageRenderer({
  ...{ providerName: 'Example Provider', publicUrl: 'https://status.provider.example' },
  tokenFor: (recipient) => (recipient.startsWith('organization:') ? undefined : recipient.replace(':', '.')),
});
const composer = createComposer({ name: 'Maintenance', address: 'maintenance@provider.example' });
const KINDS = NOTICE_KINDS.filter((kind) => subscriberRule(kind) !== undefined);
const PLACES: AffectedResource[] = [
  {
    ...{ id: 'eu-1/dc-1', name: 'Vienna 1', kind: 'location', location: 'eu-1/dc-1', environment: 'Europe' },
    impact: 'outage',
  },
  {
    ...{ id: 'eu-1/dc-2', name: 'Vienna 2', kind: 'location', location: 'eu-1/dc-2', environment: 'Europe' },
    impact: 'outage',
  },
];
const PAGE = { id: PAGE_ORGANIZATION, name: '', timeZone: 'Etc/UTC', locale: 'en', calendarMode: 'none' } as const;

const toSubscriber = (facts: NoticeFacts, locale = 'en') =>
  renderer.render(
    sampleMessage(facts, {
      ...{ organization: { ...PAGE, locale }, resources: PLACES },
      recipient: { id: 'subscriber:1', name: '', address: 'fan@example.org' },
    }),
  );
const toContact = (facts: NoticeFacts, id?: string) =>
  renderer.render(
    sampleMessage(facts, { recipient: { ...(id ? { id } : {}), name: 'Zoe', address: 'zoe@acme.example' } }),
  );
const headersOf = (mail: OutgoingMail) => composer.compose(mail, { eightBit: false }).headers;

describe('C2: what subscribers of the page read', () => {
  it.each(KINDS)('%s: the affected locations, and where to decide about it', async (kind) => {
    const mail = await toSubscriber(sampleFacts(kind));
    for (const words of [mail.text, textOfHtml(mail.html)]) {
      expect(words).toContain('Vienna 2');
      expect(words).toContain('https://status.provider.example/subscribe/manage/subscriber.1');
      expect(words).toContain('https://status.provider.example/unsubscribe/subscriber.1');
      expect(words).toContain('Example Provider status page');
      expect(words).not.toMatch(/\b(your|Your) (affected )?resources\b|null|undefined/);
    }
    expect(mail.calendar).toBeUndefined();
  });

  it.each(['en', 'de', 'fr'])('N7: nothing the page does not show (%s)', async (locale) => {
    const canary = 'canary';
    const rfo = sampleFacts('rfo').rfo;
    if (!rfo) throw new Error('the sample has a report');
    for (const kind of KINDS) {
      const facts = sampleFacts(kind, {
        ...EMERGENCY,
        emergency: { trigger: 'third-party', necessity: canary, risk: canary, mitigation: canary },
        justification: canary,
        introduction: canary,
        pointOfContact: `${canary}@provider.example`,
        alternate: { slot: sampleFacts(kind).slot, decideBy: sampleFacts(kind).now },
        ...(kind === 'changed' ? { changes: [{ field: 'introduction' }, { field: 'scope' }] } : {}),
        ...(kind === 'rfo'
          ? { rfo: { ...rfo, preventiveMeasures: [{ text: 'A pump.', owner: canary, due: '2026-12-31' }] } }
          : {}),
      });
      const { text, html } = await toSubscriber(facts, locale);
      expect(`${kind}: ${text}${html}`).not.toContain(canary);
      expect(`${kind}: ${(await toContact(facts)).text}`).toContain(canary);
    }
  });
});

describe('C1: List-Unsubscribe', () => {
  const LINES = (recipient: string) =>
    new RegExp(
      `\\r\\nList-Unsubscribe: <https://status\\.provider\\.example/unsubscribe/${recipient}>\\r\\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\\r\\n`,
    );

  it('stands in every mail to a subscriber', async () => {
    for (const kind of KINDS) expect(headersOf(await toSubscriber(sampleFacts(kind)))).toMatch(LINES('subscriber\\.1'));
  });

  it('stands in a contact’s mails of the optional kinds, and in no other', async () => {
    for (const kind of NOTICE_KINDS) {
      const headers = headersOf(await toContact(sampleFacts(kind), 'contact:zoe'));
      const has = LINES('contact\\.zoe').test(headers) || headers.includes('List-Unsubscribe');
      expect([kind, has]).toEqual([kind, isOptionalKind(kind)]);
    }
  });

  it('N7: in no mail of a private window, to no central address, and in nothing that is only shown', async () => {
    const mails = [
      await toContact(sampleFacts('progress', { private: true }), 'contact:zoe'),
      await toContact(sampleFacts('progress'), 'organization:acme'),
      await toContact(sampleFacts('progress')),
    ];
    for (const mail of mails) expect(mail.unsubscribe).toBeUndefined();
  });

  it('is one line however long the address is', async () => {
    const headers = headersOf(await toContact(sampleFacts('progress'), `contact:${'z'.repeat(400)}`));
    expect(headers).toMatch(/\r\nList-Unsubscribe: <https:\/\/\S+z{400}>\r\n/);
  });
});

it('the confirmation says that somebody else may have asked, and carries nothing of theirs', () => {
  const mail = confirmationMail({
    ...{ address: 'fan@example.org', token: 'abc', providerName: 'Example & Sons\r\nBcc: x@y.example' },
    ...{ publicUrl: 'https://status.provider.example', messageDomain: 'provider.example', now: 0 },
  });
  for (const words of [mail.text, textOfHtml(mail.html)]) {
    expect(words).toContain('Somebody, perhaps you');
    expect(words).toContain('https://status.provider.example/subscribe/confirm/abc');
    expect(words).toContain('Example & Sons');
  }
  expect(headersOf(mail)).not.toMatch(/\r\nBcc:/);
  expect(mail.messageId).not.toContain('abc');
});
