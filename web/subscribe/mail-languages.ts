import { CUSTOMER_LANGUAGES, type CustomerLanguage } from '../../domain/shared/words/common';
import type { StatusPageDeps } from '../status/router';

/** In which languages this page's mails can be, and the one that fits a page in `tag`: its own where it is among them. */
export function mailLanguages(
  { brand }: Pick<StatusPageDeps, 'brand'>,
  tag: CustomerLanguage,
): { readonly languages: readonly CustomerLanguage[]; readonly language: CustomerLanguage } {
  const languages = brand?.languages ?? CUSTOMER_LANGUAGES;
  return { languages, language: languages.includes(tag) ? tag : languages[0] };
}
