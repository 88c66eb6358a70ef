import type { MessageFacts, NoticeChange, NoticeFacts } from '../../../domain/notices/message';
import { isToCustomers } from '../../../domain/notices/notice-kinds';
import { ownWords } from '../../../domain/notices/own-words';
import {
  baseOf,
  languageOfWords,
  translationFor,
  USUAL_LANGUAGE,
  type Worded,
} from '../../../domain/notices/wording-language';
import type { Language } from './languages/language';
import { ENGLISH, languageFor } from './languages/languages';

/**
 * The message with the window's own sentences in its reader's language, where the window has them (P2). The same facts and language
 * give the same object, so that what is remembered of a notice is remembered of its translation, too.
 */
export function createTranslation(): (message: MessageFacts) => MessageFacts {
  const made = new WeakMap<NoticeFacts, Map<string, NoticeFacts>>();
  return (message) => {
    const { facts } = message;
    if (!facts.translations) return message;
    const locale = localeOf(message);
    let byLocale = made.get(facts);
    if (!byLocale) made.set(facts, (byLocale = new Map<string, NoticeFacts>()));
    let translated = byLocale.get(locale);
    if (!translated) byLocale.set(locale, (translated = translate(facts, locale)));
    return { ...message, facts: translated };
  };
}

/** The reader's own where it is on record, else the organization's. */
export function localeOf({ recipient, organization }: Pick<MessageFacts, 'recipient' | 'organization'>): string {
  return recipient.locale ?? organization.locale;
}

/** The facts with the window's own sentences as that reader has them. */
export function translate(facts: NoticeFacts, locale: string): NoticeFacts {
  const translation = translationFor(facts, locale);
  if (!translation) return facts;
  const { impactDescription, ...words } = translation.wording;
  const impact = impactDescription === undefined ? facts.impact : { ...facts.impact, description: impactDescription };
  const { title } = words;
  const changes = facts.changes?.map((change) =>
    change.field === 'title' && title !== undefined ? { ...change, to: title } : change,
  );
  return { ...facts, ...words, impact, ...(changes ? { changes } : {}) };
}

/** A part that is not in the language of its mail: which one it is in, and the sentence that says so where the reader may not know it. */
export interface Original {
  readonly lang: string;
  readonly note: string | null;
}

/**
 * `words`: what people wrote about a plan or in a report, which nobody translates; `moreWords`: the same after a part that has said so;
 * `message`: what came with a command.
 */
export type Originals = Readonly<Record<Worded | 'words' | 'moreWords' | 'message', Original | null>>;

/** Which parts of a mail stay in the language they were written in (N4). Mails to staff are in theirs. */
export function originalsOf(message: MessageFacts): Originals {
  const { facts } = message;
  const language = languageFor(message);
  const locale = localeOf(message);
  const isForStaff = !isToCustomers(facts.notice.kind);
  const inIt = (tag: string) => (isForStaff ? null : originalIn(tag, locale, language));
  const of = (field: Worded) => inIt(languageOfWords(facts, locale, field));
  const words = inIt(facts.language ?? USUAL_LANGUAGE);
  return {
    title: of('title'),
    introduction: of('introduction'),
    impactDescription: of('impactDescription'),
    customerAction: isOurs(facts.customerAction) ? null : of('customerAction'),
    words,
    moreWords: words && { ...words, note: null },
    message: facts.message === undefined || isOurs(facts.message) ? null : words,
  };
}

/** How a part in the language `tag` stands in a mail of `language`, for a reader of `locale`; null where it is in the mail's own. */
export function originalIn(tag: string, locale: string, language: Language): Original | null {
  if (baseOf(tag) === baseOf(language.tag)) return null;
  return { lang: tag, note: baseOf(tag) === baseOf(locale) ? null : language.onlyIn(nameOf(tag, language.tag)) };
}

/** What was written, or where the window itself wrote it, that in the reader's language. */
export function written(text: string, { own }: Language): string {
  return ownWords(text, own) ?? text;
}

function isOurs(text: string): boolean {
  return ownWords(text, ENGLISH.own) !== undefined;
}

/** A change as it is told: a title that is not in the reader's language stands in its own place alone. */
export function toldChange(change: NoticeChange, { title }: Originals): NoticeChange {
  if (change.field !== 'title' || title === null) return change;
  const { to: _to, ...told } = change;
  return told;
}

/** `Englisch` for `en`, in German. */
function nameOf(tag: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
}
