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
    query: z.strictObject(paging),
    answer: pageOf<z.ZodType>(LISTED[table]),
    async handle({ query, caller }) {
      const page = await listInventory(db, table, { ...query, ...viewerOf(caller) });
      return { body: { items: [...page.items], next: page.next } };
    },
  });
}
