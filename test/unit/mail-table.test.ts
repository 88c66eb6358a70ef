import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createMessageRenderer } from '../../channels/email/content/render';
import { SUBJECT_LIMIT } from '../../channels/email/content/subject';
import { allBrands, brandOf } from '../../domain/brands/brand';
import type { MessageFacts, NoticeFacts } from '../../domain/notices/message';
import { isToCustomers, NOTICE_KINDS, subscriberRule } from '../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../domain/notices/notices';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { betrayalsOf, brandedConfig, brandedMessage, brandedRenderer } from '../support/brands';
import { textOfHtml } from '../support/html';
import { byTurns } from '../support/looks';
import { mailTable } from '../support/mail-table';
import { ENGLISH_WORDS, everyVariant, MAIL_VARIANTS, unwritten } from '../support/mail-variants';
import { SAMPLE_RESOURCES, sampleFacts } from '../support/sample-messages';

/**
 * P2, P7, N7: every kind of mail, class, language, brand, public and private, to customers and to subscribers of the page. What they say was
 * read by people: it stands in test/unit/mails, one file a language.
 */

test.each(CUSTOMER_LANGUAGES)(
  'P2: mails say what was read (%s); else npm run generate:mails, and read what is different',
  async (language) => {
    expect(await mailTable(language)).toBe(readFileSync(path.join(__dirname, 'mails', `${language}.txt`), 'utf8'));
  },
);

/** Words of one sentence of ours, its figures and names included; a reader at night loses the thread of a longer one. */
const LONGEST_SENTENCE = 25;

const plain = createMessageRenderer({ providerName: 'Prov', publicUrl: 'https://status.provider.example' });
const config = brandedConfig();
const branded = brandedRenderer(config);

/** The text as running words: what was wrapped is one line again, tables are left out. */
function paragraphsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/\S {2,}\S/.test(line));
  const paragraphs: string[] = [];
  let indent = -1;
  for (const line of lines) {
    const own = line.trim() === '' ? -1 : line.search(/\S/);
    // only a line that was full goes on in the next one
    const goesOn = own >= 0 && own === indent && (lines[lines.indexOf(line) - 1]?.length ?? 0) > 60;
    if (goesOn) paragraphs.push(`${paragraphs.pop() ?? ''} ${line.trim()}`);
    else if (own >= 0) paragraphs.push(line.trim());
    indent = own;
  }
  return paragraphs;
}

/** Of a date its parts are one word. */
const sentencesOf = (paragraph: string) =>
  paragraph
    .replace(/\d+\. (?=\p{L})/gu, '')
    .replace(/\b(janv|févr|avr|juil|sept|oct|nov|déc|dim|lun|mar|mer|jeu|ven|sam)\./gu, '$1')
    .split(/(?<=[.?!])\s+/u);
const wordCount = (sentence: string) => sentence.split(/[\s\u00a0]+/u).filter((word) => /[\p{L}\d]/u.test(word)).length;

/** Doubled where a language doubles it: "nous nous …". */
const DOUBLED = /(?<![\p{L}\d])(\p{L}{2,})[\s\u00a0]+\1(?![\p{L}\d])/iu;
const RIGHTLY = /^(nous nous|vous vous|die die|der der|das das)$/iu;

/** What is wrong with a text to be read: gaps, leftovers of a template, sentences too long, words twice. */
function faultsOf(text: string): string[] {
  const sentences = paragraphsOf(text).flatMap(sentencesOf);
  const long = sentences.filter((sentence) => wordCount(sentence) > LONGEST_SENTENCE);
  const doubled = sentences.flatMap((sentence) => {
    const [found] = DOUBLED.exec(sentence) ?? [];
    return found === undefined || RIGHTLY.test(found.replace(/\s+/, ' ')) ? [] : [found];
  });
  return [...long, ...doubled, ...(GAPS.exec(text) ?? []), ...(LEFTOVERS.exec(text) ?? [])];
}

