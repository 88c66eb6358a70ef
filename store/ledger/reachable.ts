import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import { LIVING } from '../../domain/window/audience';
import type { Database } from '../database/database';
import { affectedResources, resolvedCandidates } from '../inventory/audience';

/** A window with customers for whom nobody could be told, and the number of recipients a notice would reach now. */
export interface ReachableAgain {
  readonly reference: string;
  readonly newcomers: number;
}

/**
 * Windows that are under way, or announced and still ahead, with customers for whom nobody could be told (N13) but who now have
 * addresses that have not been told. Suppressed addresses do not count: mail to them is sent again on request.
 */
export async function reachableAgain(db: Database): Promise<ReachableAgain[]> {
  const found: ReachableAgain[] = [];
  for (const { reference, scope, isPrivate } of await windowsToLookAt(db)) {
    const { rows } = await sql<{ newcomers: number }>`
      with ${affectedResources(scope)},
      ${resolvedCandidates(sql`${isPrivate}::boolean`)},
      open as (
        select organization_id from staff_tasks
        where window_reference = ${reference} and kind = 'nobody-to-tell' and done_at is null
      )
      select count(distinct (c.organization_id, lower(c.address))) as newcomers
      from candidates c join open o on o.organization_id = c.organization_id
      where not exists (select from suppressions s where s.address = lower(c.address))
        and not exists (
          select from notices n join deliveries d on d.notice_id = n.id
          where n.window_reference = ${reference} and d.organization_id = c.organization_id
            and lower(d.address) = lower(c.address) and d.state <> 'superseded'
        )
    `.execute(db);
    const newcomers = rows[0]?.newcomers ?? 0;
    if (newcomers > 0) found.push({ reference, newcomers });
  }
  return found;
}

interface Looked {
  readonly reference: string;
  readonly scope: Scope;
  readonly isPrivate: boolean;
}

/** Only windows where such a customer has an address that mail is sent to: for the others there is nothing to resolve. */
async function windowsToLookAt(db: Database): Promise<Looked[]> {
  const { rows } = await sql<Looked>`
    select w.reference, w.view->'spec'->'scope' as scope, w.visibility = 'private' as "isPrivate"
    from windows w
    where w.phase = any (${[...LIVING]}::text[]) and w.reference in (
      select t.window_reference
      from staff_tasks t
        cross join lateral (
          select c.email as address from contacts c where c.organization_id = t.organization_id
          union all
          select o.maintenance_email from organizations o where o.id = t.organization_id and o.maintenance_email is not null
        ) a
      where t.kind = 'nobody-to-tell' and t.done_at is null
        and not exists (select from suppressions s where s.address = lower(a.address))
    )
    order by w.reference
  `.execute(db);
  return rows;
}
