import fc from 'fast-check';
import type { AffectedResource, MessageFacts, NoticeFacts } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { EMERGENCY, EXPEDITED, sampleFacts, sampleMessage } from './sample-messages';

/** Texts made to break out of where a mail prints them. They bypass the validation that would refuse many of them. */

/** Characters and sequences that separate, end, begin or reverse something between a field and a mail program. */
const PIECES = [
  ...['\r', '\n', '\r\n', '\n\n', '\r\n\r\n', '\0', '\t', '\u000b', '\u0085', '\u2028', '\u2029', '\ufeff'],
  ...['\ud800', '\udc00', '\u202e', '\ue000', '\ue0010', '😀', 'é', ' ', '  ', 'word', '\u001b[31m'],
  ...[',', ';', ':', '"', "'", '<', '>', '(', ')', '\\', '@', '=', '&', '%', '`'],
  ...['\r\n.\r\n', '\n.\n', '\r.\r', '.', '..', '\r\n.\r\nMAIL FROM:<evil@evil.example>\r\n'],
  ...['\r\nBcc: evil@evil.example', '\nRCPT TO:<evil@evil.example>', ', evil@evil.example', 'team: evil@evil.example;'],
  ...['<evil@evil.example>', '"a" <evil@evil.example>', '\r\n\r\n--=_forewarn_1\r\nContent-Type: text/html\r\n\r\n'],
  ...['--=_forewarn_1--', '=?utf-8?B?YQ0KQmNjOiBi?=', '=?utf-8?Q?=0D=0ABcc:_b?=', '=0D=0A', '=\r\n'],
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '</td></table>', '</style>', '</title>', '<br>'],
  ...['" onmouseover="alert(1)', "' style='x", '<a href="javascript:alert(1)">', 'javascript:alert(1)', '<!--', ']]>'],
  ...['{{', '}}', '{%', '%}', '{{ mail.provider }}', '{% include "x" %}', '{% raw %}', '&lt;', '&#60;', '&#x0;'],
];

/** One hostile text. */
export const hostileText = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

/** How many hostile texts one text of `hostileWords` contains. */
export const TEXTS_A_FIELD = 8;

/** The content of a mail's field. */
const hostileWords = fc
  .tuple(fc.constantFrom('', ' ', '\n'), ...Array.from({ length: TEXTS_A_FIELD }, () => hostileText))
  .map(([separator, ...texts]) => texts.join(separator));

/** A text with an `@`, sometimes a valid address. */
export const hostileAddress = fc.oneof(
  fc
    .tuple(hostileText, fc.constantFrom('customer.example', 'é.example', 'a.²'))
    .map(([text, host]) => `${text}@${host}`),
  fc.tuple(fc.constantFrom('zoe', 'zoë'), hostileText).map(([local, text]) => `${local}@customer.example${text}`),
  fc.tuple(hostileText, hostileText).map(([text, more]) => `${text}zoe@customer.example${more}`),
);

const kindAndClass = fc.record({
  kind: fc.constantFrom(...NOTICE_KINDS),
  more: fc.constantFrom({}, EXPEDITED, EMERGENCY),
});
const factTexts = fc.tuple(...Array.from({ length: 9 }, () => hostileWords));
const rfoTexts = fc.tuple(...Array.from({ length: 7 }, () => hostileWords));

/** A notice in which every text is hostile. */
export const hostileFacts: fc.Arbitrary<NoticeFacts> = fc
  .record({ kindAndClass, texts: factTexts, rfo: rfoTexts })
  .map(({ kindAndClass: { kind, more }, texts, rfo }) => {
    const facts = sampleFacts(kind, more);
    const [title = '', reference = '', contact = '', action = '', message = ''] = texts;
    const [justification = '', description = '', necessity = '', risk = ''] = texts.slice(5);
    const [summary = '', customerImpact = '', rootCause = '', resolution = '', text = '', owner = '', due = ''] = rfo;
    return {
      ...facts,
      ...{ title, reference: `MW-${reference}`, pointOfContact: contact, customerAction: action },
      impact: { ...facts.impact, description },
      ...(facts.message === undefined ? {} : { message }),
      ...(facts.justification === undefined ? {} : { justification }),
      ...(facts.emergency ? { emergency: { ...facts.emergency, necessity, risk, mitigation: title } } : {}),
      ...(facts.rfo
        ? {
            rfo: {
              ...facts.rfo,
              ...{ summary, customerImpact, rootCause, resolution, preventiveMeasures: [{ text, owner, due }] },
            },
          }
        : {}),
    };
  });

/** The data of one organization, every text of it hostile. */
export const hostileOrganization = fc
  .record({
    name: hostileWords,
    timeZone: fc.oneof(fc.constantFrom('Europe/Paris', 'UTC'), hostileWords),
    resources: fc.array(fc.tuple(...Array.from({ length: 5 }, () => hostileWords)), { maxLength: 2 }),
  })
  .map(({ name, timeZone, resources }) => ({
    organization: { id: 'org-1', name, timeZone, locale: 'en' },
    resources: resources.map(
      ([id = '', resource = '', kind = '', location = '', environment = '']): AffectedResource => ({
        ...{ id, name: resource, kind, location, environment, impact: 'outage' },
      }),
    ),
  }));

/** The same mail with harmless words: as many lines and rows, so that its HTML has the same elements. */
export function harmless(message: MessageFacts): MessageFacts {
  const { facts, organization, resources } = message;
  const { emergency, rfo } = facts;
  return sampleMessage(
    {
      ...facts,
      ...{ title: 'x', reference: 'MW-1', pointOfContact: 'x', customerAction: sameLines(facts.customerAction) },
      impact: { ...facts.impact, description: sameLines(facts.impact.description) },
      ...(facts.message === undefined ? {} : { message: sameLines(facts.message) }),
      ...(facts.justification === undefined ? {} : { justification: sameLines(facts.justification) }),
      ...(emergency
        ? {
            emergency: {
              ...emergency,
              necessity: sameLines(emergency.necessity),
              risk: sameLines(emergency.risk),
              mitigation: sameLines(emergency.mitigation),
            },
          }
        : {}),
      ...(rfo
        ? {
            rfo: {
              ...rfo,
              summary: sameLines(rfo.summary),
              customerImpact: sameLines(rfo.customerImpact ?? ''),
              rootCause: sameLines(rfo.rootCause),
              resolution: sameLines(rfo.resolution ?? ''),
              preventiveMeasures: rfo.preventiveMeasures.map(({ text }) => ({
                ...{ text: sameLines(text), owner: 'x', due: 'x' },
              })),
            },
          }
        : {}),
    },
    {
      organization: {
        ...organization,
        name: 'x',
        timeZone: ['Europe/Paris', 'UTC'].includes(organization.timeZone) ? organization.timeZone : 'No/Where',
      },
      resources: resources.map(({ impact }) => ({
        ...{ id: 'x', name: 'x', kind: 'x', location: 'x', environment: 'x', impact },
      })),
      recipient: { name: 'x', address: 'x@customer.example' },
    },
  );
}

/** A text with the same number of lines. */
function sameLines(text: string): string {
  return text
    .trim()
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(() => 'x')
    .join('\n');
}
