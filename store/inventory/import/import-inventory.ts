import { sql, type Transaction } from 'kysely';
import { KnownError } from '../../../domain/shared/errors';
import { read, type Fault } from '../../../domain/shared/validation';
import type { Database } from '../../database/database';
import type { Tables } from '../../database/tables';
import { CHECKS } from './checks';
import { keyOf, ROW_SCHEMAS, type InventoryRow, type InventoryTable } from './rows';
import { noteSeen, openSeen, removeUnseen } from './seen';
import { rowsOf, type Source } from './source';
import { WRITERS, type Written } from './write';

/** Why a row was rejected. `line` is the line of the file, or the row's place in the list, counted from 1. */
export interface RejectedField extends Fault {
  readonly line: number;
}

/**
 * The result of an import; a rejected row can have several faults. Parents of locations that were created along the way count
 * as created.
 */
export interface ImportResult extends Written {
  readonly table: InventoryTable;
  /** Nothing was changed; the figures say what would have been. */
  readonly dryRun: boolean;
  /** Rows removed because the file no longer has them. Rows that were removed with them are not counted. */
  readonly deleted: number;
  /** Why missing rows were not removed although `deleteMissing` was given. */
  readonly deletionRefused: string | null;
  readonly rejectedRows: number;
  /** The faults of the first 1,000 rejected rows. */
  readonly rejected: readonly RejectedField[];
}

export interface ImportOptions {
  /** Does everything and then rolls back. */
  readonly dryRun?: boolean | undefined;
  /** Removes the rows of the table that the source does not have; refused when any row was rejected. */
  readonly deleteMissing?: boolean | undefined;
  /** Called for every rejected row as it is found; the result lists only the first 1,000. */
  readonly onRejected?: ((line: number, faults: readonly Fault[]) => void) | undefined;
}

/** Rows in one statement. */
const BATCH = 5_000;
/** The number of rejected rows whose faults the result lists. */
const MOST_REJECTED = 1_000;
/**
 * From this many changed rows on, the planner's statistics are refreshed at once, because the next query may come before
 * autovacuum does.
 */
const ANALYZE_ABOVE = 10_000;

