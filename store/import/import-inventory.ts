import { read as readBy } from '../../domain/validation';
import type { Database } from '../database';
import { contactCheck, environmentCheck, resourceCheck, type RowCheck } from './checks';
import { ROW_SCHEMAS, type InventoryRow, type InventoryTable } from './rows';
import {
  writeContacts,
  writeEnvironments,
  writeLocations,
  writeOrganizations,
  writeResources,
  type Written,
} from './write';

/** Why a row was not taken. `line` is the file's, or the row's place in the list counted from 1. */
export interface RejectedField {
  readonly line: number;
  readonly field: string;
  readonly message: string;
}

/** What became of a table's rows; a rejected row can have several faults. Made-up parents of locations count as created. */
export interface ImportResult extends Written {
  readonly table: InventoryTable;
  readonly rejectedRows: number;
  readonly rejected: readonly RejectedField[];
}

/** So many rows travel in one statement. */
const BATCH = 5_000;

/**
 * Writes a table's rows into the inventory, by id: new ones are created, known ones replaced, none is removed. A row that
 * breaks a rule is reported with its line, field and reason, and the rest goes in. All or nothing when the database fails.
 * `lines` gives each row's line in a file. Tables depend on each other in the order of INVENTORY_TABLES.
 */
export async function importInventory(
  db: Database,
  table: InventoryTable,
  rows: readonly unknown[],
  lines?: readonly number[],
): Promise<ImportResult> {
  const lineOf = (index: number) => lines?.[index] ?? index + 1;
  return db.transaction().execute(async (trx) => {
    switch (table) {
      case 'locations':
        return importRows(trx, table, rows, lineOf, { check: noCheck, write: writeLocations });
      case 'organizations':
        return importRows(trx, table, rows, lineOf, { check: noCheck, write: writeOrganizations });
      case 'environments':
        return importRows(trx, table, rows, lineOf, { check: environmentCheck, write: writeEnvironments });
      case 'contacts':
        return importRows(trx, table, rows, lineOf, { check: contactCheck, write: writeContacts });
      case 'resources':
        return importRows(trx, table, rows, lineOf, { check: resourceCheck, write: writeResources });
    }
  });
}

interface TableSteps<R> {
  readonly check: (db: Database, rows: readonly R[]) => Promise<RowCheck<R>>;
  readonly write: (db: Database, rows: readonly R[]) => Promise<Written>;
}

const noCheck = () => Promise.resolve(() => []);

async function importRows<T extends InventoryTable>(
  db: Database,
  table: T,
  rows: readonly unknown[],
  lineOf: (index: number) => number,
  { check, write }: TableSteps<InventoryRow<T>>,
): Promise<ImportResult> {
  const rejected: RejectedField[] = [];
  const rejectedLines = new Set<number>();
  const reject = (line: number, faults: readonly { field: string; message: string }[]) => {
    rejectedLines.add(line);
    rejected.push(...faults.map(({ field, message }) => ({ line, field, message })));
  };

  const firstLine = new Map<string, number>();
  const read: { line: number; row: InventoryRow<T> }[] = [];
  rows.forEach((value, index) => {
    const line = lineOf(index);
    const result = readBy(ROW_SCHEMAS[table], value);
    if ('faults' in result) return reject(line, result.faults);
    const row = result.value as InventoryRow<T>;
    const [field, key] = keyOf(row);
    const first = firstLine.get(key);
    if (first !== undefined) {
      return reject(line, [{ field, message: `${key} is given twice; line ${String(first)} has it first` }]);
    }
    firstLine.set(key, line);
    read.push({ line, row });
  });

  let written: Written = { created: 0, updated: 0 };
  for (let start = 0; start < read.length; start += BATCH) {
    const batch = read.slice(start, start + BATCH);
    const faultsIn = await check(
      db,
      batch.map(({ row }) => row),
    );
    const good = batch.filter(({ line, row }) => {
      const faults = faultsIn(row);
      if (faults.length > 0) reject(line, faults);
      return faults.length === 0;
    });
    const { created, updated } = await write(
      db,
      good.map(({ row }) => row),
    );
    written = { created: written.created + created, updated: written.updated + updated };
  }
  return { table, ...written, rejectedRows: rejectedLines.size, rejected: rejected.sort((a, b) => a.line - b.line) };
}

function keyOf(row: InventoryRow<InventoryTable>): [field: string, key: string] {
  return 'path' in row ? ['path', row.path] : ['id', row.id];
}
