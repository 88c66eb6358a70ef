import type { JSX } from 'preact';
import { languageName } from '../../../domain/notices/mail-languages';
import type { WindowState } from '../../../domain/window/types';
import type { TriedEdit } from '../../../use-cases/read-approval';
import { Field } from '../../forms/field';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { Changes } from '../difference';
import { ConsoleLayout } from '../layout';
import { windowHref } from '../parts';
import { approvalHref } from './list-page';
import { languageFields, REASON, sameField, type LanguageFields } from './wording-form';

const wordingHref = (reference: string) => `${windowHref(reference)}/wording`;

interface WordingProps {
  readonly frame: Asked['frame'];
  readonly state: WindowState;
  readonly form?: FormState | undefined;
  /** What the form would make different, where somebody asked to see it. */
  readonly tried?: TriedEdit | undefined;
}

/** `/console/windows/{reference}/wording`: the window's own sentences, corrected language by language (P2, L8). */
export function WordingPage({ frame, state, form, tried }: WordingProps): JSX.Element {
  const { reference, spec, revision, phase, approval } = state;
  const languages = languageFields(spec);
  const fields = languages.flatMap((one) => one.fields);
  const hasHeard = phase === 'announced' || phase === 'delayed';
  return (
    <ConsoleLayout {...frame} title={`Wording: ${spec.title}`} here="approvals">
      <p class="muted">
        <a href={approvalHref(reference)}>Approval of {reference}</a> · {phase}, revision {revision}
      </p>
      {hasHeard ? (
        <p class="callout tone-planned">Customers have heard of this window: they get a mail about every correction.</p>
      ) : null}
      {approval ? <p>Whoever corrects a sentence cannot approve the plan: a second person does.</p> : null}
      <Form
        {...{ action: wordingHref(reference), secret: frame.person.secret, form, button: 'Correct it' }}
        fields={[...fields, REASON]}
        more={{ class: 'form' }}
      >
        <Field field={{ name: 'expectedRevision', label: 'Revision', kind: 'hidden' }} initial={String(revision)} />
        {languages.map((one) => (
          <Language key={one.language} language={one} form={form} />
        ))}
        <Field field={REASON} form={form} />
        <div
          class="preview"
          id="difference"
          aria-live="polite"
          hx-post={`${wordingHref(reference)}/difference`}
          hx-trigger="input from:closest form delay:500ms"
        >
          {tried ? <TriedEditPart tried={tried} /> : null}
        </div>
        <button type="submit" class="second" formaction={`${wordingHref(reference)}/difference`}>
          See the difference
        </button>{' '}
      </Form>
    </ConsoleLayout>
  );
}

interface LanguageProps {
  readonly language: LanguageFields;
  readonly form: FormState | undefined;
}

function Language({ language: { language, isOwn, fields }, form }: LanguageProps): JSX.Element {
  const name = languageName(language);
  const isThere = isOwn || fields.some(({ initial }) => initial !== '') || (form?.faults.length ?? 0) > 0;
  const inputs = (
    <fieldset class="language">
      <legend>{isOwn ? `${name}, the window’s own` : name}</legend>
      {fields.map(({ initial, ...field }) => (
        <Field key={field.name} {...{ field, form, initial }} more={{ lang: language }} />
      ))}
      {isOwn || !isThere ? null : <Field field={sameField(language)} form={form} />}
    </fieldset>
  );
  if (isThere) return inputs;
  return (
    <details>
      <summary>Add {name}</summary>
      {inputs}
    </details>
  );
}

/** What an edit would make different, as a piece of the page. */
export function TriedEditPart({ tried }: { readonly tried: TriedEdit }): JSX.Element {
  return (
    <section aria-labelledby="tried">
      <h2 id="tried">What becomes different</h2>
      {'changes' in tried ? <Changes changes={tried.changes} none="Nothing." /> : null}
      {'refused' in tried ? <p class="callout tone-late">{tried.refused}</p> : null}
      {'faults' in tried ? (
        <ul>
          {tried.faults.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              {field === '(body)' ? 'Nothing yet.' : `${field.replaceAll('.', ', ')} ${message}`}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
