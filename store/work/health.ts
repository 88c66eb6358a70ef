import { sql } from 'kysely';
import type { ClaimedWork, SeenHealth } from '../../activities/ports/work';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';

/** Whether resources are healthy before the work of a window (S2). */

const REASON_MAX = 300;

/** The kinds of what is due. */
export async function dueKinds(db: Database, reference: string): Promise<string[]> {
  const rows = await db
    .selectFrom('work')
    .select('kind')
    .distinct()
    .where('window_reference', '=', reference)
    .where('state', '=', 'due')
    .orderBy('kind')
    .execute();
  return rows.map(({ kind }) => kind);
}

/** What is due of these kinds, in the order of the work. */
export async function dueResources(
  db: Database,
  reference: string,
  kinds: readonly string[],
  limit: number,
): Promise<ClaimedWork['resource'][]> {
  const { rows } = await sql<ClaimedWork['resource']>`
    select w.resource_id as id, w.name, w.kind, w.environment_id as environment from work w
    where w.window_reference = ${reference} and w.state = 'due' and w.kind = any (${[...kinds]}::text[])
    order by w.place, w.resource_id collate "C" limit ${limit}
  `.execute(db);
  return rows;
}

/** Keeps what a look has found, in place of what the look before it found; one statement. */
export async function keepHealth(db: Database, reference: string, seen: readonly SeenHealth[]): Promise<void> {
  const said = seen.map(({ resourceId, reason }) => ({
    id: resourceId,
    reason: reason === undefined ? null : oneLine(reason, REASON_MAX),
  }));
  await sql`
    update work w set unhealthy = s.reason
    from jsonb_to_recordset(${toJson(said)}::jsonb) as s(id text, reason text)
    where w.window_reference = ${reference} and w.resource_id = s.id and w.unhealthy is distinct from s.reason
  `.execute(db);
}
