import type { TemplateWordings } from '../../domain/notices/message-template';
import { read, type Fault } from '../../domain/shared/validation';
import { wordingSchema } from '../../domain/window/spec-fields';
import type { Wording } from '../../domain/window/types';
import { renderWording, wordingsFaults } from './liquid';
import type { TemplateModel } from './template-model';

/** A template to write for one window. Plain data: it travels to a thread. */
export interface RenderingJob {
  /** The template's own language. */
  readonly base: string;
  readonly wordings: TemplateWordings;
  /** What each language's sentences may print. */
  readonly models: Readonly<Record<string, Omit<TemplateModel, 'title'>>>;
  /** That of whoever opens the window, where there is one. */
  readonly title: string | undefined;
  /** First look whether the sources can be used at all, conditions that do not hold here included. */
  readonly check: boolean;
}

export type Rendering =
  | { readonly written: Record<string, Wording> }
  /** Sources that do not parse or ask for what no window has. */
  | { readonly unusable: readonly Fault[] }
  /** Each with the language and the field: `de.introduction`. */
  | { readonly faults: readonly Fault[] };

/** Every language's sentences. `at` hears of each field before it is written, as `de.introduction`. Never throws. */
export function renderWordings(job: RenderingJob, at: (field: string) => void = () => undefined): Rendering {
  const { base, wordings, models, title } = job;
  const unusable = job.check ? wordingsFaults(wordings, at) : [];
  if (unusable.length > 0) return { unusable };
  const written: Record<string, Wording> = {};
  const faults: Fault[] = [];
  // the template's own language first: where another has no title of its own, this one's stands in
  const languages = Object.keys(wordings).sort((a, b) => Number(b === base) - Number(a === base));
  for (const language of languages) {
    const source = wordings[language];
    const model = models[language];
    if (!source || !model) continue;
    const { title: _overruled, ...others } = source;
    const named = title ?? written[base]?.title;
    const tell = (field: string) => at(`${language}.${field}`);
    const result = renderWording(title === undefined ? source : others, model, named, tell);
    const checked = 'fault' in result ? { faults: [result.fault] } : read(wordingSchema, result.wording);
    if ('faults' in checked) {
      for (const { field, message } of checked.faults) faults.push({ field: `${language}.${field}`, message });
    } else if ('wording' in result) written[language] = result.wording;
    // what cannot be written costs as much in every language, and this one says what is wrong
    if ('fault' in result) break;
  }
  return faults.length === 0 ? { written } : { faults };
}
