import type { JSX } from 'preact';
import type { WindowState } from '../../../domain/window/types';
import { Field } from '../../forms/field';
import { Form } from '../../forms/form';
import { textOf, type FormState, type Typed } from '../../forms/typed';
import type { Asked } from '../area';
import { windowHref } from '../parts';
import { measureRows, REPORT_FIELDS } from './fields';
import { PreviewPart, type Preview } from './preview';

export interface EditorProps {
  readonly frame: Asked['frame'];
  readonly state: WindowState;
  /** What stands in the fields at first. */
  readonly initial: Typed;
  /** Where that comes from. */
  readonly from: 'timeline' | 'version';
  readonly form?: FormState | undefined;
  readonly preview?: Preview | undefined;
  readonly hasPreview: boolean;
}

/** The next version of a report (E4), with the mail beside it. */
export function Editor({ frame, state, initial, from, form, preview, hasPreview }: EditorProps): JSX.Element {
  const { reference, rfo } = state;
  const action = `${windowHref(reference)}/rfo`;
  const rows = measureRows(form?.typed ?? initial);
  return (
    <section aria-labelledby="write">
      <h2 id="write">{rfo.drafted === 0 ? 'Write it' : `Write version ${String(rfo.drafted + 1)}`}</h2>
      <p class="muted">
        {from === 'timeline' ? (
          'Drafted from the timeline: correct it, and add what is not on record. Nothing is kept before you keep it.'
        ) : (
          <>
            What version {rfo.drafted} says. <a href="?from=timeline#write">Draft it from the timeline again</a>
          </>
        )}
      </p>
      <Form
        {...{ action, secret: frame.person.secret, form, button: 'Keep this version' }}
        fields={[...REPORT_FIELDS, ...rows.flat()]}
        more={{ class: 'form' }}
      >
        <input type="hidden" name="base" value={rfo.drafted} />
        {REPORT_FIELDS.map((field) => (
          <Field key={field.name} field={field} form={form} initial={textOf(initial, field.name)} />
        ))}
        <h3>Preventive measures</h3>
        <p class="hint">Followed until they are done, from the publication on. Leave a row empty to leave it out.</p>
        {rows.map((fields, index) => (
          <fieldset key={String(index)} class="language">
            <legend>Measure {index + 1}</legend>
            {fields.map((field) => (
              <Field
                key={field.name}
                {...{ field, form: again(form, field.kind), initial: textOf(initial, field.name) }}
              />
            ))}
          </fieldset>
        ))}
        {hasPreview ? (
          <>
            <div
              class="preview"
              id="preview"
              aria-live="polite"
              hx-post={`${action}/preview`}
              hx-trigger="input from:closest form delay:800ms"
            >
              {preview ? <PreviewPart preview={preview} /> : null}
            </div>
            <button type="submit" class="second" formaction={`${action}/preview`}>
              See the mail
            </button>{' '}
          </>
        ) : null}
      </Form>
    </section>
  );
}

/** A check that is not ticked sends nothing, so what was typed says of it that it is empty. */
function again(form: FormState | undefined, kind: string): FormState | undefined {
  return form && kind === 'check' ? { ...form, typed: withChecks(form.typed) } : form;
}

function withChecks(typed: Typed): Typed {
  const checks = Object.keys(typed).flatMap((name) => {
    const [, row] = /^(preventiveMeasures\.\d+\.)text$/.exec(name) ?? [];
    return row === undefined ? [] : [`${row}public`];
  });
  return { ...Object.fromEntries(checks.map((name) => [name, ''])), ...typed };
}