/** Imports the rows of a list; see importFrom. */
export function importInventory(
  db: Database,
  table: InventoryTable,
  rows: readonly unknown[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  return importFrom(db, table, rowsOf(rows), options);
}

/**
 * Writes a table's rows into the inventory by id: new rows are created, known rows replaced, and none is removed unless
 * `deleteMissing` says so. A row that breaks a rule is reported with line, field and reason, and the rest is imported. It is
 * one transaction: nothing is changed when the database or the source fails. Memory does not grow with the number of rows.
 * Tables depend on each other in the order of INVENTORY_TABLES. Throws KnownError `import-in-progress`, and any error of the
 * source.
 */
export async function importFrom(
  db: Database,
  table: InventoryTable,
  source: Source,
  options: ImportOptions = {},
): Promise<ImportResult> {
  const trx = await db.startTransaction().execute();
  let result: ImportResult;
  try {
    await takeTurn(trx);
    await openSeen(trx);
    result = await importRows(trx, table, source, options);
    await (options.dryRun ? trx.rollback() : trx.commit()).execute();
  } catch (error) {
    if (!trx.isCommitted && !trx.isRolledBack) {
      await trx
        .rollback()
        .execute()
        .catch(() => undefined);
    }
    throw error;
  }
  const changed = result.created + result.updated + result.deleted;
  if (!result.dryRun && changed > ANALYZE_ABOVE) {
    // the import is committed and stands even if this fails
    await sql`analyze ${sql.table(table)}`.execute(db).catch(() => undefined);
  }
  return result;
}

/** Two imports at once would wait for each other's rows or remove them. The second waits ten seconds and is then refused. */
async function takeTurn(trx: Transaction<Tables>): Promise<void> {
  try {
    await sql`set local lock_timeout = '10s'`.execute(trx);
    await sql`select pg_advisory_xact_lock(hashtext('forewarn inventory import'))`.execute(trx);
    await sql`set local lock_timeout = 0`.execute(trx);
  } catch (error) {
    if ((error as { code?: unknown }).code !== '55P03') throw error;
    throw new KnownError(
      'import-in-progress',
      'Another import is at work, so nothing was changed. Try again when it is done.',
    );
  }
}

async function importRows(
  trx: Transaction<Tables>,
  table: InventoryTable,
  source: Source,
  options: ImportOptions,
): Promise<ImportResult> {
  const report = createReport(options.onRejected);
  let total: Written = { created: 0, updated: 0, unchanged: 0 };
  let batch: GoodRow<InventoryTable>[] = [];
  // writes one batch while the next is read
  let writing = Promise.resolve();
  const flush = async () => {
    await writing;
    writing = writeBatch(trx, table, batch, report).then((written) => {
      total = {
        created: total.created + written.created,
        updated: total.updated + written.updated,
        unchanged: total.unchanged + written.unchanged,
      };
    });
    // the next await of `writing` reports the error
    writing.catch(() => undefined);
    batch = [];
  };

  for await (const given of source) {
    const { line } = given;
    const result = 'value' in given ? read(ROW_SCHEMAS[table], given.value) : given;
    if ('faults' in result) report.reject(line, result.faults);
    else batch.push({ line, row: result.value });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  await writing;

  const removal = await remove(trx, table, options, report.rejectedRows, total);
  return {
    table,
    dryRun: options.dryRun ?? false,
    ...total,
    ...removal,
    rejectedRows: report.rejectedRows,
    rejected: report.faults(),
  };
}

interface GoodRow<T extends InventoryTable> {
  readonly line: number;
  readonly row: InventoryRow<T>;
}

type Report = ReturnType<typeof createReport>;

function createReport(onRejected: ImportOptions['onRejected']) {
  const kept: RejectedField[] = [];
  let rejectedRows = 0;
  return {
    get rejectedRows() {
      return rejectedRows;
    },
    reject(line: number, faults: readonly Fault[]): void {
      rejectedRows += 1;
      if (rejectedRows <= MOST_REJECTED) kept.push(...faults.map(({ field, message }) => ({ line, field, message })));
      onRejected?.(line, faults);
    },
    /** Sorted by line: faults that only the database can see are found after those of the text. */
    faults: () => kept.sort((a, b) => a.line - b.line),
  };
}

async function writeBatch<T extends InventoryTable>(
  trx: Transaction<Tables>,
  table: T,
  batch: readonly GoodRow<T>[],
  report: Report,
): Promise<Written> {
  if (batch.length === 0) return { created: 0, updated: 0, unchanged: 0 };
  const keyed = batch.map(({ line, row }) => ({ line, row, ...keyOf(row) }));
  const repeated = await noteSeen(trx, keyed);
  const single = keyed.filter(({ line, field, key }) => {
    const first = repeated.get(line);
    if (first === undefined) return true;
    report.reject(line, [{ field, message: `${key} is given twice; line ${String(first)} has it first` }]);
    return false;
  });
  const faultsIn = await CHECKS[table](
    trx,
    single.map(({ row }) => row),
  );
  const good = single.filter(({ line, row }) => {
    const faults = faultsIn(row);
    if (faults.length > 0) report.reject(line, faults);
    return faults.length === 0;
  });
  return WRITERS[table](
    trx,
    good.map(({ row }) => row),
  );
}

/** A rejected row is not missing, and an empty file is more likely a mistake than the loss of all customers. */
async function remove(
  trx: Transaction<Tables>,
  table: InventoryTable,
  { deleteMissing }: ImportOptions,
  rejectedRows: number,
  { created, updated, unchanged }: Written,
): Promise<Pick<ImportResult, 'deleted' | 'deletionRefused'>> {
  if (!deleteMissing) return { deleted: 0, deletionRefused: null };
  if (rejectedRows > 0) {
    const many = rejectedRows === 1 ? 'a row was' : `${String(rejectedRows)} rows were`;
    return {
      deleted: 0,
      deletionRefused: `${many} rejected, so it is not certain what is missing: correct them first`,
    };
  }
  if (created + updated + unchanged === 0) {
    return { deleted: 0, deletionRefused: `there is no row at all, which would remove every one of ${table}` };
  }
  const removal = await removeUnseen(trx, table);
  return 'refused' in removal
    ? { deleted: 0, deletionRefused: removal.refused }
    : { deleted: removal.deleted, deletionRefused: null };
}
