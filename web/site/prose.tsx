import type { JSX } from 'preact';
import type { Paragraph } from '../../domain/public/wording';

/** Text that people typed: escaped, its line breaks kept by the style sheet. `lang`: where it is not the page's. */
export function Prose({ text, lang }: { readonly text: string; readonly lang?: string | undefined }): JSX.Element {
  return (
    <p class="prose" lang={lang}>
      {text}
    </p>
  );
}

/** What the page says, and after it what people wrote. */
export function Said({ part, lang }: { readonly part: Paragraph; readonly lang: string | undefined }): JSX.Element {
  const { ours, theirs } = part;
  if (ours === '') return <Prose text={theirs} lang={lang} />;
  if (theirs === '' || lang === undefined)
    return <Prose text={[ours, theirs].filter((text) => text !== '').join(' ')} />;
  return (
    <p class="prose">
      {ours} <span lang={lang}>{theirs}</span>
    </p>
  );
}
