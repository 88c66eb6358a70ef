import { z } from 'zod';
import type { Database } from '../../store/database';
import { readCsv } from '../../store/import/csv';
import { importInventory, type ImportResult, type RejectedField } from '../../store/import/import-inventory';
import { INVENTORY_TABLES, type InventoryTable } from '../../store/import/rows';
import { listContacts, listEnvironments, listLocations, listOrganizations, listResources } from '../../store/inventory';
import { invalid } from '../problem';
import { route, type Route } from '../route';
import { pageOf, paging } from '../schemas/common';
import {
  documentedRows,
  documentedTables,
  importResultSchema,
  importResultsSchema,
  LISTED,
  rowsSchema,
  tablesSchema,
} from '../schemas/inventory';

/** Bytes; a hundred thousand contacts are about 20 MB. */
const IMPORT_LIMIT = 50_000_000;
/** An answer names no more faults than this. */
const MOST_FAULTS = 1_000;

const LISTS = {
  locations: listLocations,
  organizations: listOrganizations,
  environments: listEnvironments,
  contacts: listContacts,
  resources: listResources,
} as const;

const EXAMPLES: Record<InventoryTable, unknown[]> = {
  locations: [{ path: 'eu-1/dc-1/rack-a12', name: 'Rack A12' }],
  organizations: [
    { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', maintenanceEmail: 'maintenance@acme.example' },
  ],
  environments: [{ id: 'acme-production', organizationId: 'acme', name: 'Production' }],
  contacts: [
    { id: 'acme-noc', organizationId: 'acme', name: 'Acme NOC', email: 'noc@acme.example', roles: ['ops-alert'] },
  ],
  resources: [
    {
      id: 'srv-1042',
      organizationId: 'acme',
      environmentId: 'acme-production',
      location: 'eu-1/dc-1/rack-a12',
      kind: 'server',
      name: 'web-1',
      labels: { tier: 'web' },
    },
  ],
};

/** `/v1/inventory` and `/v1/inventory/<table>`: the source of every audience (N5). */
export function inventoryRoutes({ db }: { db: Database }): Route[] {
  return [importAll(db), ...INVENTORY_TABLES.flatMap((table) => [importTable(db, table), listTable(db, table)])];
}

const IMPORTED = { status: 200, description: 'What became of the rows' } as const;

function importAll(db: Database): Route {
  return route({
    method: 'post',
    path: '/v1/inventory',
    id: 'importInventory',
    tag: 'inventory',
    summary: 'Import several tables',
    description:
      'Tables are written in the order in which they depend on each other, each by itself; see the import of one table.',
    example: EXAMPLES,
    problems: [],
    success: IMPORTED,
    body: tablesSchema,
    documentedBody: documentedTables,
    bodyKind: { types: ['application/json'], limit: IMPORT_LIMIT, optional: false },
    answer: importResultsSchema,
    async handle({ body }) {
      const results: ImportResult[] = [];
      for (const table of INVENTORY_TABLES) {
        const rows = body[table];
        if (rows) results.push(await importInventory(db, table, rows));
      }
      if (results.length === 0) {
        throw invalid([
          { field: '(body)', message: `names no table: give one or more of ${INVENTORY_TABLES.join(', ')}` },
        ]);
      }
      refuseWhenNothingFits(results);
      return { body: { tables: results.map(shortened) } };
    },
  });
}

function importTable(db: Database, table: InventoryTable): Route {
  return route({
    method: 'post',
    path: `/v1/inventory/${table}`,
    id: `import${capital(table)}`,
    tag: 'inventory',
    summary: `Import ${table}`,
    description:
      'A list of rows, or CSV with a header line. Rows go in by id: new ones are created, known ones replaced, none is removed. ' +
      'A row that breaks a rule is named in the answer, and the rest goes in; when no row fits, the answer is a problem.',
    example: EXAMPLES[table],
    problems: [],
    success: IMPORTED,
    body: rowsSchema,
    documentedBody: documentedRows(table),
    bodyKind: { types: ['application/json', 'text/csv'], limit: IMPORT_LIMIT, optional: false },
    answer: importResultSchema,
    async handle({ body }) {
      const result = await (typeof body === 'string' ? importCsv(db, table, body) : importInventory(db, table, body));
      refuseWhenNothingFits([result]);
      return { body: shortened(result) };
    },
  });
}

async function importCsv(db: Database, table: InventoryTable, text: string): Promise<ImportResult> {
  const { rows, lines, rejected } = readCsv(table, text);
  const result = await importInventory(db, table, rows, lines);
  const unread = new Set(rejected.map(({ line }) => line)).size;
  const faults = [...rejected, ...result.rejected].sort((a, b) => a.line - b.line);
  return { ...result, rejectedRows: result.rejectedRows + unread, rejected: faults };
}

/** A request of which nothing could be used has failed. */
function refuseWhenNothingFits(results: readonly ImportResult[]): void {
  if (results.some(({ created, updated }) => created + updated > 0)) return;
  const faults = results.flatMap(({ table, rejected }) =>
    rejected.map((fault) => named(results.length > 1 ? table : undefined, fault)),
  );
  if (faults.length > 0) throw invalid(faults.slice(0, 50));
}

function named(table: string | undefined, { line, field, message }: RejectedField) {
  return { field: [table, `line ${String(line)}`, field].filter((part) => part !== undefined).join(', '), message };
}

function shortened(result: ImportResult) {
  return { ...result, rejected: result.rejected.slice(0, MOST_FAULTS) };
}

function listTable(db: Database, table: InventoryTable): Route {
  return route({
    method: 'get',
    path: `/v1/inventory/${table}`,
    id: `list${capital(table)}`,
    tag: 'inventory',
    summary: `List ${table}`,
    description: 'By id; a customer token sees what is its own.',
    problems: [],
    success: { status: 200, description: `One page of ${table}` },
    query: z.strictObject(paging),
    answer: pageOf<z.ZodType>(LISTED[table]),
    async handle({ query, caller }) {
      const page = await LISTS[table](db, { ...query, organizationId: caller.organizationId });
      return { body: { items: [...page.items], next: page.next } };
    },
  });
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
