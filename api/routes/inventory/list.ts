import { z } from 'zod';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import { listInventory } from '../../../store/inventory/inventory';
import { route, viewerOf, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import { pageOf, paging } from '../../http/schemas';
import { LISTED } from './schemas';
import { inWords, operationName } from './documentation';

/** `GET /v1/inventory/<table>`. */
export function listTable({ db }: Dependencies, table: InventoryTable): Route {
  return route({
    method: 'get',
    path: `/v1/inventory/${table}`,
    id: `list${operationName(table)}`,
    tag: 'inventory',
    summary: `List ${inWords(table)}`,
    description: 'By id; a customer token sees what is its own.',
    problems: [],
    success: { status: 200, description: `One page of ${inWords(table)}` },
    query: z.strictObject({
      ...paging,
      q: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('what an id, a name, a path or an address begins with, in any case'),
      organization: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe(
          'rows of that organization; of staff, those who look after it; of locations, those it has resources in',
        ),
    }),
    answer: pageOf<z.ZodType>(LISTED[table]),
    async handle({ query: { q, organization, ...paged }, caller }) {
      const narrowed = { q, organization };
      const page = await listInventory(db, table, { ...paged, narrowed, ...viewerOf(caller) });
      return { body: { items: [...page.items], next: page.next } };
    },
  });
}
