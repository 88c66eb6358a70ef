import type { Command } from 'commander';
import { readJsonFile } from '../files';
import type { Io } from '../io';
import { figure, wholeNumber } from './options';

/** A field of a command's body as an option. */
export interface FieldOption {
  /** `number` is a whole one, `figure` may have decimals; `off` is a field that is true unless its option is given; `file` holds JSON. */
  readonly kind: 'text' | 'instant' | 'number' | 'figure' | 'off' | 'file';
  readonly about: string;
  readonly required: boolean;
}

/** A command of a window: what it does, and its fields besides the common ones. */
export interface WindowCommand {
  /** a sentence */
  readonly summary: string;
  readonly fields: Readonly<Record<string, FieldOption>>;
}

const PARSERS: Partial<Record<FieldOption['kind'], (text: string) => number>> = { number: wholeNumber, figure };

/** Adds an option for each field; commander stores its value under the field's name. */
export function addFieldOptions(made: Command, fields: WindowCommand['fields']): void {
  for (const [field, { kind, about, required }] of Object.entries(fields)) {
    const flag = kebabCase(field);
    if (kind === 'off') {
      made.option(`--no-${flag}`, about);
      continue;
    }
    const words = kind === 'file' ? `${about}; as JSON, or - for the standard input` : about;
    const option = made.createOption(`--${flag} <${kind}>`, words).makeOptionMandatory(required);
    const parse = PARSERS[kind];
    made.addOption(parse ? option.argParser(parse) : option);
  }
}

/** Builds the body from the options. */
export async function bodyOf(
  fields: WindowCommand['fields'],
  options: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<Readonly<Record<string, unknown>>> {
  const read = Object.entries(options).map(async ([name, value]): Promise<[string, unknown]> => {
    const kind = fields[name]?.kind;
    // commander's default is also the API's, so it is not sent
    if (kind === 'off' && value === true) return [name, undefined];
    return [name, kind === 'file' && typeof value === 'string' ? await readJsonFile(io, value) : value];
  });
  return Object.fromEntries(await Promise.all(read));
}

/** `approveRfo` → `approve-rfo`. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
