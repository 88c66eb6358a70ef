import type { Database } from '../database/database';

/** Whether the inventory has that organization. */
export async function hasOrganization(db: Database, id: string): Promise<boolean> {
  return (await db.selectFrom('organizations').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
