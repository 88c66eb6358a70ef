import type { Database } from '../database/database';
import { inFile } from '../../domain/shared/csv-cell';
import { COLUMNS, type CellForm } from './csv-cells';
import type { Viewer } from '../windows/viewer';
import type { InventoryTable } from './import/rows';
import { readInventory } from './inventory';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A row as fields by name; null values are left out. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * A table as a file that the import accepts unchanged, in pieces of text: CSV with a header line, or JSON Lines. With an
 * organization, only that organization's rows (T3).
 */
export async function* exportInventory(
  db: Database,
  table: InventoryTable,
  format: ExportFormat,
  viewer: Viewer,
): AsyncGenerator<string> {
  const columns = COLUMNS[table];
  const write = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield `${[...columns.keys()].join(',')}\r\n`;
  for await (const rows of readInventory(db, table, viewer)) {
    yield rows.map((row) => write(row, columns)).join('');
  }
}

type Columns = ReadonlyMap<string, CellForm>;

function jsonLine(row: object, columns: Columns): string {
  const fields = row as Fields;
  const filled = [...columns.keys()].flatMap((column) =>
    fields[column] === null ? [] : [[column, fields[column]] as const],
  );
  return `${JSON.stringify(Object.fromEntries(filled))}\n`;
}

function csvLine(row: object, columns: Columns): string {
  const fields = row as Fields;
  const cells = [...columns].map(([column, { write }]) => {
    const value = fields[column] ?? null;
    return value === null ? '' : inFile(write(value));
  });
  return `${cells.join(',')}\r\n`;
}
