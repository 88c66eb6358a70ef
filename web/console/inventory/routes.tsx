import type { InventoryTable } from '../../../store/inventory/import/rows';
import { listInventory } from '../../../store/inventory/inventory';
import { readOrganization } from '../../../use-cases/read-organization';
import type { ConsoleArea } from '../area';
import { cursorIn, given } from '../list-parts';
import { sendFile } from '../send-file';
import { addImport } from './import-routes';
import { OrganizationPage } from './organization-page';
import { TablePage } from './table-page';
import { exportOperation, listOperation, tableHref, TABLE_ORDER } from './tables';

/** Rows in a page of a list. */
const SHOWN = 50;

/** Who has what where: the tables, a customer's page, import and export (N5). */
export function addInventory(area: ConsoleArea): void {
  const { db } = area.parts;
  for (const table of TABLE_ORDER) addTable(area, table);
  area.page('/console/inventory/organizations/:id', 'GET /v1/inventory/organizations', async (asked) => {
    // what cannot be an id is of none
    const id = (asked.params.id ?? '').replace(/[^\w.:-]/g, '?');
    return <OrganizationPage asked={asked} read={await readOrganization(db, id, asked.viewer)} />;
  });
}

function addTable(area: ConsoleArea, table: InventoryTable): void {
  const { db } = area.parts;
  const path = tableHref(table);
  area.page(path, listOperation(table), async (asked) => {
    const narrowed = { q: given(asked.query, 'q'), organization: given(asked.query, 'organization') };
    const page = await listInventory(db, table, {
      ...asked.viewer,
      narrowed,
      limit: SHOWN,
      cursor: cursorIn(asked.query),
    });
    return <TablePage {...{ asked, table, narrowed, page }} />;
  });
  // before the page of an organization, which would take `import` for an id
  addImport(area, table);
  const operation = exportOperation(table);
  area.handle({ method: 'GET', path: `${path}/export`, operation }, async (request, response) => {
    const { format } = request.query;
    await sendFile(response, await area.asked(request, response).ask(operation, { query: { format } }));
  });
}
