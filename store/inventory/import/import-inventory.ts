import { sql, type Transaction } from 'kysely';
import { KnownError } from '../../../domain/shared/errors';
import { read, type Fault } from '../../../domain/shared/validation';
import type { Database, Transacting } from '../../database/database';
import type { Tables } from '../../database/tables';
import { refreshPlaces } from '../brands';
import { CHECKS } from './checks';
import { keyOf, ROW_SCHEMAS, type InventoryRow, type InventoryTable } from './rows';
import { noteSeen, openSeen, removeUnseen } from './seen';
import { rowsOf, type Source } from './source';
import { WRITERS, type Written } from './write';

/** Why a row was not taken. `line` is the file's, or the row's place in the list counted from 1. */
export interface RejectedField extends Fault {
  readonly line: number;
}

/** What became of a table's rows; a rejected row can have several faults. Made-up parents of locations count as created. */
export interface ImportResult extends Written {
  readonly table: InventoryTable;
  /** Nothing was changed: the figures say what would have been. */
  readonly dryRun: boolean;
  /** Rows removed because the file does not have them any more; what belonged to them is not counted. */
  readonly deleted: number;
  /** Why what is missing from the file was not removed, when it should have been. */
  readonly deletionRefused: string | null;
  readonly rejectedRows: number;
  /** The faults of the first 1,000 rejected rows. */
  readonly rejected: readonly RejectedField[];
}

export interface ImportOptions {
  /** Does everything, then takes it back. */
  readonly dryRun?: boolean | undefined;
  /** Removes the rows of the table that the source does not have; refused when any of its rows was rejected. */
  readonly deleteMissing?: boolean | undefined;
  /** Removes them however large a part of the table they are. */
  readonly force?: boolean | undefined;
  /** The brands that organizations may have (P7); none when left out. */
  readonly brands?: readonly string[] | undefined;
  /** Puts what was changed on record, before it stands; not asked where nothing is. */
  readonly onRecord?: ((trx: Transacting, result: ImportResult) => Promise<void>) | undefined;
  /** Told of every rejected row as it is found: the result names the first 1,000 only. */
  readonly onRejected?: ((line: number, faults: readonly Fault[]) => void) | undefined;
}

/** So many rows travel in one statement. */
const BATCH = 5_000;
/** A result names the faults of no more rejected rows than this. */
const MOST_REJECTED = 1_000;
/** From so many changed rows on the planner is told at once, because the next question may come before it looks by itself. */
const ANALYZE_ABOVE = 10_000;

/** Writes the rows of a list; see importFrom. */
export function importInventory(
  db: Database,
  table: InventoryTable,
  rows: readonly unknown[],
  options: ImportOptions = {},
): Promise<ImportResult> {
  return importFrom(db, table, rowsOf(rows), options);
}

/**
 * Writes a table's rows into the inventory, by id: new ones are created, known ones replaced, and none is removed unless
 * `deleteMissing` says so. A row that breaks a rule is reported with its line, field and reason, and the rest goes in. One
 * transaction: all or nothing when the database or the source fails. Memory does not grow with the number of rows. Tables
 * depend on each other in the order of INVENTORY_TABLES. Throws KnownError `import-in-progress`, and what the source throws.
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
    if (!options.dryRun) await options.onRecord?.(trx, result);
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
  if (!result.dryRun && changed > 0) await refreshPlaces(db, table);
  if (!result.dryRun && changed > ANALYZE_ABOVE) {
    // what is written is written, whatever becomes of this
    await sql`analyze ${sql.table(table)}`.execute(db).catch(() => undefined);
  }
  return result;
}

/** Two imports at once would wait for each other's rows, or remove them; the second waits a little, then is told. */
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
  // one batch is written while the next is read
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
    // met by whoever waits for it next
    writing.catch(() => undefined);
    batch = [];
  };

  for await (const given of source) {
    const { line } = given;
    const result = 'value' in given ? withKnownBrand(read(ROW_SCHEMAS[table], given.value), options.brands) : given;
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

type ReadRow = ReturnType<typeof read<(typeof ROW_SCHEMAS)[InventoryTable]>>;

/** The row, unless it names a brand that the file of rules does not have. */
function withKnownBrand(result: ReadRow, brands: readonly string[] = []): ReadRow {
  const { brand } = 'value' in result ? (result.value as { readonly brand?: string | null }) : {};
  if (brand === undefined || brand === null || brands.includes(brand)) return result;
  const known = brands.length === 0 ? 'it has none' : `it has ${brands.join(', ')}`;
  const message = `must be a brand of the file of rules, and ${known}; leave it out for the default one`;
  return { faults: [{ field: 'brand', message }] };
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
    /** By line: what only the database could see of a row is found later than what its text shows. */
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

/** A row that was rejected is not missing, and a file without rows is more likely a mistake than the end of all customers. */
async function remove(
  trx: Transaction<Tables>,
  table: InventoryTable,
  { deleteMissing, force = false }: ImportOptions,
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
  const removal = await removeUnseen(trx, table, { created, force });
  return 'refused' in removal
    ? { deleted: 0, deletionRefused: removal.refused }
    : { deleted: removal.deleted, deletionRefused: null };
}
