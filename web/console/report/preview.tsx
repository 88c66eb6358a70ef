import type { JSX } from 'preact';
import { languageName } from '../../../domain/notices/mail-languages';
import type { Fault } from '../../forms/typed';

/** A mail as the preview of a report answers it. */
export interface PreviewedMail {
  readonly organization: { readonly name: string };
  readonly recipientName: string;
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** The mails, or why there are none. */
export type Preview = { readonly mails: readonly PreviewedMail[] } | { readonly faults: readonly Fault[] };

/** The mail of a report as customers would read it, as a piece of the page. */
export function PreviewPart({ preview }: { readonly preview: Preview }): JSX.Element {
  return (
    <section aria-labelledby="mail">
      <h3 id="mail">The mail</h3>
      {'faults' in preview ? (
        <ul>
          {preview.faults.map(({ field, message }) => (
            <li key={`${field} ${message}`}>{`${field === '' ? '' : `${field.replaceAll('.', ', ')} `}${message}`}</li>
          ))}
        </ul>
      ) : preview.mails.length === 0 ? (
        <p class="muted">Nobody would be told.</p>
      ) : (
        preview.mails.map(({ organization, recipientName, language, subject, text }) => (
          <article key={`${language} ${recipientName}`} class="mail" lang={language} tabIndex={0}>
            <p lang="en" class="muted">
              To {recipientName}, {organization.name}, in {languageName(language)}
            </p>
            <p>
              <strong>{subject}</strong>
            </p>
            <pre>{text}</pre>
          </article>
        ))
      )}
    </section>
  );
}
