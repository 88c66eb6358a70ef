import { z } from 'zod';
import { readCsv } from '../../../store/inventory/import/csv';
import type { ImportResult } from '../../../store/inventory/import/import-inventory';
import { readJsonLines } from '../../../store/inventory/import/json-lines';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import { rowsOf, type Source } from '../../../store/inventory/import/source';
import { importOneTable, importRows, importTables, type ImportDependencies } from '../../../use-cases/import-tables';
import { route, type Route } from '../../http/route';
import {
  documentedRows,
  documentedTables,
  importResultSchema,
  importResultsSchema,
  rowsSchema,
  tablesSchema,
} from './schemas';
import { yesOrNo } from '../../http/schemas';
import { StreamedAnswer, STREAMED_TYPES, StreamedBody } from '../../http/streams';
import { reportLines } from './report';
import { EXAMPLES, IMPORT_REPORTS, inWords, operationName } from './documentation';

/** Bytes of a JSON list, which is read as a whole; longer ones come as CSV or JSON Lines. */
const LIST_LIMIT = 50_000_000;

const IMPORTED = { status: 200, description: 'What became of the rows' } as const;

/** `POST /v1/inventory`. */
export function importAll(deps: ImportDependencies): Route {
  return route({
    method: 'post',
    path: '/v1/inventory',
    id: 'importInventory',
    tag: 'inventory',
    summary: 'Import several tables',
    description:
      'Tables are written in the order in which they depend on each other, each by itself; see the import of one table.',
    example: EXAMPLES,
    problems: ['import-in-progress'],
    success: IMPORTED,
    body: tablesSchema,
    documentedBody: documentedTables,
    bodyKind: { types: ['application/json'], limit: LIST_LIMIT, optional: false },
    answer: importResultsSchema,
    async handle({ body, acting, now }) {
      return { body: { tables: (await importTables(deps, body, { acting, at: now })).map(answered) } };
    },
  });
}

const importQuery = z.strictObject({
  dryRun: yesOrNo.optional().describe('changes nothing, and says what would have been done'),
  deleteMissing: yesOrNo
    .optional()
    .describe(
      'removes the rows of this table that the body does not have, with what belongs to them; not done when any row ' +
        'is rejected or there is none, nor when it would remove more than 20 % of the rows and more than 10; ' +
        '`deletionRefused` says why',
    ),
  force: yesOrNo.optional().describe('with deleteMissing: removes however many rows the body does not have'),
  report: z
    .enum(IMPORT_REPORTS)
    .default('first')
    .describe(
      'all: JSON Lines, one `{"line": 2, "faults": […]}` for every rejected row as it is found, at last ' +
        '`{"result": {…}}`, or `{"problem": {…}}` when it failed and nothing was changed',
    ),
});

/** `POST /v1/inventory/<table>`. */
export function importTable(deps: ImportDependencies, table: InventoryTable): Route {
  return route({
    method: 'post',
    path: `/v1/inventory/${table}`,
    id: `import${operationName(table)}`,
    tag: 'inventory',
    summary: `Import ${inWords(table)}`,
    description:
      'A list of rows; or CSV or JSON Lines, which are read as they come, whatever their length. Rows go in by id: new ones ' +
      'are created, known ones replaced, none is removed unless asked. A row that breaks a rule is named in the answer, and ' +
      'the rest goes in; when no row fits, the answer is a problem. All of it is one transaction: a body that breaks off ' +
      'changes nothing. An import can be repeated without harm; CSV and JSON Lines therefore take no Idempotency-Key, and an ' +
      'answer with `report=all` is not kept for one: the repeat is imported again.',
    example: EXAMPLES[table],
    problems: ['import-in-progress'],
    success: {
      ...IMPORTED,
      alsoAs: { 'application/x-ndjson': 'With `report=all`: a line for every rejected row, then the result' },
    },
    query: importQuery,
    body: rowsSchema,
    documentedBody: documentedRows(table),
    bodyKind: { types: ['application/json'], streamed: STREAMED_TYPES, limit: LIST_LIMIT, optional: false },
    answer: importResultSchema,
    async handle({ body, query: { report, ...query }, acting, now }) {
      const source = sourceOf(table, body);
      const options = { ...query, occasion: { acting, at: now } };
      if (report === 'all') {
        const lines = reportLines((onRejected) => importRows(deps, table, source, { ...options, onRejected }));
        return { body: new StreamedAnswer('application/x-ndjson', lines) };
      }
      return { body: answered(await importOneTable(deps, table, source, options)) };
    },
  });
}

function sourceOf(table: InventoryTable, body: unknown[] | StreamedBody): Source {
  if (!(body instanceof StreamedBody)) return rowsOf(body);
  return body.type === 'text/csv' ? readCsv(table, body.bytes) : readJsonLines(body.bytes);
}

function answered(result: ImportResult) {
  return { ...result, rejected: [...result.rejected] };
}
