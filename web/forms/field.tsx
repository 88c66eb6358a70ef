import type { JSX } from 'preact';
import type { FieldSpec } from './fields';
import { textsOf, type FormState } from './typed';

interface FieldProps {
  readonly field: FieldSpec;
  /** The form when it is shown again. */
  readonly form?: FormState | undefined;
  /** What stands in it at first; what was typed takes precedence. */
  readonly initial?: string | readonly string[] | undefined;
  /** What a script of the page needs beside, such as `hx-get`. */
  readonly more?: Readonly<Record<string, string>> | undefined;
  /** In the page's language. */
  readonly optionalWord?: string | undefined;
}

/** The id of a field's input, by which an error summary leads to it. */
export const fieldId = (name: string) => `field-${name.replaceAll('.', '-')}`;

/** The fault of a field, or of something within it: `slots.0.end` is at `slots` where nothing closer is asked. */
export function faultAt({ name }: Pick<FieldSpec, 'name'>, form: FormState | undefined): string | undefined {
  return form?.faults.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
}

/** What a schema says of a field, as a sentence beside it. */
export function sentence(message: string): string {
  // of a template's source
  if (/^line \d/.test(message)) return `L${message.slice(1)}.`;
  return /^[a-z]/.test(message) ? `It ${message}.` : message;
}

/** A field with its label, its hint, what was typed, and what was wrong with it. */
export function Field({ field, form, initial, more = {}, optionalWord = 'optional' }: FieldProps): JSX.Element {
  const { name, label, kind, hint, optional } = field;
  const id = fieldId(name);
  const fault = faultAt(field, form);
  const described = [hint === undefined ? '' : `${id}-hint`, fault === undefined ? '' : `${id}-fault`].filter(Boolean);
  const values =
    form && name in form.typed ? textsOf(form.typed, name) : [initial ?? []].flat().filter((one) => one !== '');
  const common = {
    ...{ id, name, required: !optional && kind !== 'check' },
    ...(described.length > 0 ? { 'aria-describedby': described.join(' ') } : {}),
    ...(fault === undefined ? {} : { 'aria-invalid': 'true' as const }),
    ...more,
  };
  if (kind === 'hidden') return <input type="hidden" name={name} value={values.at(-1) ?? ''} />;
  const beside = (
    <>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p id={`${id}-fault`} class="fault">
          {sentence(fault)}
        </p>
      )}
    </>
  );
  if (kind === 'choices') return <Choices {...{ field, values, more }}>{beside}</Choices>;
  if (kind === 'check') {
    return (
      <div class={fault === undefined ? 'field' : 'field at-fault'}>
        {beside}
        <label class="choice">
          <input {...common} type="checkbox" value="yes" checked={values.length > 0} /> {label}
        </label>
      </div>
    );
  }
  return (
    <div class={fault === undefined ? 'field' : 'field at-fault'}>
      <label for={id}>
        {label}
        {kind === 'instant' ? ' (UTC)' : ''}
        {optional === true ? <span class="muted"> ({optionalWord})</span> : null}
      </label>
      {beside}
      <Control field={field} common={common} value={values.join('\n')} />
    </div>
  );
}

interface ControlProps {
  readonly field: FieldSpec;
  readonly common: Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };
  readonly value: string;
}

function Control({
  field: { kind, options = [], most, rows = 4, optional },
  common,
  value,
}: ControlProps): JSX.Element {
  if (kind === 'area' || kind === 'lines') {
    return (
      <textarea {...common} rows={rows} maxLength={most ?? 4_000}>
        {value}
      </textarea>
    );
  }
  if (kind === 'choice') {
    return (
      <select {...common}>
        {optional ? <option value="">–</option> : null}
        {options.map(([one, label]) => (
          <option key={one} value={one} selected={one === value}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  if (kind === 'number')
    return <input {...common} type="number" min={0} max={most ?? 1_000_000} step={1} value={value} />;
  if (kind === 'instant') return <input {...common} type="datetime-local" value={value} />;
  if (kind === 'date') return <input {...common} type="date" value={value} />;
  if (kind === 'email') return <input {...common} type="email" maxLength={320} autocomplete="email" value={value} />;
  return <input {...common} type="text" maxLength={most ?? 500} value={value} />;
}

interface ChoicesProps {
  readonly field: FieldSpec;
  readonly values: readonly string[];
  readonly more: Readonly<Record<string, string>>;
  readonly children: JSX.Element;
}

function Choices({ field: { name, label, options = [] }, values, more, children }: ChoicesProps): JSX.Element {
  return (
    <fieldset id={fieldId(name)} class="field" tabIndex={-1}>
      <legend>{label}</legend>
      {children}
      {options.map(([one, words]) => (
        <label key={one} class="choice">
          <input type="checkbox" name={name} value={one} checked={values.includes(one)} {...more} /> {words}
        </label>
      ))}
    </fieldset>
  );
}
