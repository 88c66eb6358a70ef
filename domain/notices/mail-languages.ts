import { knownLanguage } from '../brands/languages';
import type { CustomerLanguage } from '../shared/words/common';

/** The languages in which mails are written (P2), with their English names; who reads another one gets English around the window's own words. */
export const MAIL_LANGUAGES = {
  en: 'English',
  de: 'German',
  fr: 'French',
} as const satisfies Record<CustomerLanguage, string>;

/** `German (de)`; a tag that we do not have stays as it is. */
export function languageName(tag: string): string {
  const language = knownLanguage(tag);
  return language === undefined ? tag : `${MAIL_LANGUAGES[language]} (${tag})`;
}
