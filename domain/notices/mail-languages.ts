/** The languages in which mails are written (P2), with their English names; who reads another one gets English around the window's own words. */
export const MAIL_LANGUAGES = { en: 'English', de: 'German', fr: 'French' } as const;
export type MailLanguage = keyof typeof MAIL_LANGUAGES;

/** `German (de)`; a tag that we do not have stays as it is. */
export function languageName(tag: string): string {
  const [language = ''] = tag.toLowerCase().split('-');
  return isMailLanguage(language) ? `${MAIL_LANGUAGES[language]} (${tag})` : tag;
}

function isMailLanguage(language: string): language is MailLanguage {
  return Object.hasOwn(MAIL_LANGUAGES, language);
}
