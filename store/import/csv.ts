import { parse, type CsvError, type Info } from 'csv-parse/sync';
import type { z } from 'zod';
import type { RejectedField } from './import-inventory';
import { ROW_SCHEMAS, type InventoryTable } from './rows';

/** A file's rows as the table's schema reads them, each with its line, and what could not be read at all. */
export interface CsvRows {
  readonly rows: readonly Record<string, unknown>[];
  readonly lines: readonly number[];
  readonly rejected: readonly RejectedField[];
}

/** Cells that hold a list, separated by ";". */
const LISTS: ReadonlySet<string> = new Set(['roles', 'environments']);

/**
 * Reads one table's CSV (RFC 4180, UTF-8, comma, a header row with the names of the fields). An empty cell is a field left
 * out; `roles` and `environments` are separated by ";", `labels` are `key=value;key=value`. A header that is not right
 * rejects the file, because it would be wrong for every row.
 */
export function readCsv(table: InventoryTable, text: string): CsvRows {
  const rejected: RejectedField[] = [];
  const [header, ...records] = recordsOf(text, rejected);
  if (!header)
    return { rows: [], lines: [], rejected: rejected.length > 0 ? rejected : [fault(1, '(file)', 'is empty')] };

  const faults = headerFaults(table, header.cells).map((message) => fault(header.line, '(header)', message));
  if (faults.length > 0) return { rows: [], lines: [], rejected: [...rejected, ...faults] };

  const rows: Record<string, unknown>[] = [];
  const lines: number[] = [];
  for (const { cells, line } of records) {
    if (cells.length !== header.cells.length) {
      rejected.push(
        fault(line, '(row)', `has ${String(cells.length)} cells; the header has ${String(header.cells.length)}`),
      );
      continue;
    }
    const filled = header.cells.flatMap((column, i) => (cells[i] ? [[column, cells[i]] as const] : []));
    const unread = filled.find(([column, cell]) => column === 'labels' && !readLabels(cell));
    if (unread) {
      rejected.push(fault(line, 'labels', 'must be key=value pairs separated by ";", such as tier=web;os=linux'));
      continue;
    }
    rows.push(Object.fromEntries(filled.map(([column, cell]) => [column, readCell(column, cell)])));
    lines.push(line);
  }
  return { rows, lines, rejected };
}

interface CsvRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The file's records. A quote in the middle of a cell spoils its own line; one that is not closed where it should be spoils
 * all that follows, because nobody can tell any more where a record ends: what was read of it is dropped and said so.
 */
function recordsOf(text: string, rejected: RejectedField[]): CsvRecord[] {
  let spoiltFrom = Infinity;
  const records = parse(text, {
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const line = typeof error?.lines === 'number' ? error.lines : 1;
      if (error?.code === 'INVALID_OPENING_QUOTE') {
        rejected.push(
          fault(line, '(row)', 'has a quote inside a cell; put the whole cell in quotes and double the inner ones'),
        );
      } else {
        spoiltFrom = Math.min(spoiltFrom, line);
      }
      return undefined;
    },
  }) as unknown as { record: string[]; info: Info }[];
  const good = records
    .map(({ record, info }) => ({ cells: record, line: info.lines }))
    .filter(({ line }) => line < spoiltFrom);
  if (spoiltFrom === Infinity) return good;
  const line = Math.max(0, ...[...good, ...rejected].map((read) => read.line)) + 1;
  rejected.push(fault(line, '(file)', 'has a quote here or below that is not closed: nothing was read from here on'));
  return good;
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

function readCell(column: string, cell: string): unknown {
  if (LISTS.has(column)) return parts(cell);
  if (column === 'labels') return readLabels(cell);
  return cell;
}

/** `tier=web;os=linux` as an object; undefined when a part has no `=`. */
function readLabels(cell: string): Record<string, string> | undefined {
  const pairs = parts(cell).map((part) => /^([^=]+)=(.*)$/s.exec(part));
  if (pairs.some((pair) => !pair)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [(pair?.[1] ?? '').trim(), (pair?.[2] ?? '').trim()]));
}

function parts(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function fault(line: number, field: string, message: string): RejectedField {
  return { line, field, message };
}
