import { objectionMail, type ObjectionNews } from '../../channels/email/content/objection-mail';
import { createMessageRenderer } from '../../channels/email/content/render';
import { fillSaid } from '../../channels/email/content/said/fill';
import type { MessageFacts } from '../../domain/notices/message';
import { isToCustomers, NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { NOTICES } from '../../domain/notices/notices';
import { pageOrganization } from '../../domain/notices/page-audience';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { brandedConfig, brandedMessage, brandedRenderer } from '../support/brands';
import { sampleFacts, sampleMessage } from '../support/sample-messages';

const OPTIONS = { providerName: 'Nimbus', publicUrl: 'https://status.nimbus.example/', keepsWords: true };
const PAGE = 'https://status.nimbus.example/portal/windows/MW-2026-0001';
const withPortal = createMessageRenderer({ ...OPTIONS, hasPortal: true });
const without = createMessageRenderer(OPTIONS);
const CUSTOMER_KINDS = NOTICE_KINDS.filter((kind) => isToCustomers(kind));

type Reader = Partial<Pick<MessageFacts, 'organization' | 'recipient'>>;
const zoe = { id: 'contact:zoe', name: 'Zoe', address: 'zoe@acme.example' };
const organization = { id: 'acme', name: 'Acme', timeZone: 'UTC', locale: 'en' };
const central = { id: 'organization:acme', name: 'Zoe', address: 'maintenance@acme.example' };

const linksOf = (html: string) => [...html.matchAll(/href="([^"]*portal[^"]*)"/g)].map(([, href]) => href);

describe.each(CUSTOMER_LANGUAGES)('P8: a mail to a contact in %s', (locale) => {
  test.each(CUSTOMER_KINDS)('leads to the page of the window in the portal, as HTML and as text: %s', async (kind) => {
    for (const isPrivate of [true, false]) {
      const message = sampleMessage(sampleFacts(kind, { private: isPrivate }), {
        ...{ organization: { ...organization, locale }, recipient: zoe },
      });
      const { html, text, said } = await withPortal.render(message);
      // the whole address: nothing in it that is anybody's own
      expect(linksOf(html)).toEqual([PAGE]);
      expect(text).toMatch(new RegExp(`^  ${PAGE}$`, 'm'));
      // what is kept of it gives the same words again (T1)
      expect(said && fillSaid(said.text, message)).toBe(text);
      const plain = await without.render(message);
      expect(plain.html + plain.text).not.toContain('portal');
      // what was said without the link is said without it for good
      expect(plain.said && fillSaid(plain.said.text, message)).toBe(plain.text);
    }
  });
});

test('T9: who cannot sign in gets no such link: a central address, a subscriber of the page, staff', async () => {
  const readers: readonly Reader[] = [
    { organization, recipient: central },
    { organization: { ...organization, id: pageOrganization('') }, recipient: { ...zoe, id: 'subscriber:1' } },
  ];
  for (const reader of readers) {
    const { html, text } = await withPortal.render(sampleMessage(sampleFacts('announcement'), reader));
    expect(html + text).not.toContain('portal');
  }
  for (const kind of NOTICE_KINDS.filter((one) => NOTICES[one].to === 'staff')) {
    const { html, text } = await withPortal.render(sampleMessage(sampleFacts(kind), { recipient: zoe }));
    expect(html + text).not.toContain('/portal');
  }
});

test('N8: one organization’s contacts and its central address share no shape of a mail', async () => {
  const facts = sampleFacts('announcement');
  const { resources } = sampleMessage(facts);
  const readers = [zoe, central, { ...zoe, id: 'contact:ben', name: 'Ben' }, { ...central, name: 'Bolt' }];
  for (let round = 0; round < 4; round++) {
    for (const recipient of readers) {
      const message = sampleMessage(facts, { organization, recipient, resources });
      const { html, text, said } = await withPortal.render(message);
      expect(linksOf(html)).toEqual(recipient.id.startsWith('contact:') ? [PAGE] : []);
      expect(said && fillSaid(said.text, message)).toBe(text);
    }
  }
});

test('P7: each brand’s mails lead to its own portal', async () => {
  const config = brandedConfig();
  const renderer = brandedRenderer(config);
  for (const brand of ['', 'nordwind', 'solara']) {
    const { html } = await renderer.render(brandedMessage(brand, sampleFacts('announcement')));
    const host = `https://status.${brand || 'grundwerk'}.example`;
    expect(linksOf(html)).toEqual([`${host}/portal/windows/MW-2026-0001`]);
  }
});

test.each(CUSTOMER_LANGUAGES)('S9: so does the mail that refuses an objection, in %s', (locale) => {
  const now = sampleFacts('announcement').now;
  const news: ObjectionNews = {
    ...{ kind: 'refusal', id: 1, taskId: 2, reference: 'MW-2026-0001', title: 'Replace the unit', words: {} },
    ...{ to: { ...zoe, locale }, organizationName: 'Acme', objection: 'No.', reason: 'It is not safe.' },
    ...{ startsAt: now, locksAt: now, dueFor: now },
  };
  const sender = { providerName: 'Nimbus', messageDomain: 'nimbus.example' };
  const mail = objectionMail({ ...news, portalUrl: PAGE }, sender);
  expect(linksOf(mail.html)).toEqual([PAGE]);
  expect(mail.text).toMatch(new RegExp(`^  ${PAGE}$`, 'm'));
  expect(objectionMail(news, sender).text).not.toContain('portal');
});
