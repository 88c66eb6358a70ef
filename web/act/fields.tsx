import type { JSX } from 'preact';
import type { ActField } from '../../domain/acting/acts';
import type { WindowView } from '../../domain/window/view';
import { typedInstant, type Typed } from './form';

export interface Fault {
  readonly field: string;
  readonly message: string;
}

interface FieldsProps {
  readonly fields: readonly ActField[];
  readonly window: WindowView | undefined;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}

/** What the command needs, with what was typed before and what was wrong with it. */
export function Fields({ fields, window, typed, faults }: FieldsProps): JSX.Element {
  return (
    <>
      {fields.map((field) => (
        <Labelled
          key={field.name}
          field={field}
          value={typed?.[field.name] ?? initially(field, window)}
          fault={faults.find(({ field: name }) => name === field.name)?.message}
        />
      ))}
    </>
  );
}

/** The fields that are asked for: those for this window, and what it has asked for in its refusal. */
export function askedFor(
  fields: readonly ActField[],
  window: WindowView | undefined,
  faults: readonly Fault[],
): ActField[] {
  return fields.filter(
    ({ name, when }) => !when || (window !== undefined && when(window)) || faults.some(({ field }) => field === name),
  );
}

function initially({ initial }: ActField, window: WindowView | undefined): string {
  return initial && window ? typedInstant(initial(window)) : '';
}

interface LabelledProps {
  readonly field: ActField;
  readonly value: string;
  readonly fault: string | undefined;
}

function Labelled({ field: { name, label, kind, optional }, value, fault }: LabelledProps): JSX.Element {
  const described = fault === undefined ? {} : { 'aria-describedby': `${name}-fault`, 'aria-invalid': 'true' as const };
  const common = { id: name, name, required: !optional, ...described };
  return (
    <div class="field">
      <label for={name}>
        {label}
        {kind === 'instant' ? ' (UTC)' : ''}
        {optional ? <span class="muted"> (if you like)</span> : null}
      </label>
      {kind === 'text' ? (
        <textarea {...common} rows={4} maxLength={4_000}>
          {value}
        </textarea>
      ) : (
        <input {...common} {...INPUTS[kind]} value={value} />
      )}
      {fault === undefined ? null : (
        <p id={`${name}-fault`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

const INPUTS = {
  instant: { type: 'datetime-local' },
  minutes: { type: 'number', min: 0, max: 100_000, step: 1 },
  address: { type: 'email', maxLength: 320, autocomplete: 'email' },
} as const;
