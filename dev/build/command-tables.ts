import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../domain/window/commands/commands';
import type { FieldOption, WindowCommand } from '../../cli/commands/field-options';
import { projectRoot } from '../project-root';

/** What is generated from the table of commands: the command line's own table, and the one in docs/operating.md. */

const HEADER = `// Made by \`npm run generate:commands\` from domain/window/commands; a change here is lost.

import type { CommandName } from '../../domain/window/commands/commands';
import type { WindowCommand } from '../commands/field-options';

`;
const BEGIN = '<!-- made by `npm run generate:commands` from domain/window/commands -->';
const END = '<!-- end of the commands -->';

/** Every generated file by its path, with its intended text. */
export async function commandTables(): Promise<ReadonlyMap<string, string>> {
  const [cli, docs] = ['cli/generated/commands.ts', 'docs/operating.md'].map((name) => path.join(projectRoot(), name));
  if (cli === undefined || docs === undefined) throw new RangeError('two files are made');
  return new Map([
    [cli, await formatted(cli, HEADER + cliTable())],
    [docs, await formatted(docs, withTable(await readFile(docs, 'utf8')))],
  ]);
}

async function formatted(file: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

function cliTable(): string {
  const rows = COMMAND_NAMES.map((name) => `${name}: ${JSON.stringify(cliRow(name))},`);
  return `export const WINDOW_COMMANDS = {\n${rows.join('\n')}\n} as const satisfies Record<CommandName, WindowCommand>;\n`;
}

function cliRow(name: CommandName): WindowCommand {
  const { schema, example, summary } = COMMANDS[name];
  const { properties, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const { by: _by, expectedRevision: _revision, ...own } = properties;
  const samples: Readonly<Record<string, unknown>> = example;
  const fields = Object.entries(own).map(([field, property]): [string, FieldOption] => [
    field,
    optionOf(property, required.includes(field), samples[field]),
  ]);
  return { summary, fields: Object.fromEntries(fields) };
}

interface JsonSchema {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}
interface Property {
  readonly type?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly string[];
}

function optionOf(
  { type, format, description, enum: choices, default: usual }: Property,
  required: boolean,
  sample: unknown,
): FieldOption {
  const about = (description ?? '').replace(/^false: | \([A-Z]\d+\)/g, '');
  if (format === 'date-time') {
    const such = typeof sample === 'string' ? `such as ${sample}` : '';
    return { kind: 'instant', about: [about, such].filter(Boolean).join(', '), required };
  }
  if (choices) return { kind: 'text', about: about || choices.join(', ').replace(/, ([^,]*)$/, ' or $1'), required };
  if (type === 'string') return { kind: 'text', about, required };
  if (type === 'integer') return { kind: 'number', about, required };
  if (type === 'number') return { kind: 'figure', about, required };
  if (type === 'boolean' && usual === true) return { kind: 'off', about, required: false };
  // what is made of parts; anything else would be asked for as a file that nobody has
  if (type === 'object' || type === 'array' || type === undefined) return { kind: 'file', about, required };
  throw new RangeError(`no option for a field of type ${type}: give it a kind in cli/commands/field-options.ts`);
}

function withTable(text: string): string {
  const [before, rest] = text.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined) throw new RangeError(`docs/operating.md needs ${BEGIN} and ${END}`);
  return `${before}${BEGIN}\n\n${docsTable()}\n\n${END}${after}`;
}

function docsTable(): string {
  const rows = COMMAND_NAMES.map((name) => {
    const { summary, when, roles, example } = COMMANDS[name];
    return `| \`${name}\` | ${summary} | ${when} | ${roles.join(', ')} | \`${JSON.stringify(example)}\` |`;
  });
  return ['| command | what it does | when | roles | sample |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}
