import { diffWordsWithSpace, type ChangeObject } from 'diff';
import type { JSX } from 'preact';
import { languageName } from '../../domain/notices/mail-languages';
import type { PlanChange } from '../../domain/window/plan-parts';

/** More words than this are not compared one by one: texts so different are shown one after the other. */
const MOST_EDITS = 600;

/** The part of the shorter text that both have at least, where they are compared word by word. */
const COMMON = 0.3;

interface DifferenceProps {
  readonly before: string;
  readonly after: string;
  readonly lang?: string | undefined;
}

/** A text with what is gone and what is new, word by word. */
function Difference({ before, after, lang }: DifferenceProps): JSX.Element {
  const whole = [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ].filter(({ value }) => value !== '');
  const compared =
    before === '' || after === '' ? undefined : diffWordsWithSpace(before, after, { maxEditLength: MOST_EDITS });
  const parts = compared && isAlike(compared, before, after) ? compared : whole;
  return (
    <p class="prose difference" lang={lang}>
      {parts.map(({ value, added, removed }, index) => {
        const key = String(index);
        if (added) return <ins key={key}>{value}</ins>;
        return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>;
      })}
    </p>
  );
}

/** Texts that have little in common are another sentence: torn up word by word nobody could read either. */
function isAlike(parts: readonly ChangeObject<string>[], before: string, after: string): boolean {
  const kept = parts.filter(({ added, removed }) => !added && !removed);
  const common = kept.reduce((sum, { value }) => sum + value.trim().length, 0);
  return common >= COMMON * Math.min(before.length, after.length);
}

interface ChangesProps {
  readonly changes: readonly PlanChange[];
  /** What stands there where nothing is different. */
  readonly none: string;
}

/** Every part that is different, by its name and language. */
export function Changes({ changes, none }: ChangesProps): JSX.Element {
  if (changes.length === 0) return <p class="muted">{none}</p>;
  return (
    <dl class="changes">
      {changes.map(({ key, title, language, before, after }) => (
        <div key={key}>
          <dt>{language === undefined ? title : `${title}, ${languageName(language)}`}</dt>
          <dd>
            <Difference before={before} after={after} lang={language} />
            {after === '' && language !== undefined ? (
              <p class="muted">Taken out: readers of this language get the window’s own sentence.</p>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
