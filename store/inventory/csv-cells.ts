import { z } from 'zod';
import { ROW_SCHEMAS, type InventoryTable } from './import/rows';

/** The CSV form of each field: the export writes it and the import reads it. */

export interface CellForm {
  readonly write: (value: unknown) => string;
  /** undefined when the cell does not have this form; `rule` says what it must be. */
  readonly read: (cell: string) => unknown;
  readonly rule: string;
}

const text: CellForm = { write: String, read: (cell) => cell, rule: 'must be a text' };

const number: CellForm = {
  write: String,
  read: (cell) => (/^-?\d{1,15}$/.test(cell) ? Number(cell) : undefined),
  rule: 'must be a whole number',
};

const yesOrNo: CellForm = {
  write: String,
  read: (cell) => (/^(true|false)$/i.test(cell) ? cell.toLowerCase() === 'true' : undefined),
  rule: 'must be true or false',
};

const list: CellForm = {
  write: (value) => (value as readonly string[]).join(';'),
  read: parts,
  rule: 'must be words separated by ";"',
};

/** `tier=web;os=linux`, or a JSON object where the short form would be ambiguous. */
const labels: CellForm = {
  write: (value) => {
    const entries = Object.entries(value as Readonly<Record<string, string>>);
    const isPlain = entries.every(([key, label]) => !/[=;{\r\n]/.test(key) && /^[^;\r\n]+$/.test(label));
    return isPlain ? entries.map(([key, label]) => `${key}=${label}`).join(';') : JSON.stringify(value);
  },
  read: (cell) => {
    if (cell.startsWith('{')) return labelsFromJson(cell);
    const pairs = parts(cell).map((part) => /^([^=]+)=(.*)$/s.exec(part));
    if (pairs.some((pair) => !pair)) return undefined;
    return Object.fromEntries(pairs.map((pair) => [(pair?.[1] ?? '').trim(), (pair?.[2] ?? '').trim()]));
  },
  rule: 'must be key=value pairs separated by ";", such as tier=web;os=linux',
};

/** The form for each type of a schema field. */
const FORMS: Readonly<Record<string, CellForm>> = {
  string: text,
  enum: text,
  number,
  boolean: yesOrNo,
  array: list,
  record: labels,
};

/** The columns of each table in export order. */
export const COLUMNS: Readonly<Record<InventoryTable, ReadonlyMap<string, CellForm>>> = {
  locations: formsOf(ROW_SCHEMAS.locations),
  organizations: formsOf(ROW_SCHEMAS.organizations),
  environments: formsOf(ROW_SCHEMAS.environments),
  contacts: formsOf(ROW_SCHEMAS.contacts),
  resources: formsOf(ROW_SCHEMAS.resources),
  staff: formsOf(ROW_SCHEMAS.staff),
  staff_organizations: formsOf(ROW_SCHEMAS.staff_organizations),
};

function formsOf({ shape }: z.ZodObject): ReadonlyMap<string, CellForm> {
  return new Map(Object.entries(shape).map(([field, schema]) => [field, formOf(schema as z.ZodType)]));
}

function formOf(schema: z.ZodType): CellForm {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return formOf(schema.unwrap() as z.ZodType);
  }
  const form = FORMS[schema.def.type];
  if (!form) throw new Error(`no cell of a CSV file has the form of ${schema.def.type}`);
  return form;
}

/**
 * A spreadsheet runs a cell that begins like this as a formula, with or without quotes (OWASP, "CSV Injection"). An apostrophe
 * in front makes it text. Cells that already begin with apostrophes get one more, so that the import can restore each cell
 * exactly.
 */
const FORMULA = /^'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

/** The cell as the file holds it. */
export function inFile(cell: string): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Reverses `inFile`, after the quotes have been read. */
export function fromFile(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}

const jsonObject = z.record(z.string(), z.unknown());

function labelsFromJson(cell: string): object | undefined {
  try {
    return jsonObject.safeParse(JSON.parse(cell)).data;
  } catch {
    return undefined;
  }
}

/** Splits a list at ";" and at line breaks. */
function parts(cell: string): string[] {
  return cell
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
