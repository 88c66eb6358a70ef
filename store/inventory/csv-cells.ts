import { z } from 'zod';
import { ROW_SCHEMAS, type InventoryTable } from './import/rows';

/** How a field stands in a cell of a CSV file: what the export writes and the import reads, side by side. */

export interface CellForm {
  readonly write: (value: unknown) => string;
  /** undefined: the cell has not this form, and `rule` says what it must be. */
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

/** `tier=web;os=linux`, or a JSON object where that form would be read as something else. */
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

/** By the type of the field's schema. */
const FORMS: Readonly<Record<string, CellForm>> = {
  string: text,
  enum: text,
  number,
  boolean: yesOrNo,
  array: list,
  record: labels,
};

/** The columns of each table, in the order in which they are exported. */
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

const jsonObject = z.record(z.string(), z.unknown());

function labelsFromJson(cell: string): object | undefined {
  try {
    return jsonObject.safeParse(JSON.parse(cell)).data;
  } catch {
    return undefined;
  }
}

/** A line break in a cell separates like ";". */
function parts(cell: string): string[] {
  return cell
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
