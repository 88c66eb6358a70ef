import { LANGUAGES } from '../../channels/email/content/languages/languages';
import { createMessageRenderer } from '../../channels/email/content/render';
import { SUBJECT_LIMIT } from '../../channels/email/content/subject';
import type { MessageFacts, NoticeFacts } from '../../domain/notices/message';
import { isToCustomers, NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { HOUR } from '../../domain/shared/time';
import { EMERGENCY, EXPEDITED, SAMPLE_RESOURCES, sampleFacts, sampleMessage } from '../support/sample-messages';

/** Whether a mail reads well: every kind that customers get, in every language and class, for customers and for the page's subscribers. */

/** Words of one sentence of ours, its figures and names included; a reader at night loses the thread of a longer one. */
const LONGEST_SENTENCE = 25;
/** What people write, as a mark of no language. */
const MARK = 'X1';

const renderer = createMessageRenderer({
  ...{ providerName: 'Prov', publicUrl: 'https://status.provider.example' },
  tokenFor: () => 'token',
});

const { slot } = sampleFacts('announcement');
/** What decides which sentences a mail has. */
const VARIANTS: Readonly<Record<string, Partial<NoticeFacts>>> = {
  standard: {},
  expedited: EXPEDITED,
  emergency: { ...EMERGENCY, now: slot.startsAt + HOUR },
  'emergency, begun': { ...EMERGENCY, startedAt: slot.startsAt },
  'late and long': {
    phase: 'overdue',
    startedAt: slot.startsAt,
    endedAt: slot.endsAt + HOUR,
    customerImpactMinutes: 61,
  },
  'rolling back': { phase: 'rolling-back', startedAt: slot.startsAt },
  degraded: { phase: 'degraded', startedAt: slot.startsAt, endedAt: slot.endsAt, wasDegraded: true },
  'rolling back what is bad': {
    phase: 'rolling-back',
    startedAt: slot.startsAt,
    endedAt: slot.endsAt,
    wasDegraded: true,
  },
  'with choices': { selfServiceUntil: slot.startsAt - HOUR, otherNightUntil: slot.startsAt - HOUR },
  'all changed': {
    private: true,
    changes: [
      { field: 'scope' },
      { field: 'class', from: 'standard', to: 'expedited' },
      { field: 'title', to: MARK },
      { field: 'introduction' },
      { field: 'impactDescription' },
      { field: 'customerAction' },
      { field: 'alternate', slot },
    ],
  },
};

/** The window without a word of a person: all that is left is ours. */
function unwritten(facts: NoticeFacts): NoticeFacts {
  const { rfo, emergency } = facts;
  return {
    ...facts,
    ...{ title: MARK, customerAction: MARK, introduction: MARK, impact: { ...facts.impact, description: MARK } },
    ...(facts.message === undefined ? {} : { message: MARK }),
    ...(facts.justification === undefined ? {} : { justification: MARK }),
    ...(emergency ? { emergency: { ...emergency, necessity: MARK, risk: MARK, mitigation: MARK } } : {}),
    ...(rfo
      ? {
          rfo: {
            ...{ version: rfo.version, state: rfo.state, summary: MARK, rootCause: MARK, resolution: MARK },
            ...{ customerImpact: MARK, preventiveMeasures: [{ text: MARK, owner: MARK, due: '2027-02-01' }] },
          },
        }
      : {}),
  };
}

function messageOf(facts: NoticeFacts, locale: string, id: string): MessageFacts {
  const resources = SAMPLE_RESOURCES.map((one) => ({ ...one, kind: 'k1', environment: 'e1' }));
  return sampleMessage(facts, { organization: { id, name: 'Org', timeZone: 'Europe/Paris', locale }, resources });
}

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

const CASES = Object.keys(LANGUAGES).flatMap((locale) =>
  NOTICE_KINDS.filter(isToCustomers).map((kind) => [locale, kind] as const),
);

describe.each(CASES)('P2: a mail in %s, %s', (locale, kind) => {
  it('has no sentence that is too long and no word twice, in every class and variant, for customers and subscribers', async () => {
    for (const [name, variant] of Object.entries(VARIANTS)) {
      for (const id of ['org', PAGE_ORGANIZATION]) {
        const { text } = await renderer.render(messageOf(unwritten(sampleFacts(kind, variant)), locale, id));
        const sentences = paragraphsOf(text).flatMap(sentencesOf);
        const long = sentences.filter((sentence) => wordCount(sentence) > LONGEST_SENTENCE);
        const doubled = sentences.flatMap((sentence) => {
          const [found] = DOUBLED.exec(sentence) ?? [];
          return found === undefined || RIGHTLY.test(found.replace(/\s+/, ' ')) ? [] : [found];
        });
        expect({ name, id, long, doubled }).toEqual({ name, id, long: [], doubled: [] });
      }
    }
  });

  it('has a subject that shows: short before the reference, a short title whole in it', async () => {
    const titles = {
      whole: 'Replace the power unit',
      long: 'Replace the power distribution unit of rack A12 and both of its network switches, one after the other',
    };
    for (const windowClass of ['standard', 'expedited', 'emergency'] as const) {
      for (const [length, title] of Object.entries(titles)) {
        const { subject } = await renderer.render(
          messageOf(sampleFacts(kind, { title, class: windowClass }), locale, 'org'),
        );
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
});
