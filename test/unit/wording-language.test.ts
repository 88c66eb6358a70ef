import { LANGUAGES } from '../../channels/email/content/languages/languages';
import { feedOf } from '../../channels/calendar/feed';
import { confirmationMail } from '../../channels/email/content/confirmation-mail';
import { objectionMail } from '../../channels/email/content/objection-mail';
import { createMessageRenderer } from '../../channels/email/content/render';
import type { NoticeFacts } from '../../domain/notices/message';
import { NOTICE_KINDS, isToCustomers } from '../../domain/notices/notice-kinds';
import { allDone, OWN_WORDS } from '../../domain/notices/own-words';
import { languagesRead } from '../../domain/notices/wording-language';
import type { Wording } from '../../domain/window/types';
import { decideWorkReport } from '../../domain/window/work-report';
import { openingSchema, toSpec } from '../../domain/window/opening';
import { textOfHtml } from '../support/html';
import { EMERGENCY, SAMPLE_RESOURCES, sampleFacts, sampleMessage } from '../support/sample-messages';
import { CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

/** Nothing mixed (N4, P2): a part in another language than its mail says so, and planners are told before. */

const renderer = createMessageRenderer({
  providerName: 'Prov',
  publicUrl: 'https://status.provider.example',
  calendar: { domain: 'provider.example', organizer: { name: 'Prov', address: 'noc@provider.example' } },
});

const GERMAN: Required<Wording> = {
  title: 'Stromverteilung in Rack A12 tauschen',
  introduction: 'Wir tauschen die Stromverteilung.',
  impactDescription: 'Jeder Server ist einmal ohne Strom.',
  customerAction: 'Bitte sichern Sie Ihre Daten.',
};

async function mailFor(facts: NoticeFacts, locale: string) {
  const mail = await renderer.render(
    sampleMessage(facts, {
      organization: { id: 'o', name: 'Org', timeZone: 'Europe/Paris', locale },
      calendar: { sequence: 1, revisedAt: facts.now },
    }),
  );
  const calendar = (mail.calendar?.text ?? '').replaceAll('\r\n ', '');
  return {
    ...mail,
    calendar,
    words: textOfHtml(mail.html).replace(/\s+/g, ' '),
    lines: mail.text.replace(/\s+/g, ' '),
  };
}

const NOTES: Readonly<Record<string, string>> = {
  de: 'Dieser Teil liegt nur auf Englisch vor.',
  fr: 'Cette partie n’est disponible qu’en anglais.',
};

describe('N4: a mail in a language the window has no words in', () => {
  it.each(Object.keys(NOTES))(
    '%s: each part says so once, in both bodies, and carries its language',
    async (locale) => {
      const note = NOTES[locale] ?? '';
      const facts = sampleFacts('announcement', { introduction: 'Dear customers.' });
      const { html, words, lines } = await mailFor(facts, locale);
      for (const body of [words, lines]) expect(body.split(note)).toHaveLength(5);
      for (const part of [facts.title, 'Dear customers.', facts.impact.description, 'None, if your servers']) {
        const place = html.indexOf(part, html.indexOf('<body'));
        expect(html.slice(html.lastIndexOf('<', place), place)).toContain(' lang="en"');
      }
      expect(lines).toContain(`${facts.title} (${note})`);
    },
  );

  it('a translation takes the place of each part it has; the others stay marked', async () => {
    const { introduction: _introduction, ...translated } = GERMAN;
    const facts = sampleFacts('announcement', { introduction: 'Dear customers.', translations: { de: translated } });
    const { html, words, lines, calendar } = await mailFor(facts, 'de-AT');
    for (const body of [words, lines]) {
      for (const sentence of Object.values(translated)) expect(body).toContain(sentence);
      expect(body).not.toContain(facts.title);
      expect(body.split(NOTES.de ?? '')).toHaveLength(2);
    }
    expect(html.match(/ lang="en"/g)).toHaveLength(1);
    expect(calendar).toContain(`Was Sie tun sollten: ${translated.customerAction}`);
    expect(calendar).toContain('Ihre betroffenen Ressourcen:');
    expect(calendar).not.toMatch(/What to do|Your affected|Contact:/);
  });

  it("the window's own language is what its readers get without a word, and what others are told", async () => {
    const facts = sampleFacts('announcement', { ...GERMAN, language: 'de' });
    expect((await mailFor(facts, 'de')).html).not.toContain('nur auf');
    const english = await mailFor(facts, 'en');
    expect(english.words).toContain('This part is only available in German.');
    expect(english.html).toContain('lang="de"');
    // a reader of a language we do not write in: the mail is English, and theirs needs no word
    const own = await mailFor(sampleFacts('announcement', { ...GERMAN, language: 'pt' }), 'pt-BR');
    expect(own.html).toContain('lang="pt"');
    expect(own.words).not.toContain('only available');
    // and the mail of the next reader of the same shape still does
    const spanish = await mailFor(sampleFacts('announcement', { ...GERMAN, language: 'pt' }), 'es');
    expect(spanish.words).toContain('This part is only available in Portuguese.');
  });

  it("a customer's feed is in the organization's language, in the words of its mails", () => {
    const sender = {
      domain: 'p.example',
      organizer: { name: 'Prov', address: 'noc@p.example' },
      publicUrl: 'https://p.example',
    };
    const facts = sampleFacts('announcement', { translations: { de: GERMAN } });
    const event = {
      facts,
      organization: { id: 'o' },
      resources: SAMPLE_RESOURCES,
      revision: { sequence: 1, revisedAt: 0 },
    };
    const feed = (locale: string) => feedOf({ name: 'Org', locale, events: [event] }, sender).replaceAll('\r\n ', '');
    expect(feed('de-CH')).toContain(`Was Sie tun sollten: ${GERMAN.customerAction}`);
    expect(feed('de-CH')).toMatch(/SUMMARY:SCHEDULED - Stromverteilung/);
    expect(feed('en')).toContain('What to do: None\\, if your servers');
  });

  it.each(NOTICE_KINDS.filter(isToCustomers))(
    '%s: whatever people wrote is marked, in every language',
    async (kind) => {
      for (const locale of Object.keys(NOTES)) {
        const facts = sampleFacts(kind, EMERGENCY);
        const { html } = await mailFor(facts, locale);
        const written = [
          facts.message,
          facts.emergency?.risk,
          facts.rfo?.rootCause,
          facts.rfo?.preventiveMeasures[0]?.text,
        ];
        for (const words of written) {
          const [line] = words?.split('\n') ?? [];
          if (line === undefined || !html.includes(line)) continue;
          const place = html.indexOf(line);
          expect([kind, html.slice(html.lastIndexOf('<', place), place)]).toEqual([
            kind,
            expect.stringContaining(' lang="en"') as string,
          ]);
        }
      }
    },
  );

  it.each(Object.keys(LANGUAGES))(
    '%s: what the reader should do, where nothing was given, is in their language',
    async (locale) => {
      const { customerAction } = toSpec(
        openingSchema.parse(openingBody({ customerAction: undefined })),
        'noc@p.example',
      );
      const { lines, calendar } = await mailFor(sampleFacts('announcement', { customerAction }), locale);
      const nothing = { en: 'None.', de: 'Nichts.', fr: 'Rien.' }[locale] ?? '?';
      expect(lines).toContain(` ${nothing} `);
      expect(calendar).toContain(nothing);
      for (const body of [lines, calendar]) expect(body.includes('None.')).toBe(locale === 'en');
    },
  );
});

describe('S5, S9: what the window itself gives as a reason or an outcome', () => {
  const outcomes = [...Object.values(OWN_WORDS), allDone('14 of 20 done, 6 skipped')];

  it.each(outcomes)('%s is said in the language of each reader', async (message) => {
    for (const locale of Object.keys(NOTES)) {
      const { lines, html } = await mailFor(
        sampleFacts('cancelled', { message, title: 'X1', language: locale }),
        locale,
      );
      expect(lines).not.toContain(message);
      expect(html).not.toContain(' lang="en"');
    }
    expect((await mailFor(sampleFacts('cancelled', { message }), 'en')).lines).toContain(message);
  });

  it('keeps its figures, and is not taken for what a person wrote', async () => {
    const german = async (message: string) => (await mailFor(sampleFacts('completed', { message }), 'de')).lines;
    expect(await german(allDone('14 of 20 done, 6 skipped'))).toContain('abgeschlossen: 14 von 20 erledigt.');
    expect(await german('All planned work is done: at last.')).toContain('done: at last. (Dieser Teil');
  });

  it('is what the window says when its work is done', () => {
    const window = new CoreWindow(openedEvent(openingBody({ work: {} })));
    const counts = { done: 3, failed: 0, unknown: 0, skipped: 0, left: 0 };
    const [called] = decideWorkReport(window.state, { state: 'nothing-left', counts }, window.now);
    expect(called).toMatchObject({ type: 'cancelled', reason: OWN_WORDS.nothingLeft });
    window.runUntil(window.state.spec.slot.startsAt);
    window.give('start');
    const ended = decideWorkReport(window.state, { state: 'finished', counts }, window.now);
    expect(ended).toContainEqual(expect.objectContaining({ type: 'completed', message: allDone('3 of 3 done') }));
  });
});

describe('P2: edit', () => {
  const translations = { de: GERMAN, fr: { title: 'Remplacer' } };
  const window = () => new CoreWindow(openedEvent(openingBody({ introduction: 'Before.', translations })));

  it('drops translations of a sentence that says something else now, unless they are given anew, and the record says so', () => {
    const edited = window();
    expect(edited.give('edit', { title: 'Two racks', translations: { de: { title: 'Zwei Racks' } } })).toBeUndefined();
    const { title: _title, ...others } = GERMAN;
    expect(edited.state.spec.translations).toEqual({ de: { ...others, title: 'Zwei Racks' } });
    expect(edited.log.map(({ event }) => event)).toContainEqual(expect.objectContaining({ stale: ['title'] }));
  });

  it('keeps them where the sentence stays the same, and in events recorded before there was such a rule', () => {
    const edited = window();
    const { spec } = edited.state;
    expect(edited.give('edit', { title: spec.title, introduction: 'After.' })).toBeUndefined();
    expect(edited.state.spec.translations?.fr).toEqual({ title: 'Remplacer' });
    expect(edited.state.spec.translations?.de).not.toHaveProperty('introduction');
    expect(edited.state.spec.translations?.de).toHaveProperty('title');
  });

  it('says in a mail what is new in the language of its reader', async () => {
    const changes = [{ field: 'title' as const, to: 'Two racks' }];
    const facts = sampleFacts('changed', { title: 'Two racks', changes });
    const translated = { ...facts, translations: { de: { title: 'Zwei Racks' } } };
    expect((await mailFor(translated, 'de')).lines).toContain('Er lautet jetzt „Zwei Racks“');
    expect((await mailFor(facts, 'de')).lines).toMatch(/Was sich geändert hat Der Titel\. /);
    expect((await mailFor(facts, 'en')).lines).toContain('it is now "Two racks"');
  });
});

describe('N4: what a planner is told', () => {
  const readers = ['en', 'de', 'de-AT', 'fr'].map((locale, place) => ({ locale, contacts: 10 - place }));
  const missing = (spec: Parameters<typeof languagesRead>[0]) =>
    Object.fromEntries(languagesRead(spec, readers).map((read) => [read.locale, read.missing]));

  it('is which sentences each language lacks, and nothing of what the window does not say', () => {
    const spec = { introduction: 'Dear customers.', customerAction: 'Stop.', translations: { de: { title: 'Titel' } } };
    const german = ['introduction', 'impactDescription', 'customerAction'];
    expect(missing(spec)).toEqual({ en: [], de: german, 'de-AT': german, fr: ['title', ...german] });
    expect(missing({ customerAction: 'None.' }).fr).toEqual(['title', 'impactDescription']);
    expect(missing({ customerAction: 'Stop.', language: 'de' })).toMatchObject({ de: [], 'de-AT': [] });
    expect(missing({ customerAction: 'Stop.', language: 'de' }).en).toHaveLength(3);
  });
});

describe('P2: the short mails to customers', () => {
  const sender = { providerName: 'Prov', messageDomain: 'provider.example' };
  const confirmation = {
    ...sender,
    address: 'a@b.example',
    token: 't',
    publicUrl: 'https://status.p.example',
    now: T0,
  };
  const refusal = (locale: string) => ({
    ...{
      kind: 'refusal' as const,
      id: 1,
      taskId: 2,
      reference: 'MW-2026-0001',
      title: 'Replace <b>',
      objection: 'No.',
    },
    ...{ to: { name: 'Ada', address: 'ada@b.example', locale }, organizationName: 'Org', reason: 'Not <i> safe.' },
    ...{ words: { translations: { de: { title: 'Tauschen' } } }, startsAt: T0, locksAt: T0, dueFor: T0 },
  });

  it('a confirmation is in the language of the page it was asked on, and so is the page it leads to', () => {
    const german = confirmationMail({ ...confirmation, locale: 'de' });
    expect(german.subject).toBe('Bitte bestätigen: Wartungen von Prov');
    expect(german.html).toContain('<html lang="de">');
    expect(german.text).toMatch(/^Guten Tag,\n/);
    expect(german.text).toContain('/subscribe/confirm/t?lang=de');
    expect(confirmationMail({ ...confirmation, locale: 'fr' }).text).toMatch(/^Bonjour,\n/);
    expect(confirmationMail(confirmation).text).toMatch(/subscribe\/confirm\/t\n/);
  });

  it('a refusal is in the language of its reader, with the reason marked as what it was written in', () => {
    const german = objectionMail(refusal('de-AT'), sender);
    expect(german.subject).toBe('[MW-2026-0001] Zu Ihrem Einspruch');
    expect(german.text.replace(/\s+/g, ' ')).toContain(
      '„Tauschen“, widersprochen; die Wartung beginnt am Mi 25. Nov 2026',
    );
    expect(german.text).toContain('Not <i> safe.\n(Dieser Teil liegt nur auf Englisch vor.)');
    expect(german.html).toMatch(/<p lang="en"[^>]*>Not &lt;i&gt; safe\.<\/p>/);
    expect(textOfHtml(german.html)).toContain('Dieser Teil liegt nur auf Englisch vor.');
    const french = objectionMail(refusal('fr'), sender).text;
    expect(french).toContain('Cette partie n’est disponible qu’en anglais.');
    expect(french).toContain('Replace <b>');
    expect(objectionMail(refusal('en'), sender).html).not.toContain(' lang="en" ');
  });

  it('a reminder to the staff stays in theirs', () => {
    const { text, subject } = objectionMail({ ...refusal('de'), kind: 'reminder' }, sender);
    expect([subject, text]).toEqual([
      expect.stringContaining('waits for your answer'),
      expect.stringMatching(/^Hello,/),
    ]);
  });
});
