import { sql } from 'kysely';
import type { FollowedScope, FollowRequest } from '../../activities/ports/work';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import { affectedResources } from '../inventory/audience';
import { joinAhead } from './same-work';

/**
 * Makes the work list follow the scope, in one statement: resources that left are no longer due, new ones and those that are back
 * are, and what is due is as the inventory has it now. What somebody has begun goes on. A repetition changes nothing. The same
 * work that is done or under way in another window is so here.
 */
export async function followScope(
  db: Database,
  { reference, scope, plan, now }: FollowRequest,
): Promise<FollowedScope> {
  const order = plan.order.map((name) => name.toLowerCase());
  const workKey = plan.workKey ?? null;
  const { rows } = await sql<FollowedScope>`
    with ${affectedResources(scope)},
    planned as (
      insert into work_plans (window_reference, plan, self_service, lock_in_minutes, timeout_seconds)
      values (${reference}, ${toJson(plan)}::jsonb, ${plan.selfService}, ${plan.lockInMinutes}, ${plan.timeoutSeconds})
      on conflict (window_reference) do update set plan = excluded.plan, self_service = excluded.self_service,
        lock_in_minutes = excluded.lock_in_minutes, timeout_seconds = excluded.timeout_seconds
    ),
    wanted as (
      select ${reference}::text as window_reference, a.id as resource_id, a.organization_id, a.environment_id, a.kind, a.name,
        a.redundancy_group, ${workKey}::text as work_key,
        coalesce(array_position(${order}::text[], lower(e.name)), cardinality(${order}::text[]) + 1) - 1 as place
      from affected a join environments e on e.id = a.environment_id
    ),
    joined as (
      insert into work as mine (window_reference, resource_id, organization_id, environment_id, kind, name, redundancy_group,
        work_key, place, state, by, who, job_key, attempt, since)
      select x.window_reference, x.resource_id, x.organization_id, x.environment_id, x.kind, x.name, x.redundancy_group, x.work_key,
        x.place, coalesce(ahead.state, 'due'), ahead.by, ahead.who, ahead.job_key, coalesce(tried.attempt, 0),
        coalesce(ahead.since, ${new Date(now)}::timestamptz)
      from wanted x ${joinAhead('x')}
      order by x.resource_id
      on conflict (window_reference, resource_id) do update set
        organization_id = excluded.organization_id, environment_id = excluded.environment_id, kind = excluded.kind,
        name = excluded.name, redundancy_group = excluded.redundancy_group, place = excluded.place,
        state = case mine.state when 'due' then mine.state else excluded.state end,
        by = case mine.state when 'due' then mine.by else excluded.by end,
        who = case mine.state when 'due' then mine.who else excluded.who end,
        job_key = case mine.state when 'due' then mine.job_key else excluded.job_key end,
        attempt = greatest(mine.attempt, excluded.attempt),
        since = case mine.state when 'due' then mine.since else excluded.since end,
        cause = null
      where mine.state = 'skipped' and mine.cause = 'out-of-scope'
        or mine.state = 'due' and (mine.organization_id, mine.environment_id, mine.kind, mine.name, mine.place)
          is distinct from (excluded.organization_id, excluded.environment_id, excluded.kind, excluded.name, excluded.place)
        or mine.state = 'due' and mine.redundancy_group is distinct from excluded.redundancy_group
      returning since
    ),
    -- what ended elsewhere at the very moment at which it was put on this list
    caught as (
      update work w set state = case j.state when 'released' then 'due' else j.state end, since = coalesce(j.ended_at, w.since)
      from work_jobs j
      where w.window_reference = ${reference} and w.state in ('claimed', 'running', 'unknown') and j.key = w.job_key
        and j.state in ('done', 'failed', 'released')
    ),
    gone as (
      update work w set state = 'skipped', cause = 'out-of-scope', since = ${new Date(now)}::timestamptz
      where w.window_reference = ${reference} and w.state = 'due' and not exists (select from affected a where a.id = w.resource_id)
      returning 1
    )
    select (select count(*) from joined where since = ${new Date(now)}::timestamptz) as joined, (select count(*) from gone) as left
  `.execute(db);
  return rows[0] ?? { joined: 0, left: 0 };
}
