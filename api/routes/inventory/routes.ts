import type { Database } from '../../../store/database/database';
import { INVENTORY_TABLES } from '../../../store/inventory/import/rows';
import type { Route } from '../../http/route';
import { exportTable } from './export';
import { importAll, importTable } from './import';
import { listTable } from './list';

/** `/v1/inventory` and what is below it: the source of every audience (N5). */
export function inventoryRoutes({ db }: { db: Database }): Route[] {
  return [
    importAll(db),
    ...INVENTORY_TABLES.flatMap((table) => [importTable(db, table), listTable(db, table), exportTable(db, table)]),
  ];
}
