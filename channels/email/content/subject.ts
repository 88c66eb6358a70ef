import { remaining, type AffectedResource, type NoticeFacts } from '../../../domain/notices/message';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import { STATUS_WORDS, type NoticeRow, type StatusWord } from '../../../domain/notices/notice-row';
import { NOTICES } from '../../../domain/notices/notices';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';
import { oneLine, shorten } from './words';

/** Of what stands before the reference; inboxes show little more (N4). */
export const SUBJECT_LIMIT = 78;
const PLACE_LIMIT = 40;
const WHO_LIMIT = 20;
/** Less of a place says nothing. */
const PLACE_LEAST = 4;
const GAP = ' - ';

/** The status word of a notice. */
export function statusWord(facts: Pick<NoticeFacts, 'class' | 'notice'>): StatusWord {
  const word: NoticeRow['statusWord'] = NOTICES[facts.notice.kind].statusWord;
  return typeof word === 'string' ? word : word[facts.class];
}

/**
 * `SCHEDULED - Replace a power unit - eu-1/dc-1/rack-a12 - 2026-12-10 [MW-2026-0001]`: status, what, where, the UTC date of
 * the planned start, the reference; in mails to staff who is affected, not where. Before the reference at most `SUBJECT_LIMIT`
 * characters: the place gives way first, then the title. One line whatever the parts hold; a status word inside the title is
 * written small, so that the first word stays the only one.
 */
export function subjectOf(
  facts: NoticeFacts,
  resources: readonly AffectedResource[],
  language: Language = ENGLISH,
): string {
  const status = statusIn(statusWord(facts), language);
  const date = new Date(facts.slot.startsAt).toISOString().slice(0, 10);
  const room = SUBJECT_LIMIT - [status, '', date].join(GAP).length;
  const isForCustomers = isToCustomers(facts.notice.kind);
  const where = isForCustomers
    ? placeOf(
        remaining(resources).map(({ location }) => oneLine(location)),
        language,
      )
    : whoOf(resources);
  // a list for staff is one of many: whose customers it names comes before the end of a long title
  const reserved = isForCustomers || where === '' ? 0 : Math.min(Array.from(where).length, WHO_LIMIT) + GAP.length;
  const title = shorten(withoutStatusWords(oneLine(facts.title)), room - reserved);
  const left = Math.min(PLACE_LIMIT, room - Array.from(title).length - GAP.length);
  const place = left < PLACE_LEAST ? '' : withoutStatusWords(placeWithin(where, left));
  const parts = [status, title, place, date].filter((part) => part !== '');
  return `${parts.join(GAP)} [${oneLine(facts.reference)}]`;
}

/** The status word as its reader sees it: the one that no program keys on is in their language. */
export function statusIn(word: StatusWord, language: Language): string {
  return word === 'NO LONGER AFFECTED' ? language.noLongerAffected : word;
}

/** A path that is too long keeps its end, which says most: `dc-1/rack-a12`. */
function placeWithin(place: string, max: number): string {
  const parts = place.split('/');
  while (parts.length > 1 && Array.from(parts.join('/')).length > max) parts.shift();
  const end = parts.join('/');
  // half a name of a place misleads
  return Array.from(end).length <= max || (parts.length === 1 && !place.includes('/')) ? shorten(end, max) : '';
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
