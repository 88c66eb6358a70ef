import { z } from 'zod';
import { linesOf, type Bytes } from './lines';
import { ROW_SCHEMAS, type InventoryTable } from './rows';
import { unreadable, type SourceRow } from './source';

/**
 * CSV (RFC 4180, UTF-8, comma, a header row with the names of the fields), read line by line: no field of an inventory holds
 * a line break, so a quote that is not closed spoils its own line and no other.
 */

/** Cells that hold a list, separated by ";". */
const LISTS: ReadonlySet<string> = new Set(['roles', 'environments']);
/** Cells that hold true or false. */
const YES_OR_NO: ReadonlySet<string> = new Set(['wantsOptional']);

/**
 * One table's rows. An empty cell is a field left out; `roles` and `environments` are separated by ";", `labels` are
 * `key=value;key=value` or a JSON object. A header that is not right ends the reading, because it would be wrong for every
 * row.
 */
export async function* readCsv(table: InventoryTable, bytes: Bytes): AsyncGenerator<SourceRow> {
  let header: readonly string[] | undefined;
  for await (const read of linesOf(bytes)) {
    const { line } = read;
    if ('text' in read && read.text.trim() === '') continue;
    const cells = 'text' in read ? cellsOf(read.text) : read.fault;
    if (header) {
      yield typeof cells === 'string' ? unreadable(line, '(line)', cells) : rowOf(line, header, cells);
      continue;
    }
    const faults = typeof cells === 'string' ? [cells] : headerFaults(table, cells);
    if (typeof cells === 'string' || faults.length > 0) {
      yield { line, faults: faults.map((message) => ({ field: '(header)', message })) };
      return;
    }
    header = cells;
  }
  if (!header) yield unreadable(1, '(file)', 'is empty');
}

/** The line's cells, blanks around them dropped; or its fault. */
function cellsOf(text: string): readonly string[] | string {
  if (!text.includes('"')) return text.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  // each turn takes one cell and the comma after it
  for (let rest = text; ;) {
    const match = /^\s*"((?:[^"]|"")*)"\s*(,|$)/.exec(rest) ?? /^([^",]*)(,|$)/.exec(rest);
    if (!match) return quoteFault(rest);
    const [taken, cell = '', end] = match;
    cells.push(taken.trimStart().startsWith('"') ? cell.replaceAll('""', '"') : cell.trim());
    if (end === '') return cells;
    rest = rest.slice(taken.length);
  }
}

function quoteFault(cell: string): string {
  if (!/^\s*"/.test(cell)) return 'has a quote inside a cell; put the whole cell in quotes and double the inner ones';
  return /^\s*"(?:[^"]|"")*"/.test(cell)
    ? 'has text after a closing quote; double the quotes inside a cell'
    : 'has a quote that is not closed on the same line; cells hold no line breaks';
}

function headerFaults(table: InventoryTable, columns: readonly string[]): string[] {
  const shape: Readonly<Record<string, z.ZodType>> = ROW_SCHEMAS[table].shape;
  const fields = Object.entries(shape);
  const known = fields.map(([name]) => name);
  const needed = fields.filter(([, schema]) => !schema.safeParse(undefined).success).map(([name]) => name);
  return [
    ...columns
      .filter((column) => !known.includes(column))
      .map((column) => `"${column}" is not a field of ${table}; the fields are ${known.join(', ')}`),
    ...columns.filter((column, i) => columns.indexOf(column) !== i).map((column) => `"${column}" is there twice`),
    ...needed.filter((column) => !columns.includes(column)).map((column) => `"${column}" is missing`),
  ];
}

function rowOf(line: number, header: readonly string[], cells: readonly string[]): SourceRow {
  if (cells.length !== header.length) {
    return unreadable(line, '(line)', `has ${String(cells.length)} cells; the header has ${String(header.length)}`);
  }
  const row: Record<string, unknown> = {};
  for (const [i, column] of header.entries()) {
    const cell = cells[i];
    if (cell === undefined || cell === '') continue;
    if (column !== 'labels') row[column] = readCell(column, cell);
    else {
      const labels = readLabels(cell);
      if (!labels) {
        return unreadable(line, 'labels', 'must be key=value pairs separated by ";", such as tier=web;os=linux');
      }
      row.labels = labels;
    }
  }
  return { line, value: row };
}

function readCell(column: string, cell: string): unknown {
  if (LISTS.has(column)) return parts(cell);
  if (YES_OR_NO.has(column) && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  return cell;
}

/** `tier=web;os=linux` as an object; undefined when a part has no `=`. Whatever does not fit that form is written as JSON. */
function readLabels(cell: string): object | undefined {
  if (cell.startsWith('{')) return labelsFromJson(cell);
  const pairs = parts(cell).map((part) => /^([^=]+)=(.*)$/s.exec(part));
  if (pairs.some((pair) => !pair)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [(pair?.[1] ?? '').trim(), (pair?.[2] ?? '').trim()]));
}

const jsonObject = z.record(z.string(), z.unknown());

function labelsFromJson(cell: string): object | undefined {
  try {
    return jsonObject.safeParse(JSON.parse(cell)).data;
  } catch {
    return undefined;
  }
}

function parts(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
