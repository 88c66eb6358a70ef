import { textOf, textsOf, type Typed } from './typed';

/** How a field is typed and read. */
export type FieldKind =
  'text' | 'area' | 'instant' | 'date' | 'number' | 'email' | 'choice' | 'choices' | 'check' | 'hidden' | 'lines';

/** A field of a form. */
export interface FieldSpec {
  /** Where its value stands in the body, with dots: `impact.minutes`, `slots.0.start`. A fault of this path stands at the field. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** A sentence below the label: what it is for, with an example. */
  readonly hint?: string;
  /** `depends`: other fields say whether it is needed, as its heading does in words. */
  readonly optional?: boolean | 'depends';
  /** Of a choice, in order: what is sent, and how it is called. */
  readonly options?: readonly (readonly [value: string, label: string])[];
  /** Characters of a text; the figure itself of a number. */
  readonly most?: number;
  /** Rows of an area; 4 when left out. */
  readonly rows?: number;
}

/**
 * The body that the fields make: what was left empty is left out, and what cannot be read stays as it was typed, so that the operation's
 * own schema says why.
 */
export function readFields(typed: Typed, fields: readonly FieldSpec[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const value = READ[field.kind](typed, field.name);
    if (value !== undefined) put(body, field.name.split('.'), value);
  }
  return body;
}

const some = (typed: Typed, name: string) => {
  const value = textOf(typed, name).trim();
  return value === '' ? undefined : value;
};
const list = (values: readonly string[]) => (values.length === 0 ? undefined : values);

/** Browsers send a date and time without a zone: it is UTC, as the label says. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

const READ: Record<FieldKind, (typed: Typed, name: string) => unknown> = {
  text: some,
  area: some,
  email: some,
  date: some,
  choice: some,
  hidden: some,
  choices: (typed, name) => list(textsOf(typed, name)),
  lines: (typed, name) =>
    list(
      textOf(typed, name)
        .split('\n')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  check: (typed, name) => (textOf(typed, name) === '' ? undefined : true),
  number: (typed, name) => {
    const value = some(typed, name);
    return value !== undefined && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  },
  instant: (typed, name) => {
    const value = some(typed, name);
    return value !== undefined && LOCAL.test(value) ? `${value.length === 16 ? `${value}:00` : value}Z` : value;
  },
};

/** Puts a value at its path; a part that is a number leads into a list. */
function put(into: Record<string, unknown>, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const next = (into[first] ??= /^\d+$/.test(rest[0] ?? '') ? [] : {});
  put(next as Record<string, unknown>, rest, value);
}

/** As a field for an instant shows one, UTC ms. */
export const typedInstant = (at: number) => new Date(at).toISOString().slice(0, 16);
