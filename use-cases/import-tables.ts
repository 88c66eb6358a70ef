import { invalid } from '../domain/shared/invalid';
import type { Database } from '../store/database/database';
import {
  importFrom,
  importInventory,
  type ImportOptions,
  type ImportResult,
  type RejectedField,
} from '../store/inventory/import/import-inventory';
import { INVENTORY_TABLES, type InventoryTable } from '../store/inventory/import/rows';
import type { Source } from '../store/inventory/import/source';

/** Faults named in a refusal. */
const MOST_NAMED = 50;

/**
 * Imports several tables (N5), each by itself, in the order in which they depend on each other. Throws KnownError
 * `import-in-progress`, and `invalid-body` when no table is named or no row of any could be used.
 */
export async function importTables(
  db: Database,
  tables: Readonly<Partial<Record<InventoryTable, readonly unknown[] | undefined>>>,
): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  for (const table of INVENTORY_TABLES) {
    const rows = tables[table];
    if (rows) results.push(await importInventory(db, table, rows));
  }
  if (results.length === 0) {
    throw invalid([{ field: '(body)', message: `names no table: give one or more of ${INVENTORY_TABLES.join(', ')}` }]);
  }
  refuseWhenNothingFits(results);
  return results;
}

/** Imports one table from a list or a file; see importFrom. Throws KnownError `invalid-body` when no row could be used. */
export async function importOneTable(
  db: Database,
  table: InventoryTable,
  source: Source,
  options: ImportOptions,
): Promise<ImportResult> {
  const result = await importFrom(db, table, source, options);
  refuseWhenNothingFits([result]);
  return result;
}

/** A request of which nothing could be used has failed. */
function refuseWhenNothingFits(results: readonly ImportResult[]): void {
  if (results.some(({ created, updated, unchanged }) => created + updated + unchanged > 0)) return;
  const faults = results.flatMap(({ table, rejected }) =>
    rejected.map((fault) => named(results.length > 1 ? table : undefined, fault)),
  );
  if (faults.length > 0) throw invalid(faults.slice(0, MOST_NAMED));
}

function named(table: string | undefined, { line, field, message }: RejectedField) {
  return { field: [table, `line ${String(line)}`, field].filter((part) => part !== undefined).join(', '), message };
}
