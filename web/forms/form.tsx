import { randomUUID } from 'node:crypto';
import type { ComponentChildren, JSX } from 'preact';
import { FORM_TOKEN, formToken } from '../sign-in/forgery';
import { fieldId, sentence } from './field';
import type { FieldSpec } from './fields';
import { textOf, type FormState, type Typed } from './typed';

/** The name of the hidden field by which a form that is sent twice is done once. */
export const FORM_KEY = 'form-key';

const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The form's key; a new one where it came without. */
export function keyOf(typed: Typed): string {
  const given = textOf(typed, FORM_KEY);
  return KEY.test(given) ? given : randomUUID();
}

/** The hidden field without which no form is taken (T8). */
export function FormToken({ secret }: { readonly secret: string }): JSX.Element {
  return <input type="hidden" name={FORM_TOKEN} value={formToken(secret)} />;
}

interface FormProps {
  readonly action: string;
  /** The session's secret. */
  readonly secret: string;
  /** The form when it is shown again. */
  readonly form?: FormState | undefined;
  /** Its fields, so that the summary of what is wrong leads to them. */
  readonly fields?: readonly FieldSpec[];
  /** What stands on its button; a form that is a button alone is small. */
  readonly button: string;
  readonly look?: 'plain' | 'danger' | undefined;
  readonly more?: Readonly<Record<string, string>>;
  readonly children?: ComponentChildren;
}

/** A form that changes something: with its token, its key, what was wrong with it, and its button. */
export function Form({ action, secret, form, fields = [], button, look, more = {}, children }: FormProps): JSX.Element {
  return (
    <form method="post" action={action} noValidate class={children === undefined ? 'inline' : 'form'} {...more}>
      <FaultSummary form={form} fields={fields} />
      <FormToken secret={secret} />
      {/* a form that was refused was not done: the same key goes on with it */}
      <input type="hidden" name={FORM_KEY} value={form ? keyOf(form.typed) : randomUUID()} />
      {children}
      <button type="submit" {...(look === undefined ? {} : { class: look })}>
        {button}
      </button>
    </form>
  );
}

interface SummaryProps {
  readonly form: FormState | undefined;
  readonly fields: readonly FieldSpec[];
}

/** Each fault with the field it is at, in the order in which the fields stand; what is at no field comes last. */
function inOrder(faults: FormState['faults'], fields: readonly FieldSpec[]) {
  const placed = faults.map((fault) => {
    const place = fields.findIndex(({ name }) => fault.field === name || fault.field.startsWith(`${name}.`));
    return { ...fault, place: place < 0 ? fields.length : place, at: fields[place] };
  });
  return placed.sort((one, other) => one.place - other.place);
}

/** What was wrong with a form, each with a link to its field; the browser goes there first. */
export function FaultSummary({ form, fields }: SummaryProps): JSX.Element | null {
  if (!form || (form.faults.length === 0 && form.message === undefined)) return null;
  return (
    <div class="callout tone-late summary" role="alert" tabIndex={-1} id="faults">
      <p>
        <strong>{form.message ?? 'Nothing was changed yet. Some of it cannot be used:'}</strong>
      </p>
      {form.faults.length === 0 ? null : (
        <ul>
          {inOrder(form.faults, fields).map(({ field, message, at }) => {
            const words = at ? `${at.label}: ${message}` : field === '' ? sentence(message) : `${field} ${message}`;
            return <li key={`${field} ${message}`}>{at ? <a href={`#${fieldId(at.name)}`}>{words}</a> : words}</li>;
          })}
        </ul>
      )}
    </div>
  );
}
