import { INVENTORY_TABLES } from '../../../store/inventory/import/rows';
import type { Route } from '../../http/route';
import type { ImportDependencies } from '../../../use-cases/import-tables';
import { exportTable, type ExportDependencies } from './export';
import { importAll, importTable } from './import';
import { listTable } from './list';

/** `/v1/inventory` and what is below it: the source of every audience (N5). */
export function inventoryRoutes(deps: ImportDependencies & ExportDependencies): Route[] {
  return [
    importAll(deps),
    ...INVENTORY_TABLES.flatMap((table) => [
      importTable(deps, table),
      listTable(deps, table),
      exportTable(deps, table),
    ]),
  ];
}
