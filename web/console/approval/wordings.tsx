import type { JSX } from 'preact';
import { languageName } from '../../../domain/notices/mail-languages';
import type { LanguageRead } from '../../../domain/notices/wording-language';
import { missingTexts, WORD_PARTS } from '../../../domain/window/customer-texts';
import { languageOf, languagesOf, wordingIn } from '../../../domain/window/plan-parts';
import type { WindowSpec, Wording } from '../../../domain/window/types';

interface WordingsProps {
  readonly spec: WindowSpec;
  /** How many readers there are of which language, before customers are told. */
  readonly languages: readonly LanguageRead[] | undefined;
}

/** The window's sentences, language by language (P2). */
export function Wordings({ spec, languages = [] }: WordingsProps): JSX.Element {
  return (
    <section aria-labelledby="words">
      <h2 id="words">What customers read</h2>
      {languages.length === 0 ? null : (
        <p>
          Read by{' '}
          {languages
            .map(
              ({ locale, contacts }) =>
                `${String(contacts)} ${contacts === 1 ? 'person' : 'people'} in ${languageName(locale)}`,
            )
            .join(', ')}
          .
        </p>
      )}
      <ul class="muted">
        {missingTexts(spec).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {languagesOf(spec).map((language) => (
        <section key={language} aria-labelledby={`words-${language}`}>
          <h3 id={`words-${language}`}>
            {languageName(language)}
            {language === languageOf(spec) ? <span class="muted"> the window’s own</span> : null}
          </h3>
          <dl class="words" lang={language}>
            {Object.entries(wordingIn(spec, language)).map(([field, text]) => (
              <div key={field}>
                <dt lang="en">{WORD_PARTS[field as keyof Wording]}</dt>
                <dd class="prose">{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </section>
  );
}
