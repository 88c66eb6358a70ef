import type { AffectedResource, NoticeFacts } from '../../../domain/notices/message';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import { STATUS_WORDS, type NoticeRow, type StatusWord } from '../../../domain/notices/notice-row';
import { NOTICES } from '../../../domain/notices/notices';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';
import { oneLine, shorten } from './words';

const TITLE_LIMIT = 70;
const PLACE_LIMIT = 40;

/** The status word of a notice. */
export function statusWord(facts: Pick<NoticeFacts, 'class' | 'notice'>): StatusWord {
  const word: NoticeRow['statusWord'] = NOTICES[facts.notice.kind].statusWord;
  return typeof word === 'string' ? word : word[facts.class];
}

/**
 * `SCHEDULED - Replace a power unit - eu-1/dc-1/rack-a12 - 2026-12-10 [MW-2026-0001]`: status, what, where, the UTC date of
 * the planned start, the reference; in mails to staff who is affected, not where. One line whatever the parts hold; a status word inside the title is written small, so
 * that the first word stays the only one.
 */
export function subjectOf(
  facts: NoticeFacts,
  resources: readonly AffectedResource[],
  language: Language = ENGLISH,
): string {
  const title = shorten(withoutStatusWords(oneLine(facts.title)), TITLE_LIMIT);
  const where = isToCustomers(facts.notice.kind)
    ? placeOf(
        resources.map(({ location }) => oneLine(location)),
        language,
      )
    : whoOf(resources);
  const place = withoutStatusWords(shorten(where, PLACE_LIMIT));
  const date = new Date(facts.slot.startsAt).toISOString().slice(0, 10);
  const parts = [statusWord(facts), title, place, date].filter((part) => part !== '');
  return `${parts.join(' - ')} [${oneLine(facts.reference)}]`;
}

function withoutStatusWords(text: string): string {
  return text.replace(new RegExp(`\\b(${STATUS_WORDS.join('|')})\\b`, 'g'), (word) => word.toLowerCase());
}

/** In mails to staff a row is a customer, or how many there are. */
function whoOf(rows: readonly Pick<AffectedResource, 'name'>[]): string {
  const [first, ...more] = rows;
  return more.length > 0 ? `${String(rows.length)} customers` : oneLine(first?.name ?? '');
}

/** The common head of the locations (`eu-1/dc-1`), or how many places there are when they share none. */
export function placeOf(locations: readonly string[], language: Language = ENGLISH): string {
  const [first, ...others] = [...new Set(locations.filter((location) => location !== ''))].map((path) =>
    path.split('/'),
  );
  if (!first) return '';
  const shared = others.reduce((length, path) => {
    let common = 0;
    while (common < length && path[common] === first[common]) common++;
    return common;
  }, first.length);
  return shared > 0 ? first.slice(0, shared).join('/') : language.locations(others.length + 1);
}
