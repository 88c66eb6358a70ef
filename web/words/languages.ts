import { CUSTOMER_LANGUAGES, type CustomerLanguage } from '../../domain/shared/words/common';
import { de } from './de';
import { en } from './en';
import { fr } from './fr';
import type { SiteWords } from './site-words';

export const SITE_LANGUAGES: Readonly<Record<CustomerLanguage, SiteWords>> = { en, de, fr };

/** Whose language a page is in: what its address says (`?lang=de`), else the reader's own where it is known, what the browser asks for, or English. */
export function languageAsked(
  lang: unknown,
  accepts: (...languages: string[]) => string | false,
  own?: CustomerLanguage,
): { readonly say: SiteWords; readonly isChosen: boolean } {
  const chosen = CUSTOMER_LANGUAGES.find((tag) => tag === lang) ?? own;
  if (chosen) return { say: SITE_LANGUAGES[chosen], isChosen: true };
  const accepted = accepts(...CUSTOMER_LANGUAGES);
  return { say: SITE_LANGUAGES[CUSTOMER_LANGUAGES.find((tag) => tag === accepted) ?? 'en'], isChosen: false };
}
