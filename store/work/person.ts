import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { follows, isSameWork, joinAhead } from './same-work';

/** What a person, or the provider's platform, decides about work (S2, S3). */
export interface WorkDecision {
  readonly reference: string;
  readonly resourceIds: readonly string[];
  /** On record (T5). */
  readonly who: string;
  /** UTC ms. */
  readonly now: number;
}

/** Each is one statement, and returns the resources that it changed; the others are in a state that does not allow it. */
async function decided(db: Database, statement: RawBuilder<{ resource_id: string }>): Promise<string[]> {
  const { rows } = await statement.execute(db);
  return rows.map(({ resource_id }) => resource_id);
}

/** `family`: the named rows and the same work of other windows, locked in one order; `mine`: the named ones in these states. */
function lockedRows({ reference, resourceIds }: WorkDecision, states: readonly string[]): RawBuilder<unknown> {
  return sql`
    named as materialized (
      select w.window_reference, w.resource_id, w.work_key from work w
      where w.window_reference = ${reference} and w.resource_id = any (${resourceIds}::text[])
    ),
    family as materialized (
      select w.* from work w join named n on ${isSameWork('w', 'n')}
      order by w.resource_id, w.window_reference
      for update of w
    ),
    mine as materialized (
      select * from family where window_reference = ${reference} and state = any (${states}::text[])
    )`;
}

/** The last claims of these rows hold nothing any more; `unless` names rows `o` of the family that still need them. */
function closedJobs(unless: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`closed as (
    update work_jobs j set holds_group = false, state = case j.state when 'unknown' then 'released' else j.state end
    from mine m
    where j.key = m.job_key and j.state in ('failed', 'unknown')
      and not exists (select from family o where o.job_key = j.key and o.window_reference <> m.window_reference and ${unless})
  )`;
}

/** Leaves out what is due, failed or unknown in this window; another one with the same work still has it. */
export async function skipWork(db: Database, decision: WorkDecision): Promise<string[]> {
  return decided(
    db,
    sql`
      with ${lockedRows(decision, ['due', 'failed', 'unknown'])},
      ${closedJobs(sql<boolean>`o.state in ('failed', 'unknown')`)}
      update work w set state = 'skipped', cause = 'operator', by = 'operator', who = ${oneLine(decision.who, 200)},
        since = ${new Date(decision.now)}::timestamptz
      from mine m where w.window_reference = m.window_reference and w.resource_id = m.resource_id
      returning w.resource_id
    `,
  );
}

/** Has work tried again that failed, is unknown or was left out: it is due, and its next claim has another key. */
export async function retryWork(db: Database, decision: WorkDecision): Promise<string[]> {
  const at = sql`${new Date(decision.now)}::timestamptz`;
  return decided(
    db,
    sql`
      with ${lockedRows(decision, ['failed', 'unknown', 'skipped'])},
      ${closedJobs(sql<boolean>`m.state = 'skipped'`)},
      again as (
        update work w set state = 'due', cause = null, since = ${at}
        from mine m where m.state in ('failed', 'unknown') and ${isSameWork('w', 'm')} and ${follows('w')}
        returning w.window_reference, w.resource_id
      ),
      back as (
        update work w set state = coalesce(x.ahead, 'due'), by = x.by, who = x.who, job_key = coalesce(x.ahead_key, w.job_key),
          cause = null, attempt = greatest(w.attempt, x.tried), since = coalesce(x.ahead_since, ${at})
        from (
          select m.window_reference, m.resource_id, ahead.state as ahead, ahead.by, ahead.who, ahead.job_key as ahead_key,
            ahead.since as ahead_since, tried.attempt as tried
          from mine m ${joinAhead('m')} where m.state = 'skipped'
        ) x
        where w.window_reference = x.window_reference and w.resource_id = x.resource_id
        returning w.window_reference, w.resource_id
      )
      select resource_id from again where window_reference = ${decision.reference} union all select resource_id from back
    `,
  );
}

/**
 * Says what became of work without a claim that ends it: `done` of what is due, failed or unknown, by a person or by the platform
 * that saw it (S3); `failed` only of what is unknown.
 */
export async function reportWork(
  db: Database,
  decision: WorkDecision & { readonly by: 'operator' | 'platform'; readonly state: 'done' | 'failed' },
): Promise<string[]> {
  const { by, state, now, reference } = decision;
  return decided(
    db,
    sql`
      with ${lockedRows(decision, state === 'done' ? ['due', 'failed', 'unknown'] : ['unknown'])},
      closed as (
        update work_jobs j set holds_group = ${state === 'failed'}, state = ${state} from mine m
        where j.key = m.job_key and j.state in ('failed', 'unknown')
      ),
      reported as (
        update work w set state = ${state}, by = ${by}, who = ${oneLine(decision.who, 200)}, cause = null,
          since = ${new Date(now)}::timestamptz
        from mine m where ${isSameWork('w', 'm')} and ${follows('w')}
        returning w.window_reference, w.resource_id
      )
      select resource_id from reported where window_reference = ${reference}
    `,
  );
}
