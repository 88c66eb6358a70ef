/** The languages that customers are written to in; channels/email/content/languages has the words. */
export const CUSTOMER_LANGUAGES = ['en', 'de', 'fr'] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

/** The language of a tag such as `de-AT`, whatever the country; undefined for one we do not have. */
export function knownLanguage(tag: string): CustomerLanguage | undefined {
  const [language = ''] = tag.toLowerCase().split('-');
  return CUSTOMER_LANGUAGES.find((known) => known === language);
}
