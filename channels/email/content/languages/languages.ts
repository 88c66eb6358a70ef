import type { CustomerLanguage } from '../../../../domain/shared/words/common';
import type { MessageFacts } from '../../../../domain/notices/message';
import { de } from './de';
import { en } from './en';
import { fr } from './fr';
import type { Language } from './language';

export { en as ENGLISH };

/** By the first part of a language tag. */
export const LANGUAGES: Readonly<Record<string, Language>> = { en, de, fr } satisfies Record<
  CustomerLanguage,
  Language
>;

/** The language of a tag such as `de-AT`: that language whatever the country, English for one we do not have. */
export function languageOf(tag: string): Language {
  const [language = ''] = tag.toLowerCase().split('-');
  return Object.hasOwn(LANGUAGES, language) ? (LANGUAGES[language] ?? en) : en;
}

/** The reader's own language where it is on record, else the organization's. */
export function languageFor({ recipient, organization }: Pick<MessageFacts, 'recipient' | 'organization'>): Language {
  return languageOf(recipient.locale ?? organization.locale);
}
