import type { JSX } from 'preact';
import { WORD_PARTS } from '../../../domain/window/customer-texts';
import type { Wording } from '../../../domain/window/types';
import { sentence } from '../../forms/field';
import { nameOf } from './fields';
import type { Preview } from './page';

interface PreviewProps {
  readonly language: string;
  readonly preview: Preview | undefined;
}

/** What the sources of one language say for a window that stands for all, as a piece of the page. */
export function PreviewOf({ language, preview }: PreviewProps): JSX.Element | null {
  if (!preview) return null;
  const faults = 'faults' in preview ? preview.faults : [];
  const own = faults.filter(({ field }) => field.startsWith(`wordings.${language}`));
  const wording = 'wordings' in preview ? preview.wordings[language] : undefined;
  return (
    <section aria-label={`What customers read, ${nameOf(language)}`}>
      <p class="muted">What customers read</p>
      {own.map(({ field, message }) => (
        <p key={`${field} ${message}`} class="fault">
          {partOf(field)}: {sentence(message)}
        </p>
      ))}
      {own.length === 0 && faults.length > 0 ? <p class="muted">Another language cannot be written yet.</p> : null}
      <dl class="words" lang={language}>
        {Object.entries(wording ?? {}).map(([field, text]) => (
          <div key={field}>
            <dt lang="en">{WORD_PARTS[field as keyof Wording]}</dt>
            <dd class="prose">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function partOf(field: string): string {
  const last = field.split('.').at(-1) ?? '';
  return last in WORD_PARTS ? WORD_PARTS[last as keyof Wording] : field;
}
