import type { Database } from '../database/database';
import { ROW_SCHEMAS, type InventoryTable } from './import/rows';
import { readInventory } from './inventory';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A row as fields by name; what is null is a field left out. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * A table as a file that the import takes as it is, in pieces of text: CSV with a header line, or JSON Lines. With an
 * organization only what is its own (T3).
 */
export async function* exportInventory(
  db: Database,
  table: InventoryTable,
  format: ExportFormat,
  organizationId: string | null,
): AsyncGenerator<string> {
  const columns = Object.keys(ROW_SCHEMAS[table].shape);
  const write = format === 'csv' ? csvLine : jsonLine;
  if (format === 'csv') yield `${columns.join(',')}\r\n`;
  for await (const rows of readInventory(db, table, organizationId)) {
    yield rows.map((row) => write(row, columns)).join('');
  }
}

function jsonLine(row: object, columns: readonly string[]): string {
  const fields = row as Fields;
  const filled = columns.flatMap((column) => (fields[column] === null ? [] : [[column, fields[column]] as const]));
  return `${JSON.stringify(Object.fromEntries(filled))}\n`;
}

function csvLine(row: object, columns: readonly string[]): string {
  const fields = row as Fields;
  return `${columns.map((column) => quoted(cellOf(column, fields[column]))).join(',')}\r\n`;
}

function cellOf(column: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(';');
  if (column === 'labels') return labelsCell(value as Readonly<Record<string, string>>);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '';
}

/** `tier=web;os=linux`; as JSON where that form would be read as something else. */
function labelsCell(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels);
  const isPlain = entries.every(([key, value]) => !/[=;{]/.test(key) && !value.includes(';') && value !== '');
  if (!isPlain) return JSON.stringify(labels);
  return entries.map(([key, value]) => `${key}=${value}`).join(';');
}

function quoted(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
