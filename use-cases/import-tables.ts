import type { Occasion } from '../domain/audit/doors';
import { invalid } from '../domain/shared/invalid';
import { noteInAudit } from '../store/audit/record';
import type { Database, Transacting } from '../store/database/database';
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

export interface ImportDependencies {
  readonly db: Database;
  /** Called after rows that say whom mail can reach have gone in (N13). Never throws. */
  readonly onReachChanged: () => Promise<void>;
  /** The brands that organizations may have (P7). */
  readonly brands: readonly string[];
}

/** How a table is imported, and by whom. */
export interface WantedImport extends Omit<ImportOptions, 'onRecord' | 'brands'> {
  readonly occasion: Occasion;
}

/** An import says how many rows, and of nobody what they say; one of which nothing could be used has failed. */
const recorder = (occasion: Occasion) => async (tx: Transacting, result: ImportResult) => {
  const { table, created, updated, unchanged, deleted, rejectedRows: rejected } = result;
  if (created + updated + unchanged + deleted === 0) return;
  const detail = { created, updated, unchanged, deleted, rejected };
  await noteInAudit(tx, occasion, { type: 'inventory-imported', subject: table, detail });
};

/** Tables that say whom mail can reach. */
const REACH: readonly InventoryTable[] = ['organizations', 'contacts'];

/**
 * Imports several tables (N5), each by itself, in the order in which they depend on each other. Throws KnownError
 * `import-in-progress`, and `invalid-body` when no table is named or no row of any could be used.
 */
export async function importTables(
  { db, onReachChanged, brands }: ImportDependencies,
  tables: Readonly<Partial<Record<InventoryTable, readonly unknown[] | undefined>>>,
  occasion: Occasion,
): Promise<ImportResult[]> {
  const results: ImportResult[] = [];
  for (const table of INVENTORY_TABLES) {
    const rows = tables[table];
    if (rows) results.push(await importInventory(db, table, rows, { brands, onRecord: recorder(occasion) }));
  }
  if (results.length === 0) {
    throw invalid([{ field: '(body)', message: `names no table: give one or more of ${INVENTORY_TABLES.join(', ')}` }]);
  }
  if (REACH.some((table) => tables[table])) await onReachChanged();
  refuseWhenNothingFits(results);
  return results;
}

/** Imports one table from a list or a file; see importFrom, which says what it throws. */
export async function importRows(
  { db, onReachChanged, brands }: ImportDependencies,
  table: InventoryTable,
  source: Source,
  { occasion, ...options }: WantedImport,
): Promise<ImportResult> {
  const result = await importFrom(db, table, source, { ...options, brands, onRecord: recorder(occasion) });
  if (REACH.includes(table) && !options.dryRun) await onReachChanged();
  return result;
}

/** The same; throws KnownError `invalid-body` when no row could be used. */
export async function importOneTable(
  deps: ImportDependencies,
  table: InventoryTable,
  source: Source,
  options: WantedImport,
): Promise<ImportResult> {
  const result = await importRows(deps, table, source, options);
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
