import { readFileSync, statSync } from 'node:fs';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { withLike } from '../domain/rules/classes';
import { rulesSchema, type Rules } from '../domain/rules/rules';
import { USUAL_RULES } from '../domain/rules/usual-rules';
import type { PlainRules } from '../domain/rules/written-policy';
import { read } from '../domain/shared/validation';

/** The file of the provider's own rules (P6), which FOREWARN_CONFIG names; docs/rules.md shows one. */

/** A larger one is not a file of rules. */
const LARGEST = 256 * 1024;

/** What a file says: the rules in force with it, and what of them stands in it. */
export interface RulesFile {
  readonly rules: Rules;
  /** The same as the file writes them, with what it leaves out. */
  readonly plain: PlainRules;
  /** Whether the value at the path, such as `classes.standard.lead`, stands in the file. */
  readonly says: (path: string) => boolean;
  /** Variables of the environment that the file sets, by name. */
  readonly settings: Readonly<Record<string, string>>;
  /** In which line of the file the value at the path stands, or what it is a part of; counted from 1. */
  readonly lineOf: (path: string) => number;
}

/** The rules of a provider without a file. */
export function usualRules(): RulesFile {
  return {
    rules: rulesSchema.parse(USUAL_RULES),
    plain: USUAL_RULES,
    says: () => false,
    settings: {},
    lineOf: () => 1,
  };
}

/**
 * Reads the file. `mayStand`: why a variable may not be set in it, if so. Throws one Error that lists every fault: file, line, path of the
 * field, rule.
 */
export function readRulesFile(file: string, mayStand: (variable: string) => string | undefined): RulesFile {
  const result = parseRules(readText(file), mayStand);
  if ('file' in result) return result.file;
  throw new Error(
    `The rules in ${file} cannot be used:\n${result.faults.map(({ line, field, message }) => `  line ${String(line)}: ${field} ${message}`).join('\n')}`,
  );
}

/** What is wrong with a text of rules, and where; `line` counts from 1. */
export interface RulesFault {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** Reads rules; never throws. */
export function parseRules(
  text: string,
  mayStand: (variable: string) => string | undefined,
): { readonly file: RulesFile } | { readonly faults: readonly RulesFault[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    return { faults: [{ line, field: '(file)', message: `is not YAML: ${broken.message}` }] };
  }
  const plain = plainOf(document);
  if (!isObject(plain))
    return {
      faults: [
        { line: 1, field: '(file)', message: 'must hold fields, such as classes: and calendar:, and few aliases' },
      ],
    };
  const { settings = {}, ...given } = plain;
  const merged = withClasses(over(USUAL_RULES, given));
  const rules = read(rulesSchema, merged);
  const variables = read(settingsSchema(mayStand), settings);
  const faults = [
    ...('faults' in rules ? rules.faults : []),
    ...('faults' in variables
      ? variables.faults.map(({ field, message }) => ({ field: inSettings(field), message }))
      : []),
  ];
  if ('faults' in rules || 'faults' in variables) {
    return { faults: faults.map((fault) => ({ line: lineOf(document, lines, fault.field), ...fault })) };
  }
  return {
    file: {
      rules: rules.value,
      plain: merged as PlainRules,
      says: (path) => document.hasIn(path.split('.')),
      settings: variables.value,
      lineOf: (path) => lineOf(document, lines, path),
    },
  };
}

/** The document's values; undefined where its aliases would grow without end. */
function plainOf(document: Document): unknown {
  if (document.contents === null) return {};
  try {
    return document.toJS({ maxAliasCount: 50 });
  } catch {
    return undefined;
  }
}

const inSettings = (field: string) => (field === '(body)' ? 'settings' : `settings.${field}`);

function readText(file: string): string {
  try {
    if (statSync(file).size > LARGEST)
      throw new Error(`The rules in ${file} cannot be used: the file is larger than ${String(LARGEST / 1024)} KB`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Error(`The file of rules that FOREWARN_CONFIG names, ${file}, cannot be read (${code})`, {
      cause: error,
    });
  }
}

/** Settings as the environment has them: texts. YAML's numbers, true and false are taken as they are written. */
function settingsSchema(mayStand: (variable: string) => string | undefined) {
  return z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()], 'must be one value').transform(String))
    .superRefine((settings, context) => {
      for (const name of Object.keys(settings)) {
        const fault = mayStand(name);
        if (fault !== undefined) context.addIssue({ code: 'custom', path: [name], message: fault });
      }
    });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a class of the provider's own leaves out is as in the class it is like (P6). */
function withClasses(merged: unknown): unknown {
  if (!isObject(merged) || !isObject(merged.classes)) return merged;
  return { ...merged, classes: withLike(merged.classes, over) };
}

/** `given` over `usual`, object by object; a list replaces a list. A name without a value is as if it were not there. */
function over(usual: unknown, given: unknown): unknown {
  if (given === null || given === undefined) return usual;
  if (!isObject(usual) || !isObject(given)) return given;
  const names = [...new Set([...Object.keys(usual), ...Object.keys(given)])];
  return Object.fromEntries(names.map((name) => [name, over(own(usual, name), own(given, name))]));
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The line of a field, or of the nearest field above it that is there. */
function lineOf(document: Document, lines: LineCounter, field: string): number {
  for (let path = field.split('.'); path.length > 0; path = path.slice(0, -1)) {
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const key = path.at(-1);
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === key) : undefined;
    const node: unknown = pair ? pair.key : document.getIn(path, true);
    const range = hasRange(node) ? node.range : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
