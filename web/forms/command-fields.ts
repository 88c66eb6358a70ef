import type { CommandField, FieldKind as AskedKind } from '../../domain/acting/forms/form';
import type { WindowView } from '../../domain/window/view';
import { readFields, typedInstant, type FieldKind, type FieldSpec } from './fields';
import type { Typed } from './typed';

/** The fields of a command (domain/acting/forms) as a form shows and reads them. */

interface KindRow {
  /** As what it is typed. */
  readonly kind: FieldKind;
  /** What the command reads, from what the form has read; what cannot be read stays, and the command's schema says why. */
  readonly read?: (value: unknown) => unknown;
}

const NUMBER = /^-?\d{1,15}(\.\d{1,10})?$/;
const ifNumber = (value: unknown) => (typeof value === 'string' && NUMBER.test(value) ? Number(value) : value);

const KINDS: Record<AskedKind, KindRow> = {
  text: { kind: 'text' },
  area: { kind: 'area' },
  email: { kind: 'email' },
  instant: { kind: 'instant' },
  number: { kind: 'number' },
  figure: { kind: 'text', read: ifNumber },
  lines: { kind: 'lines' },
  pairs: { kind: 'lines', read: pairs },
  references: { kind: 'lines', read: references },
  'one-of': { kind: 'choice', read: ifNumber },
  'yes-no': { kind: 'choice', read: (value) => (value === 'yes' ? true : value === 'no' ? false : value) },
};

/** `view`: of the window it is about, where that is known: options follow from it. */
export function specOf(
  { name, label, kind, hint, optional, options }: CommandField,
  view: WindowView | undefined,
): FieldSpec {
  return {
    ...{ name, label, kind: KINDS[kind].kind },
    ...(hint === undefined ? {} : { hint }),
    ...(optional ? { optional } : {}),
    ...(options && view ? { options: options(view) } : {}),
  };
}

/** What stands in a field at first. */
export function initialOf({ kind, initial }: CommandField, view: WindowView): string | undefined {
  const value = initial?.(view);
  if (value === undefined) return undefined;
  return kind === 'instant' && typeof value === 'number' ? typedInstant(value) : String(value);
}

/** The command's body, from what was typed. */
export function bodyOf(typed: Typed, fields: readonly CommandField[]): Record<string, unknown> {
  const specs = fields.map(({ name, label, kind }) => ({ name, label, kind: KINDS[kind].kind }));
  const body = readFields(typed, specs);
  for (const { name, kind } of fields) convert(body, name.split('.'), KINDS[kind].read);
  // the list itself is needed, empty or not: nothing in it takes away what was named before
  for (const { name, kind } of fields) if (kind === 'references') body[name] ??= [];
  return body;
}

function convert(body: Record<string, unknown>, [first = '', ...rest]: string[], read: KindRow['read']): void {
  const value = body[first];
  if (!read || value === undefined) return;
  if (rest.length === 0) body[first] = read(value);
  else convert(value as Record<string, unknown>, rest, read);
}

/** `tier=web` → `{ tier: 'web' }`. */
function pairs(lines: unknown): unknown {
  const list = lines as readonly string[];
  if (list.some((line) => !/^[^=]+=/.test(line))) return list.join(', ');
  return Object.fromEntries(list.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** `servicenow CHG0031337 https://changes.example/CHG0031337 public`. */
function references(lines: unknown): unknown {
  return (lines as readonly string[]).map((line) => {
    const [system = '', id = '', ...rest] = line.split(/\s+/);
    const url = rest.find((word) => word !== 'public');
    return { system, id, ...(url === undefined ? {} : { url }), ...(rest.includes('public') ? { public: true } : {}) };
  });
}
