import type { JSX } from 'preact';
import type { CommandField } from '../../domain/acting/forms/form';
import type { WindowView } from '../../domain/window/view';
import { initialOf, specOf } from '../forms/command-fields';
import { Field } from '../forms/field';
import type { Fault, Typed } from '../forms/typed';

interface FieldsProps {
  readonly fields: readonly CommandField[];
  readonly window: WindowView | undefined;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}

/** What the command needs, with what was typed before and what was wrong with it. */
export function Fields({ fields, window, typed, faults }: FieldsProps): JSX.Element {
  const form = typed && { typed, faults };
  return (
    <>
      {fields.map((field) => (
        <Field
          key={field.name}
          field={specOf(field, window)}
          form={form}
          initial={window && initialOf(field, window)}
        />
      ))}
    </>
  );
}

/** The fields that are asked for: those for this window, and what it has asked for in its refusal. */
export function askedFor(
  fields: readonly CommandField[],
  window: WindowView | undefined,
  faults: readonly Fault[],
): CommandField[] {
  return fields.filter(
    ({ name, when }) => !when || (window !== undefined && when(window)) || faults.some(({ field }) => field === name),
  );
}
