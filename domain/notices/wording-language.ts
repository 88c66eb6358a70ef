import { OWN_WORDS } from './own-words';
import type { Wording } from '../window/types';

/**
 * In which language the window's own sentences are for a reader (N4, P2): those of a translation, by the whole tag (`pt-BR`), else by its
 * first part (`pt`); else the window's own.
 */

/** The sentences that can be translated. */
export const WORDED = [
  'title',
  'introduction',
  'impactDescription',
  'customerAction',
] as const satisfies readonly (keyof Wording)[];
export type Worded = (typeof WORDED)[number];

/** Of windows that say nothing else, and of all those that were opened before they could. */
export const USUAL_LANGUAGE = 'en';

export interface Translated {
  /** Of the window's own sentences; English where it is left out. */
  readonly language?: string;
  readonly translations?: Readonly<Record<string, Wording>>;
}

/** The translation for a reader, with its language; undefined where there is none. */
export function translationFor(
  { translations = {} }: Translated,
  locale: string,
): { readonly language: string; readonly wording: Wording } | undefined {
  for (const language of [locale, baseOf(locale)]) {
    const wording = Object.hasOwn(translations, language) ? translations[language] : undefined;
    if (wording) return { language, wording };
  }
  return undefined;
}

/** `de` of `de-AT`. */
export function baseOf(locale: string): string {
  return locale.split('-')[0]?.toLowerCase() ?? locale;
}

/** The language in which the reader gets that sentence. */
export function languageOfWords(window: Translated, locale: string, field: Worded): string {
  const translation = translationFor(window, locale);
  if (translation?.wording[field] !== undefined) return translation.language;
  return window.language ?? USUAL_LANGUAGE;
}

/** How many of the people a window affects read a language, as it stands on record. */
export interface Readers {
  readonly locale: string;
  readonly contacts: number;
}

/** Readers of a language, and which of the window's sentences they get in another one. */
export interface LanguageRead extends Readers {
  readonly missing: readonly Worded[];
}

type Sentences = Translated & {
  readonly introduction?: string;
  readonly customerAction: string;
};

/** For each language which of the sentences it lacks; what says nothing, as an introduction that is not there, is lacking in none. */
export function languagesRead(spec: Sentences, readers: readonly Readers[]): LanguageRead[] {
  const said = WORDED.filter((field) => {
    if (field === 'introduction') return spec.introduction !== undefined;
    return field !== 'customerAction' || spec.customerAction !== OWN_WORDS.noAction;
  });
  return readers.map(({ locale, contacts }) => ({
    locale,
    contacts,
    missing: said.filter((field) => baseOf(languageOfWords(spec, locale, field)) !== baseOf(locale)),
  }));
}
