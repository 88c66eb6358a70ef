import { sql } from 'kysely';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { isCovered, type Covered } from './conditions';
import { isHandedOver } from './hosts';

interface OwnClaimRequest extends Covered {
  readonly reference: string;
  readonly resourceId: string;
  /** Who has claimed it. */
  readonly who: string;
}

/** The key of a claim that the customer holds and nobody has begun, such as one whose request did not get to its end. */
export async function ownClaim(
  db: Database,
  { reference, resourceId, who, ...covered }: OwnClaimRequest,
): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`
    select j.key from work_jobs j join work w on w.window_reference = j.window_reference and w.resource_id = j.resource_id
    where j.window_reference = ${reference} and j.resource_id = ${resourceId}
      and j.state = 'claimed' and j.by = 'customer' and j.who = ${oneLine(who, 200)} and ${isCovered(covered)}
  `.execute(db);
  return rows[0]?.key;
}

/**
 * Claims outside a window's own run, made before `before` (UTC ms), that no workflow looks after: of customers those that nobody
 * has begun, of hosts those that were not handed over. Oldest first.
 */
export async function waitingClaims(
  db: Database,
  before: number,
  limit: number,
): Promise<{ readonly key: string; readonly reference: string }[]> {
  const { rows } = await sql<{ key: string; reference: string }>`
    select key, window_reference as reference from work_jobs
    where state in ('claimed', 'running') and claimed_at < ${new Date(before)}::timestamptz
      and (state = 'claimed' and by = 'customer' or state = 'running' and by = 'platform' and not ${isHandedOver})
    order by claimed_at limit ${limit}
  `.execute(db);
  return rows;
}
