import type { z } from 'zod';
import { COLUMNS, fromFile, type CellForm } from '../csv-cells';
import { rereadableBlocks, type Bytes } from './blocks';
import { headOf, separatorName, nameOf } from './csv-head';
import { breaksIn, recordsOf, type CsvRecord } from './csv-records';
import { ROW_SCHEMAS, type InventoryTable } from './rows';
import { unreadable, type SourceRow } from './source';

/**
 * One table's rows from a CSV file: RFC 4180 in UTF-8 with the field names as its header, separated by commas, semicolons or
 * tabs. An empty cell is a field left out. Empty rows and columns, as spreadsheets write them, are ignored. A wrong header
 * stops the import, because every row would be wrong.
 */
export async function* readCsv(table: InventoryTable, bytes: Bytes): AsyncGenerator<SourceRow> {
  const blocks = rereadableBlocks(bytes);
  try {
    const first = (await blocks.next()) ?? Buffer.alloc(0);
    const head = headOf(first, new Set(fieldsOf(table).keys()));
    if ('fault' in head) {
      yield unreadable(1, '(file)', head.fault);
      return;
    }
    blocks.putBack(head.block);

    let columns: readonly Column[] | undefined;
    for await (const records of recordsOf(blocks, head.separator)) {
      for (const record of records) {
        if ('cells' in record && record.cells.every((cell) => cell.trim() === '')) continue;
        if (columns) {
          yield rowOf(record, columns, head.separator);
          continue;
        }
        columns = 'cells' in record ? columnsOf(table, record.cells) : [];
        const faults = 'cells' in record ? headerFaults(table, columns) : [record.fault];
        if (faults.length === 0) continue;
        yield { line: record.line, faults: faults.map((message) => ({ field: '(header)', message })) };
        return;
      }
    }
    if (!columns) yield unreadable(1, '(file)', 'is empty');
  } finally {
    await blocks.close();
  }
}

/** A column without a name is not a field of the table; if it has no title either, its cells must be empty. */
interface Column {
  readonly title: string;
  readonly name?: string;
  readonly form?: CellForm;
}

/** The table's fields by their names in lower case. */
function fieldsOf(table: InventoryTable) {
  return new Map([...COLUMNS[table]].map(([name, form]) => [name.toLowerCase(), { name, form }]));
}

function columnsOf(table: InventoryTable, cells: readonly string[]): readonly Column[] {
  const fields = fieldsOf(table);
  return withoutEmptyEnd(cells).map((cell) => ({ title: cell.trim(), ...fields.get(nameOf(cell)) }));
}

function headerFaults(table: InventoryTable, columns: readonly Column[]): string[] {
  const shape: Readonly<Record<string, z.ZodType>> = ROW_SCHEMAS[table].shape;
  const known = Object.keys(shape).join(', ');
  const needed = Object.entries(shape)
    .filter(([, schema]) => !schema.safeParse(undefined).success)
    .map(([name]) => name);
  const given = columns.flatMap(({ name }) => name ?? []);
  const hint = columns.length > 1 ? '' : '; columns are separated by a comma, a semicolon or a tab';
  return [
    ...columns
      .filter(({ title, name }) => title !== '' && name === undefined)
      .map(({ title }) => `"${title}" is not a field of ${table}; the fields are ${known}${hint}`),
    ...given.filter((name, i) => given.indexOf(name) !== i).map((name) => `"${name}" is there twice`),
    ...needed.filter((name) => !given.includes(name)).map((name) => `"${name}" is missing`),
  ];
}

function rowOf(record: CsvRecord, columns: readonly Column[], separator: string): SourceRow {
  const { line } = record;
  if ('fault' in record) return unreadable(line, '(line)', record.fault);
  const { cells } = record;
  const miscounted = countFault(line, columns.length, cells, separator);
  if (miscounted !== undefined) return unreadable(line, '(line)', miscounted);
  const row: Record<string, unknown> = {};
  for (const [i, { name, form }] of columns.entries()) {
    const cell = fromFile(cells[i] ?? '');
    if (cell === '') continue;
    if (name === undefined || !form) {
      return unreadable(line, '(line)', `has text in column ${String(i + 1)}, which has no name in the header`);
    }
    const value = form.read(cell);
    if (value === undefined) return unreadable(line, name, form.rule);
    row[name] = value;
  }
  return { line, value: row };
}

/** Empty cells after the last column are ignored. */
function countFault(line: number, wanted: number, cells: readonly string[], separator: string): string | undefined {
  const count = cells.length > wanted ? Math.max(wanted, withoutEmptyEnd(cells).length) : cells.length;
  if (count === wanted) return undefined;
  const counted = `has ${String(count)} ${count === 1 ? 'cell' : 'cells'}; the header has ${String(wanted)}`;
  const breaks = breaksIn(cells);
  if (breaks > 0) return `${counted}; it goes on to line ${String(line + breaks)}, so perhaps a quote is missing`;
  return count > wanted ? `${counted}; put a cell that holds ${separatorName(separator)} in quotes` : counted;
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}
