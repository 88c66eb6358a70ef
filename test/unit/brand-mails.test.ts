import { calendarSender } from '../../channels/calendar/sender';
import { feedOf } from '../../channels/calendar/feed';
import { createMessageRenderer } from '../../channels/email/content/render';
import { allBrands, brandOf, UnknownBrand } from '../../domain/brands/brand';
import { SUPPORT_HEADING } from '../../domain/brands/support';
import type { MessageFacts } from '../../domain/notices/message';
import { isToCustomers, NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { betrayalsOf, brandedConfig, brandedMessage, brandedRenderer } from '../support/brands';
import { EMERGENCY, sampleFacts, sampleMessage } from '../support/sample-messages';

/** P7: one installation, several brands: nobody's customers see another's name, sender, colours, support or page. */

const config = brandedConfig();
const { brands } = config;
const renderer = brandedRenderer(config);
const names = allBrands(brands).map(({ id }) => id);

describe('P7: what mails say', () => {
  it('a brand that is gone writes nothing as another', async () => {
    const message = brandedMessage('gone', sampleFacts('announcement'));
    await expect(renderer.render(message)).rejects.toThrow(UnknownBrand);
  });

  it('N15: the support block is in every kind of mail to customers, in text and HTML, and in none to staff', async () => {
    for (const kind of NOTICE_KINDS) {
      for (const locale of ['en', 'de', 'fr'] as const) {
        const { text, html } = await renderer.render(brandedMessage('solara', sampleFacts(kind), { locale }));
        const isThere = isToCustomers(kind);
        expect([kind, text.includes(`\n${SUPPORT_HEADING[locale]}\n`)]).toEqual([kind, isThere]);
        expect([kind, text.includes('help@solara.example')]).toEqual([kind, isThere]);
        expect([kind, html.includes('href="tel:+33133333332"')]).toEqual([kind, isThere]);
        expect([kind, html.includes('href="mailto:help@solara.example"')]).toEqual([kind, isThere]);
      }
    }
  });

  it('N15: emergencies and running work name the emergency line first', async () => {
    const block = async (facts: MessageFacts['facts']) => {
      const { text } = await renderer.render(brandedMessage('solara', facts));
      return text
        .slice(text.indexOf('\nSupport\n'))
        .trim()
        .split('\n')
        .slice(1, 4)
        .map((line) => line.trim());
    };
    expect(await block(sampleFacts('announcement'))).toEqual([
      'Email: help@solara.example',
      'Phone: +33 1 33 33 33 31 (day and night)',
      'Emergency line, 24/7: +33 1 33 33 33 32',
    ]);
    for (const facts of [sampleFacts('announcement', EMERGENCY), sampleFacts('started'), sampleFacts('extended')])
      expect((await block(facts))[0]).toBe('Emergency line, 24/7: +33 1 33 33 33 32');
  });

  it('a brand speaks its languages: its first one to a reader of another', async () => {
    const facts = sampleFacts('announcement');
    const said = async (brand: string, locale: string, own?: string) => {
      const recipient = {
        id: 'contact:1',
        name: 'Zoë',
        address: 'z@l.example',
        ...(own === undefined ? {} : { locale: own }),
      };
      return /^(Hello|Guten Tag|Bonjour|Hallo)/m.exec(
        (await renderer.render(brandedMessage(brand, facts, { locale, recipient }))).text,
      )?.[1];
    };
    const inGerman = await said('nordwind', 'de');
    expect(await said('nordwind', 'fr')).toBe(inGerman);
    expect(await said('nordwind', 'en')).toBe('Hello');
    expect(await said('nordwind', 'en', 'fr')).toBe(inGerman);
    expect(await said('solara', 'fr')).toBe('Bonjour');
  });

  it('whom a brand’s customers ask is its support; the default one’s ask the window’s point of contact', async () => {
    const facts = sampleFacts('announcement', { pointOfContact: 'anna@grundwerk.example' });
    expect((await renderer.render(brandedMessage('', facts))).text).toContain('anna@grundwerk.example');
    const { text, calendar } = await renderer.render(brandedMessage('nordwind', facts));
    expect(text).not.toContain('anna');
    expect(calendar?.text).not.toContain('anna');
  });

  it('without a brand, the support block is all that is new', async () => {
    const { own } = brands;
    const plain = createMessageRenderer({ providerName: own.providerName, publicUrl: own.publicUrl });
    const withBlock = createMessageRenderer({ providerName: own.providerName, publicUrl: own.publicUrl, brand: own });
    for (const kind of NOTICE_KINDS) {
      const message = sampleMessage(sampleFacts(kind));
      const before = await plain.render(message);
      const after = await withBlock.render(message);
      const block = /\nSupport\n(?: {2}.*\n)+(?=\n)/;
      expect(after.text.replace(block, '').replace(/\n{3,}/g, '\n\n')).toBe(before.text);
      const inHtml = /\n<h2[^>]*>Support<\/h2>\n\n?<p[^>]*>.*<\/p>\n?(?=\n)/;
      expect(after.html.replace(inHtml, '').replace(/\n+/g, '\n')).toBe(before.html.replace(/\n+/g, '\n'));
      expect([kind, block.test(after.text)]).toEqual([kind, isToCustomers(kind)]);
      const { text: _t, html: _h, pieces: _p, ...rest } = after;
      const { text: _t2, html: _h2, pieces: _p2, ...restBefore } = before;
      expect(rest).toEqual(restBefore);
    }
  });
});

describe('P7: calendars', () => {
  test.each(names)(
    '%p: events in mails and feeds have the brand’s organizer, address, domain and support',
    async (brand) => {
      const facts = sampleFacts('announcement', EMERGENCY);
      const mail = await renderer.render(brandedMessage(brand, facts));
      const feed = feedOf(
        {
          name: 'Maintenance',
          locale: 'en',
          events: [
            { facts, organization: { id: 'org-1' }, resources: [], revision: { sequence: 1, revisedAt: facts.now } },
          ],
        },
        calendarSender(brandOf(brands, brand)),
      );
      for (const text of [mail.calendar?.text ?? '', feed].map((folded) => folded.replace(/\r\n /g, ''))) {
        expect(betrayalsOf(text, brand)).toEqual([]);
        const { publicUrl, support } = brandOf(brands, brand);
        expect(text).toContain(`URL:${publicUrl}/windows/`);
        expect(text).toContain(`Support\\nEmergency line\\, 24/7: ${support.emergency ?? ''}\\nEmail: ${support.mail}`);
        const domain = new URL(publicUrl).hostname.replace('status.', '');
        expect(text).toContain(`X-MAINTNOTE-PROVIDER:${domain}`);
        expect(text).toMatch(new RegExp(`ORGANIZER;CN=[^:]*:mailto:[a-z]+@${domain}`));
        expect(text).toMatch(new RegExp(`UID:.*@${domain}`));
      }
    },
  );
});
