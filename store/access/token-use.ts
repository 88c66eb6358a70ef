import { sql } from 'kysely';
import { toIso } from '../../domain/shared/time';
import type { Database } from '../database/database';
import { ENDING_DAYS, type TokenHolder } from './tokens';

/**
 * Notes that a token is in use; of one that ends soon a task tells the staff, once, so that it is replaced in time. What many
 * processes note in the same minute is written once.
 */
export async function noteTokenUse(
  db: Database,
  { id, name, person, organizationId, expiresAt, isEnding }: TokenHolder,
): Promise<void> {
  await sql`
    update api_tokens set last_used_at = now()
    where id = ${id} and coalesce(last_used_at < now() - interval '1 minute', true)
  `.execute(db);
  if (!isEnding || expiresAt === null) return;
  const whose = name === person ? name : `${name}, of ${person}`;
  await db
    .insertInto('staff_tasks')
    .values({
      kind: 'token-expiring',
      organization_id: organizationId,
      subject: `token:${id}`,
      reason: `The token ${whose} is in use and ends on ${toIso(expiresAt)}. Issue another one, and revoke this one.`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** How many tokens that are good end within two weeks. */
export async function countEndingTokens(db: Database): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from api_tokens
    where revoked_at is null and expires_at > now()
      and expires_at < now() + make_interval(days => ${sql.lit(ENDING_DAYS)})
  `.execute(db);
  return rows[0]?.count ?? 0;
}
