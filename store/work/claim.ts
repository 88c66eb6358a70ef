import { sql, type RawBuilder } from 'kysely';
import type { ClaimedWork } from '../../activities/ports/work';
import type { WorkBy } from '../../domain/work/states';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { toClaimed, type ClaimedRow } from './claimed';
import { mayClaim, type Claimant } from './conditions';
import { follows, isSameWork } from './same-work';

interface ClaimRequest {
  readonly reference: string;
  readonly resourceIds: readonly string[];
  readonly claimant: Claimant;
  /** On record (T5); for the window itself its reference. */
  readonly who: string;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Claims work that is due (S3), in one statement; what somebody else has, or must not be claimed now, is not in the answer. Of
 * customer, window and operator at the same moment exactly one wins: the unique indexes of `work_jobs` see to it that no key is
 * given twice, that a resource is claimed once at a time whatever the window, and that of a redundancy group one is. With a
 * `work_key` the rows of every window with it are marked.
 */
export async function claimWork(db: Database, request: ClaimRequest): Promise<ClaimedWork[]> {
  if (request.resourceIds.length === 0) return [];
  const { rows } = await claimStatement(request).execute(db);
  return rows.map(toClaimed);
}

function claimStatement({ reference, resourceIds, claimant, who, now }: ClaimRequest): RawBuilder<ClaimedRow> {
  const by: WorkBy = claimant.by;
  const at = sql`${new Date(now)}::timestamptz`;
  const name = oneLine(who, 200);
  return sql<ClaimedRow>`
    with mine as materialized (
      select w.window_reference, w.resource_id, w.work_key
      from work w join work_plans p on p.window_reference = w.window_reference join windows on reference = w.window_reference
      where w.window_reference = ${reference} and w.resource_id = any (${resourceIds}::text[]) and w.state = 'due'
        and ${mayClaim(claimant, now)}
    ),
    locked as materialized (
      select w.* from work w join mine m on ${isSameWork('w', 'm')}
      order by w.resource_id, w.window_reference
      for update of w
    ),
    candidate as materialized (
      select l.*, 1 + (select max(o.attempt) from locked o where o.resource_id = l.resource_id) as next
      from locked l
      where l.window_reference = ${reference} and l.state = 'due' and not exists (
        select from locked o where o.resource_id = l.resource_id and o.state in ('claimed', 'running', 'unknown', 'done')
      )
    ),
    -- the same resource, tried again, may be out of service as before
    freed as (
      update work_jobs j set holds_group = false from candidate c
      where j.resource_id = c.resource_id and j.state = 'failed' and j.holds_group
      returning 1
    ),
    jobs as (
      insert into work_jobs (key, window_reference, resource_id, redundancy_group, work_key, by, who, state, holds_group, claimed_at)
      select case when c.work_key is null then c.window_reference else 'shared' end || '.'
          || left(encode(sha256(convert_to(jsonb_build_array(coalesce(c.work_key, c.window_reference), c.resource_id)::text, 'UTF8')), 'hex'), 40)
          || '.' || c.next,
        c.window_reference, c.resource_id, c.redundancy_group, c.work_key, ${by}, ${name}, 'claimed', true, ${at}
      from candidate c cross join (select count(*) from freed) first
      order by c.redundancy_group, c.resource_id
      on conflict do nothing
      returning key, resource_id
    ),
    marked as (
      update work w
      set state = 'claimed', by = ${by}, who = ${name}, cause = null, attempt = c.next, job_key = j.key, since = ${at}
      from jobs j join candidate c on c.resource_id = j.resource_id
      where ${isSameWork('w', 'c')} and ${follows('w')}
      returning 1
    )
    select j.key, c.window_reference, c.resource_id, c.name, c.kind, c.environment_id, c.next as attempt, 'claimed' as state,
      null::timestamptz as begun_at, null::jsonb as evidence
    from jobs j join candidate c on c.resource_id = j.resource_id
    order by c.place, c.resource_id collate "C"
  `;
}
