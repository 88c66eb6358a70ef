import type { Database } from '../database/database';

/** When something was first done with that credential in the window (UTC ms): a link of a mail is used once. */
export async function actedAt(db: Database, reference: string, credential: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('timeline')
    .select('at')
    .where('window_reference', '=', reference)
    .where('credential', '=', credential)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  return row?.at.getTime();
}