const GAPS = /^\n|\n\n\n|\n\n$|[ \t]+\n/;
const LEFTOVERS = /\{\{|\{%|\}\}|undefined|null|NaN|\[object/;

const CASES = CUSTOMER_LANGUAGES.flatMap((language) => NOTICE_KINDS.map((kind) => [language, kind] as const));

describe.each(byTurns(NOTICE_KINDS, CUSTOMER_LANGUAGES))('P2: a mail of %s in %s', (kind, language) => {
  it('lacks nothing in any variant, and has nothing of another language', async () => {
    for (const message of everyVariant(kind, language)) {
      const { text, html } = await plain.render(message);
      for (const body of [text, textOfHtml(html)]) {
        expect(LEFTOVERS.exec(body)).toBeNull();
        expect(body).toContain('Org');
        expect(ENGLISH_WORDS.test(body)).toBe(language === 'en');
      }
      expect(html).toContain(`<html lang="${language}">`);
      // staff read longer ones
      expect(isToCustomers(kind) ? faultsOf(text) : []).toEqual([]);
    }
  });
});

const CLASSES = ['standard', 'expedited', 'emergency'] as const;
const BRANDS = allBrands(config.brands).map(({ id }) => id);

/** What every mail to customers has to keep, whatever its class, brand, reader and visibility: what of it this one does not. */
async function brokenRules(message: MessageFacts, brand: string): Promise<string[]> {
  const { facts } = message;
  const { pieces: _pieces, image, ...mail } = await branded.render(message);
  const shown = `${JSON.stringify(mail)}${image?.id ?? ''}`;
  const [before = ''] = mail.subject.split(/ (?=\[)/);
  const { publicUrl } = brandOf(config.brands, brand);
  const isLinked = shown.includes(`${publicUrl}/windows/`);
  const leadsToPortal = shown.includes(`${publicUrl}/portal/windows/`);
  const isShort = Array.from(before).length <= SUBJECT_LIMIT && before.endsWith('2026-12-10');
  return [
    ...faultsOf(mail.text),
    ...betrayalsOf(shown, brand),
    ...(isLinked === facts.private ? [`linked to the page: ${String(isLinked)}`] : []),
    ...(leadsToPortal === message.recipient.id?.startsWith('contact:')
      ? []
      : [`leads to the portal: ${String(leadsToPortal)}`]),
    ...(isShort ? [] : [mail.subject]),
  ].map((fault) => `${facts.class}, ${brand}, ${message.organization.id}, ${String(facts.private)}: ${fault}`);
}

function messageOf(facts: NoticeFacts, brand: string, locale: string, reader: { isFollower: boolean; name: string }) {
  const id = reader.isFollower ? 'subscriber:1' : 'contact:1';
  const resources = SAMPLE_RESOURCES.map((one) => ({ ...one, kind: 'k1', environment: 'e1' }));
  const recipient = { id, name: reader.isFollower ? '' : reader.name, address: 'zoe@lumen.example' };
  return brandedMessage(brand, facts, { locale, isFollower: reader.isFollower, recipient, resources });
}

/** In one class everybody's mails: two in full, then by the skeleton that all the brand's mails share. */
const namesIn = (windowClass: (typeof CLASSES)[number]) =>
  windowClass === 'standard' ? ['Ann', 'Ben', 'Zoë'] : ['Zoë'];

/** Whom a kind reaches in a window: subscribers hear of public ones alone. */
const readersOf = (kind: NoticeKind, isPrivate: boolean) =>
  isPrivate || subscriberRule(kind) === undefined ? [false] : [false, true];

const TO_CUSTOMERS = CASES.filter(([, kind]) => isToCustomers(kind));

test.each(byTurns(TO_CUSTOMERS, BRANDS).map(([[language, kind], brand]) => ({ language, kind, brand })))(
  'P7, N7: a mail in $language, $kind, of the brand "$brand" is fine in every class and visibility, for customers and subscribers',
  async ({ language, kind, brand }) => {
    const broken: string[] = [];
    for (const windowClass of CLASSES) {
      for (const isPrivate of [false, true]) {
        const facts = unwritten(sampleFacts(kind, { ...MAIL_VARIANTS[windowClass], private: isPrivate }));
        for (const isFollower of readersOf(kind, isPrivate)) {
          for (const name of namesIn(windowClass))
            broken.push(...(await brokenRules(messageOf(facts, brand, language, { isFollower, name }), brand)));
        }
      }
    }
    expect(broken).toEqual([]);
  },
);

describe.each(TO_CUSTOMERS)('P2: a mail in %s, %s', (language, kind) => {
  it('has a subject that shows: short before the reference, a short title whole in it', async () => {
    const titles = {
      whole: 'Replace the power unit',
      long: 'Replace the power distribution unit of rack A12 and both of its network switches, one after the other',
    };
    for (const windowClass of CLASSES) {
      for (const [length, title] of Object.entries(titles)) {
        const facts = sampleFacts(kind, { title, class: windowClass });
        const { subject } = await branded.render(messageOf(facts, '', language, { isFollower: false, name: '' }));
        const [before = '', reference] = subject.split(/ (?=\[)/);
        expect(reference).toBe('[MW-2026-0001]');
        expect(Array.from(before).length).toBeLessThanOrEqual(SUBJECT_LIMIT);
        expect(before).toContain(length === 'whole' ? title : title.slice(0, 20));
        expect(before).toMatch(/2026-12-10$/);
      }
    }
  });
});

test('the table would notice: a doubled word, a long sentence', () => {
  expect(DOUBLED.test('Es sind die Server Server')).toBe(true);
  expect(DOUBLED.test('die Server und Server')).toBe(false);
  expect(wordCount(Array.from({ length: 40 }, () => 'Wort').join(' '))).toBe(40);
  expect(paragraphsOf(`${'a '.repeat(38)}\nb\n\n  c`)).toEqual([`${'a '.repeat(38).trim()} b`, 'c']);
  expect(faultsOf('Hello\n\n\nagain {{ name }}\n')).toEqual(['\n\n\n', '{{']);
  expect(ENGLISH_WORDS.test('Die Wartung is beendet')).toBe(true);
  expect(betrayalsOf('Nordwind Hosting', 'solara')).not.toEqual([]);
});
