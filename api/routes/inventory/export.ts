import { z } from 'zod';
import { EXPORT_FORMATS, exportInventory, type ExportFormat } from '../../../store/inventory/export-inventory';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import { route, viewerOf, type Route } from '../../http/route';
import type { Database } from '../../../store/database/database';
import { StreamedAnswer } from '../../http/streams';
import { inWords, operationName } from './documentation';

export interface ExportDependencies {
  /** A small pool of its own: readers of exports wait for each other, and nobody for them (T8). */
  readonly streamsDb: Database;
}

const TYPES: Record<ExportFormat, string> = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

/** `GET /v1/inventory/<table>/export`. */
export function exportTable({ streamsDb }: ExportDependencies, table: InventoryTable): Route {
  return route({
    method: 'get',
    path: `/v1/inventory/${table}/export`,
    id: `export${operationName(table)}`,
    tag: 'inventory',
    summary: `Export ${inWords(table)}`,
    description:
      'Every row, by id, as a file that the import takes as it is; sent while it is read, whatever its length. Rows that change ' +
      'meanwhile come as they were before or after. A token reads at most 4 exports at the same time, and a reader that takes ' +
      'nothing for 30 seconds is disconnected. A customer token gets what is its own.',
    problems: [],
    success: {
      status: 200,
      description: `All ${inWords(table)}`,
      alsoAs: { 'text/csv': 'A header line, then one line a row', 'application/x-ndjson': 'One JSON object a line' },
    },
    query: z.strictObject({
      format: z.enum(EXPORT_FORMATS).default('csv').describe('CSV, or JSON Lines'),
    }),
    handle({ query: { format }, caller }) {
      const pieces = exportInventory(streamsDb, table, format, viewerOf(caller));
      return Promise.resolve({ body: new StreamedAnswer(TYPES[format], pieces, `${table}.${format}`) });
    },
  });
}
