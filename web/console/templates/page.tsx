import type { JSX } from 'preact';
import { TEMPLATE_VARIABLES } from '../../../domain/notices/message-template';
import type { Wording } from '../../../domain/window/types';
import { Field, faultAt } from '../../forms/field';
import { Form } from '../../forms/form';
import { textOf, type Fault, type FormState, type Typed } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { GENERAL_FIELDS, hasSource, ID_FIELD, languagesIn, nameOf, sourceFields } from './fields';
import { templateHref } from './list-page';
import { PreviewOf } from './preview';

/** What a template would say, or why it cannot be written. */
export type Preview = { readonly wordings: Readonly<Record<string, Wording>> } | { readonly faults: readonly Fault[] };

export interface TemplateProps {
  readonly frame: Asked['frame'];
  /** Undefined for a new one. */
  readonly id: string | undefined;
  /** What stands in the fields at first. */
  readonly initial: Typed;
  readonly preview: Preview | undefined;
  readonly warnings?: readonly string[];
  readonly form?: FormState | undefined;
}

/** `/console/templates/{id}` and `/console/new-template`: the sources, and beside each language what they say (P2). */
export function TemplatePage(props: TemplateProps): JSX.Element {
  const { frame, id, initial, warnings = [] } = props;
  const mayEdit = frame.may('POST /v1/templates/{id}');
  const title = id === undefined ? 'New template' : textOf(initial, 'name') || id;
  return (
    <ConsoleLayout {...frame} title={title} here="templates">
      {id === undefined ? null : (
        <p class="muted">
          <a href="/console/templates">Templates</a> · {id}
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} class="callout tone-minor">
          {warning}
        </p>
      ))}
      {mayEdit ? <TemplateForm {...props} /> : <Sources {...props} />}
      {id !== undefined && frame.may('DELETE /v1/templates/{id}') ? (
        <details>
          <summary>Remove this template</summary>
          <p>
            Windows keep their sentences. A series that names it refuses its next night and says so; whoever plans a
            window writes the sentences again.
          </p>
          <Form
            {...{
              action: `${templateHref(id)}/remove`,
              secret: frame.person.secret,
              button: 'Remove it',
              look: 'danger',
            }}
          />
        </details>
      ) : null}
    </ConsoleLayout>
  );
}

function TemplateForm({ frame, id, initial, preview, form }: TemplateProps): JSX.Element {
  const languages = languagesIn({ ...initial, ...form?.typed });
  const fields = [...(id === undefined ? [ID_FIELD] : []), ...GENERAL_FIELDS, ...languages.flatMap(sourceFields)];
  const action = id === undefined ? '/console/new-template' : templateHref(id);
  return (
    <Form {...{ action, secret: frame.person.secret, form, fields, button: 'Keep it', more: { class: 'form' } }}>
      {id === undefined ? <Field field={ID_FIELD} form={form} /> : null}
      {GENERAL_FIELDS.map((field) => (
        <Field key={field.name} field={field} form={form} initial={textOf(initial, field.name)} />
      ))}
      <Variables />
      {languages.map((language) => (
        <Language key={language} {...{ id, language, initial, form, preview }} />
      ))}
      <button type="submit" class="second" formaction={`${action}/preview`}>
        See what it says
      </button>
    </Form>
  );
}

interface LanguageProps extends Pick<TemplateProps, 'id' | 'initial' | 'form' | 'preview'> {
  readonly language: string;
}

/** One language: its sources, and beside them what they say, which a script asks for anew while somebody types. */
function Language({ id, language, initial, form, preview }: LanguageProps): JSX.Element {
  const typed = { ...initial, ...form?.typed };
  const sources = (
    <fieldset class="language">
      <legend>{nameOf(language)}</legend>
      {sourceFields(language).map((field) => {
        const fault = faultAt(field, form);
        const source = textOf(typed, field.name);
        return (
          <div key={field.name}>
            <Field {...{ field, form, initial: source }} more={{ spellcheck: 'false' }} />
            {fault === undefined ? null : <LineAt fault={fault} source={source} />}
          </div>
        );
      })}
    </fieldset>
  );
  const action = id === undefined ? '/console/new-template' : templateHref(id);
  const beside = (
    <div class="beside">
      {sources}
      <div
        class="preview"
        aria-live="polite"
        hx-post={`${action}/preview?language=${encodeURIComponent(language)}`}
        hx-trigger="input from:closest form delay:500ms"
      >
        <PreviewOf language={language} preview={preview} />
      </div>
    </div>
  );
  if (hasSource(typed, language)) return beside;
  return (
    <details>
      <summary>Add {nameOf(language)}</summary>
      {beside}
    </details>
  );
}

/** The line of a source that a fault names: `line 2: …`. */
function LineAt({ fault, source }: { readonly fault: string; readonly source: string }): JSX.Element | null {
  const [, number] = /\bline (\d+)\b/.exec(fault) ?? [];
  const line = number === undefined ? undefined : source.split('\n')[Number(number) - 1];
  if (line === undefined) return null;
  return (
    <p class="source">
      Line {number}: <code>{line}</code>
    </p>
  );
}

/** The sources, for whoever reads them only. */
function Sources({ initial, preview }: TemplateProps): JSX.Element {
  const languages = languagesIn(initial).filter((language) => hasSource(initial, language));
  return (
    <>
      {languages.map((language) => (
        <section key={language} aria-labelledby={`source-${language}`}>
          <h2 id={`source-${language}`}>{nameOf(language)}</h2>
          <dl class="words">
            {sourceFields(language).map(({ name, label }) =>
              textOf(initial, name) === '' ? null : (
                <div key={name}>
                  <dt>{label}</dt>
                  <dd class="prose source">{textOf(initial, name)}</dd>
                </div>
              ),
            )}
          </dl>
          <PreviewOf language={language} preview={preview} />
        </section>
      ))}
    </>
  );
}

function Variables(): JSX.Element {
  return (
    <details>
      <summary>What a source can name</summary>
      <p>Sources are Liquid with the tags if, unless, case, assign, capture, comment and raw.</p>
      <dl class="words">
        {Object.entries(TEMPLATE_VARIABLES).map(([name, what]) => (
          <div key={name}>
            <dt>
              <code>{`{{ ${name} }}`}</code>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
