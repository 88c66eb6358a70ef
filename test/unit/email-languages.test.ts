import { LANGUAGES, languageFor, languageOf } from '../../channels/email/content/languages/languages';
import { leadOf } from '../../channels/email/content/languages/lead';
import { modelOf } from '../../channels/email/content/mail-model';
import { createMessageRenderer } from '../../channels/email/content/render';
import { zoneOf } from '../../channels/email/content/times';
import type { AffectedResource, MessageFacts, NoticeFacts } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { WORK_STATE_NAMES } from '../../domain/work/states';
import { textOfHtml } from '../support/html';
import { EMERGENCY, EXPEDITED, SAMPLE_RESOURCES, sampleFacts, sampleMessage } from '../support/sample-messages';

const options = { providerName: 'Prov', publicUrl: 'https://status.provider.example' };
const renderer = createMessageRenderer(options);

/** Every text that people give, as marks of no language: what is left of a mail is ours. */
function withoutWords(facts: NoticeFacts): NoticeFacts {
  const mark = (value: unknown): unknown => {
    if (typeof value === 'string') return 'X1';
    if (Array.isArray(value)) return value.map(mark);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]));
  };
  const { emergency, rfo, impact } = facts;
  return {
    ...facts,
    title: 'X1',
    customerAction: 'X1',
    impact: { ...impact, description: 'X1' },
    ...(facts.message === undefined ? {} : { message: 'X1' }),
    ...(facts.justification === undefined ? {} : { justification: 'X1' }),
    ...(emergency ? { emergency: { ...(mark(emergency) as typeof emergency), trigger: emergency.trigger } } : {}),
    ...(rfo ? { rfo: { ...(mark(rfo) as typeof rfo), version: rfo.version, state: rfo.state } } : {}),
  };
}

const { slot } = sampleFacts('announcement');
const STARTED = { startedAt: slot.startsAt } as const;
/** What decides which sentences a mail has. */
const VARIANTS: Partial<NoticeFacts>[] = [
  {},
  { ...EMERGENCY },
  { ...EMERGENCY, ...STARTED },
  { ...EMERGENCY, now: slot.startsAt + HOUR },
  { ...EXPEDITED },
  { phase: 'cancelled' },
  { phase: 'completed', ...STARTED, endedAt: slot.endsAt },
  { phase: 'in-progress', ...STARTED },
  { previousSlot: { startsAt: slot.startsAt - DAY, endsAt: slot.endsAt - DAY } },
  {
    phase: 'draft',
    alternate: { slot: { startsAt: slot.startsAt + DAY, endsAt: slot.endsAt + DAY }, decideBy: slot.startsAt - DAY },
  },
  { phase: 'cancelled', ...STARTED },
  { phase: 'overdue', ...STARTED },
  { phase: 'verifying', ...STARTED },
  { phase: 'rolling-back', ...STARTED },
  { phase: 'delayed', now: slot.endsAt },
  { ...STARTED, endedAt: slot.endsAt + HOUR, customerImpactMinutes: 0 },
  { selfServiceUntil: slot.startsAt - HOUR },
  { otherNightUntil: slot.startsAt - HOUR },
  { private: true, impact: { level: 'no-impact', minutes: 0, description: 'X1' } },
];
const RESOURCES: AffectedResource[] = SAMPLE_RESOURCES.map((resource, i) => ({
  ...resource,
  ...{ name: `r${String(i)}`, kind: 'k1', environment: 'e1', location: `${String(i)}-1/dc` },
  impact: (['outage', 'degraded', 'reduced-redundancy'] as const)[i] ?? 'no-impact',
}));

function messages(kind: NoticeKind, locale: string): MessageFacts[] {
  const made = VARIANTS.map((variant) => withoutWords(sampleFacts(kind, variant)));
  const { startedAt: _started, ...first } = made[0] ?? sampleFacts(kind);
  const facts = [
    ...made,
    { ...first, phase: 'announced' as const },
    ...(first.rfo ? [{ ...first, rfo: { ...first.rfo, state: 'preliminary' as const } }] : []),
  ];
  const organization = { id: 'o', name: 'Org', timeZone: 'Europe/Paris', locale };
  const changes = { recipient: { name: 'Ada', address: 'ada@customer.example' }, organization };
  return [
    ...facts.map((each) => sampleMessage(each, { ...changes, resources: RESOURCES })),
    ...facts.map((each) => sampleMessage(each, { ...changes, resources: WORKED })),
    sampleMessage(first, { ...changes, resources: [], organization: { ...organization, timeZone: 'Mars/Base' } }),
  ];
}

/** Words that English mails are full of, and the other language has not. */
const ENGLISH_WORDS =
  /(?<![\p{L}-])(the|of|and|is|will|you|your|has|have|been|that|which|it|to|for|by|with|from|at|not|nothing|we|what|when|where|why|how|resources|outage|began|planned|old|new|please|hello|days|hours|ago|Thu|Dec)(?![\p{L}-])/iu;

/** A resource in each state that its owner is told. */
const WORKED: AffectedResource[] = [...WORK_STATE_NAMES, 'done' as const].map((state, i, { length }) => ({
  ...{ id: `r${String(i)}`, name: `r${String(i)}`, kind: 'k1', environment: 'e1', location: '1/dc', impact: 'outage' },
  work: { state, by: i === length - 1 ? 'customer' : 'window', since: slot.startsAt, attempt: 1 },
}));

describe.each(Object.keys(LANGUAGES))('P2: mails in language %s', (locale) => {
  it.each(NOTICE_KINDS)('%s: nothing missing, nothing of another language', async (kind) => {
    for (const message of messages(kind, locale)) {
      const mail = await renderer.render(message);
      const html = textOfHtml(mail.html);
      for (const body of [mail.text, html]) {
        expect(body).not.toMatch(/\{\{|\{%|undefined|null|NaN|\[object/);
        expect(body).toContain('Org');
        expect(ENGLISH_WORDS.test(body)).toBe(locale === 'en');
      }
      expect(mail.html).toContain(`<html lang="${locale}">`);
    }
  });

  it.each(NOTICE_KINDS)('%s: the same from a skeleton as by itself', async (kind) => {
    const [message] = messages(kind, locale);
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
      const [message] = messages(kind, locale);
      const [english] = messages(kind, 'en');
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
  const context = { ...options, links: () => undefined, acts: () => [], utc: () => utc, zone: zoneOf };
  const leads = messages(kind, 'en').map((message) => leadOf(kind, modelOf(message, context)));
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
