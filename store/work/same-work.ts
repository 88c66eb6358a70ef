import { sql, type RawBuilder } from 'kysely';

/**
 * The same work in several windows (`work_key`): each step of it is written to the rows of all. Statements lock these rows in one
 * order, before anything else, so that two of them wait for each other instead of failing.
 */

/** Condition: rows `w` and `o` are the same work. */
export function isSameWork(w: string, o: string): RawBuilder<boolean> {
  const [a, b] = [sql.raw(w), sql.raw(o)];
  return sql<boolean>`(${a}.resource_id = ${b}.resource_id and (${a}.window_reference = ${b}.window_reference or ${a}.work_key = ${b}.work_key))`;
}

/** Condition: the row `w` goes with what happens to the same work elsewhere. */
export function follows(w: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.raw(w)}.state not in ('done', 'skipped')`;
}

/**
 * Lateral joins for a row `x` that becomes due: `ahead`, the same work that somebody has begun or done in another window, and
 * `tried`, how often it was claimed.
 */
export function joinAhead(x: string): RawBuilder<unknown> {
  const row = sql.raw(x);
  const others = sql`o.resource_id = ${row}.resource_id and o.work_key = ${row}.work_key and o.window_reference <> ${row}.window_reference`;
  return sql`
    left join lateral (
      select o.state, o.by, o.who, o.job_key, o.since from work o
      where ${others} and o.state in ('done', 'claimed', 'running', 'unknown')
      order by o.state = 'done' desc, o.since limit 1
    ) ahead on true
    left join lateral (select max(o.attempt) as attempt from work o where ${others}) tried on true`;
}
