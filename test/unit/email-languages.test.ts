import { LANGUAGES, languageFor, languageOf } from '../../channels/email/content/languages/languages';
import { leadOf } from '../../channels/email/content/languages/lead';
import { modelOf } from '../../channels/email/content/mail-model';
import { createMessageRenderer } from '../../channels/email/content/render';
import { zoneOf } from '../../channels/email/content/times';
import type { AffectedResource } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { NOTICES } from '../../domain/notices/notices';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { everyVariant } from '../support/mail-variants';
import { SAMPLE_RESOURCES, sampleFacts, sampleMessage } from '../support/sample-messages';

const options = { providerName: 'Prov', publicUrl: 'https://status.provider.example' };
const renderer = createMessageRenderer(options);

describe.each(Object.keys(LANGUAGES))('P2: mails in language %s', (locale) => {
  it.each(NOTICE_KINDS)('%s: the same from a skeleton as by itself', async (kind) => {
    const [message] = everyVariant(kind, locale);
    if (!message) throw new Error('each kind has a message');
    const alone = await createMessageRenderer(options).render(message);
    // the second mail of a shape makes the skeleton, the third comes from it
    const mails = [];
    for (const name of ['Ben', 'Cy', 'Ada']) {
      mails.push(await renderer.render({ ...message, recipient: { ...message.recipient, name } }));
    }
    expect({ ...mails[2], pieces: undefined }).toEqual(alone);
  });

  it('N4: dates, spans and figures as the language writes them', async () => {
    const message = sampleMessage(sampleFacts('announcement'), {
      organization: { id: 'o', name: 'Org', timeZone: 'Europe/Paris', locale },
      resources: Array.from(
        { length: 1_201 },
        (_, i) => ({ ...SAMPLE_RESOURCES[0], id: String(i) }) as AffectedResource,
      ),
    });
    const { text } = await renderer.render(message);
    const said = {
      en: [
        'Thu 10 Dec 2026, 02:00 to 04:00 (Europe/Paris, UTC+1)',
        '1,201 resources',
        'in 14 days',
        'outage, up to 30 minutes',
      ],
      de: [
        'Do 10. Dez 2026, 02:00 bis 04:00 (Europe/Paris, UTC+1)',
        '1.201 Ressourcen',
        'in 14 Tagen',
        'Ausfall, bis zu 30 Minuten',
      ],
      fr: [
        'jeu. 10 déc. 2026, 02:00 à 04:00 (Europe/Paris, UTC+1)',
        '1\u202f201 ressources',
        'dans 14 jours',
        'interruption, jusqu’à 30 minutes',
      ],
    }[locale];
    expect(said?.filter((words) => !text.replaceAll('\n', ' ').includes(words))).toEqual([]);
  });

  it('C1: the status word of the subject is the same in every language, because programs key on it', async () => {
    for (const kind of NOTICE_KINDS) {
      const [message] = everyVariant(kind, locale);
      const [english] = everyVariant(kind, 'en');
      if (!message || !english) throw new Error('each kind has a message');
      const [word, theirs] = [await renderer.render(message), await renderer.render(english)].map(
        ({ subject }) => subject.split(' - ')[0],
      );
      // no program needs to key on what changes nothing but for its reader
      const own = kind === 'all-clear' ? LANGUAGES[locale]?.noLongerAffected : theirs;
      expect(word).toBe(own);
    }
  });
});

it.each(NOTICE_KINDS)('%s: every opening sentence of its row is among those tests, and no other', (kind) => {
  const utc = zoneOf('UTC');
  if (!utc) throw new Error('UTC is a zone');
  const context = {
    ...options,
    links: () => undefined,
    acts: () => [],
    hasConsole: false,
    hasPortal: false,
    utc: () => utc,
    zone: zoneOf,
  };
  const leads = everyVariant(kind, 'en').map((message) => leadOf(kind, modelOf(message, context)));
  expect([...new Set<string>(leads)].sort()).toEqual([...NOTICES[kind].leads].sort());
});

it.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  ['FR-ca', 'fr'],
  ['en-GB', 'en-US'],
  ['pt-BR', 'en-US'],
  ['', 'en-US'],
  ['constructor', 'en-US'],
])('a reader of %j reads %s', (locale, tag) => {
  expect(languageOf(locale).tag).toBe(tag);
});

it('the contact’s own language wins over the organization’s', () => {
  const organization = { id: 'o', name: 'Org', timeZone: 'UTC', locale: 'de' };
  const recipient = { name: 'Ada', address: 'ada@customer.example' };
  expect(languageFor({ organization, recipient }).tag).toBe('de');
  expect(languageFor({ organization, recipient: { ...recipient, locale: 'fr' } }).tag).toBe('fr');
});

it.each([
  [14 * DAY, '14 Tage', '14 jours'],
  [DAY + HOUR, '1 Tag 1 Stunde', '1 jour 1 heure'],
  [150 * MINUTE, '2 Stunden 30 Minuten', '2 heures 30 minutes'],
  [1, 'weniger als eine Minute', 'moins d’une minute'],
])('a duration of %d ms', (ms, german, french) => {
  expect([LANGUAGES.de?.duration(ms), LANGUAGES.fr?.duration(ms)]).toEqual([german, french]);
});
