import type { JSX } from 'preact';
import type { PublicWindow } from '../../domain/public/window';
import { ownWords } from '../../domain/notices/own-words';
import {
  baseOf,
  languageOfWords,
  translationFor,
  USUAL_LANGUAGE,
  type Worded as Field,
} from '../../domain/notices/wording-language';
import { useReading } from './reading';
import type { SiteWords } from '../words/site-words';

/** A text of a window with the language it is in, where that is not the page's own (N4). */
interface Worded {
  readonly text: string;
  readonly lang: string | undefined;
}

type Shown = Exclude<Field, 'introduction'>;

/** A window's own text as the reader of the page gets it. */
export function worded(window: PublicWindow, field: Shown, say: SiteWords): Worded {
  const ours = field === 'customerAction' ? ownWords(window.customerAction, say.own) : undefined;
  if (ours !== undefined) return { text: ours, lang: undefined };
  const own = {
    title: window.title,
    impactDescription: window.impact.description,
    customerAction: window.customerAction,
  };
  const text = translationFor(window, say.tag)?.wording[field] ?? own[field];
  return { text, lang: otherThan(say, languageOfWords(window, say.tag, field)) };
}

/** What people wrote along the way, which nobody translates. */
export function writtenIn(
  { language = USUAL_LANGUAGE }: Pick<PublicWindow, 'language'>,
  say: SiteWords,
): string | undefined {
  return otherThan(say, language);
}

/** What a person wrote about the window, or the window itself. */
export function said(text: string, window: Pick<PublicWindow, 'language'>, say: SiteWords): Worded {
  const ours = ownWords(text, say.own);
  return ours === undefined ? { text, lang: writtenIn(window, say) } : { text: ours, lang: undefined };
}

function otherThan(say: SiteWords, language: string): string | undefined {
  return baseOf(language) === say.tag ? undefined : language;
}

/** A window's title. */
export function Title({ window }: { readonly window: PublicWindow }): JSX.Element {
  const { text, lang } = worded(window, 'title', useReading().say);
  return <span lang={lang}>{text}</span>;
}

/** Says once on a page that what nobody translated is in another language; nothing where all of it is in the reader's. */
export function NotTranslated({ windows }: { readonly windows: readonly PublicWindow[] }): JSX.Element | null {
  const { say } = useReading();
  const languages = windows.flatMap((window) => {
    const shown = (['title', 'impactDescription', 'customerAction'] as const).map((field) =>
      worded(window, field, say),
    );
    const posted = window.updates.some((update) => HAS_WORDS.has(update.type)) ? [writtenIn(window, say)] : [];
    return [...shown.map(({ lang }) => lang), ...posted].filter((lang) => lang !== undefined);
  });
  const [first] = languages;
  if (first === undefined) return null;
  const name = new Intl.DisplayNames(say.locale, { type: 'language' }).of(first) ?? first;
  return <p class="muted original">{say.notTranslated(name)}</p>;
}

/** Updates that carry what a person wrote. */
const HAS_WORDS: ReadonlySet<string> = new Set([
  ...['rescheduled', 'extended', 'posted', 'rolling-back', 'cancelled', 'report'],
]);
