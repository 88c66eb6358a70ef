import type { JSX } from 'preact';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import { SUPPORT_HEADING, supportLines, type SupportBlock } from '../../domain/brands/support';

interface SupportProps {
  readonly support: SupportBlock | undefined;
  /** The emergency line stands first. */
  readonly urgent?: boolean | undefined;
  readonly language?: CustomerLanguage;
  /** For a document that is saved and printed: nothing in it leads anywhere. */
  readonly isPrinted?: boolean;
}

/** How readers reach people (N15): the same block as in mails. */
export function Support({
  support,
  urgent = false,
  language = 'en',
  isPrinted = false,
}: SupportProps): JSX.Element | null {
  if (!support) return null;
  return (
    <section class="support" aria-label={SUPPORT_HEADING[language]}>
      <strong>{SUPPORT_HEADING[language]}</strong>
      <ul>
        {supportLines(support, { urgent, language }).map(({ label, value, href, note }) => (
          <li key={href}>
            {label}
            {isPrinted ? value : <a href={href}>{value}</a>}
            {note}
          </li>
        ))}
      </ul>
    </section>
  );
}
