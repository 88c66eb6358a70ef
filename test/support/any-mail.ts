import fc from 'fast-check';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { IMPACT_LEVELS } from '../../domain/shared/impact';
import type { AffectedResource, MessageFacts, NoticeFacts } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { optional } from '../../domain/shared/optional';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { WORK_STATE_NAMES } from '../../domain/work/states';
import { hostileText } from './hostile-mail';
import { EMERGENCY, EXPEDITED, sampleFacts, sampleMessage } from './sample-messages';

/** Notices and their readers, whatever facts, zones and names. */

const word = fc.oneof(
  fc.constantFrom(
    '',
    'web-1',
    'Zoë Ndiaye',
    'O’Hara & Söhne',
    '日本語の名前',
    'a'.repeat(90),
    'five words of a name',
    '$& $1 $$',
  ),
  hostileText,
);
const work = fc.record({
  state: fc.constantFrom(...WORK_STATE_NAMES),
  by: fc.constantFrom('customer', 'window', null),
  since: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  attempt: fc.constant(1),
});
const resource = fc
  .record({
    texts: fc.tuple(word, word, word, word, word),
    impact: fc.constantFrom(...IMPACT_LEVELS),
    work: fc.option(work, { nil: undefined }),
  })
  .map(({ texts: [id, name, kind, location, environment], impact, work }): AffectedResource => {
    return { id, name, kind, location, environment, impact, ...optional({ work }) };
  });
export const customer = fc.record({
  organization: fc.record({
    id: fc.constantFrom('o', PAGE_ORGANIZATION),
    name: word,
    timeZone: fc.constantFrom(
      'UTC',
      'Europe/Paris',
      'Asia/Kolkata',
      'America/St_Johns',
      'Pacific/Apia',
      'No/Where',
      'Europe/Paris\n',
    ),
    locale: fc.constantFrom('en', 'de', 'pt-BR'),
  }),
  resources: fc.array(resource, { maxLength: 3 }),
  people: fc.array(word, { minLength: 1, maxLength: 3 }),
});
type Customer = typeof customer extends fc.Arbitrary<infer T> ? T : never;
const moments = fc.record({
  startsAt: fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
  minutes: fc.integer({ min: 1, max: 3_000 }),
});
export const plainFacts = fc
  .tuple(
    fc.constantFrom(...NOTICE_KINDS),
    fc.constantFrom({}, EXPEDITED, EMERGENCY),
    moments,
    fc.boolean(),
    fc.boolean(),
  )
  .map(([kind, more, { startsAt, minutes }, isPrivate, selfService]) =>
    sampleFacts(kind, {
      ...more,
      ...(selfService ? { selfServiceUntil: startsAt - HOUR } : {}),
      ...{ slot: { startsAt, endsAt: startsAt + minutes * MINUTE }, now: startsAt - 3 * MINUTE, private: isPrivate },
    }),
  );

/** Everybody's mail of a notice: the notice's facts and each customer's resources are the same objects, as the ledger gives them. */
export function everybody(facts: NoticeFacts, customers: readonly Customer[]): MessageFacts[] {
  return customers.flatMap(({ organization, resources, people }) =>
    people.map((name, place) => {
      const recipient = { id: `subscriber:${String(place)}`, name, address: 'zoe@customer.example' };
      return sampleMessage(facts, { organization, resources, recipient });
    }),
  );
}
