import { CUSTOMER_LANGUAGES, type CustomerLanguage } from '../shared/words/common';

/** The language of a tag such as `de-AT`, whatever the country; undefined for one we do not have. */
export function knownLanguage(tag: string): CustomerLanguage | undefined {
  const [language = ''] = tag.toLowerCase().split('-');
  return CUSTOMER_LANGUAGES.find((known) => known === language);
}
