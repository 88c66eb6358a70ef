import { sql } from 'kysely';
import type { RetentionKind, RetentionPeriods } from '../../domain/retention/retention';
import { RETENTION_KINDS } from '../../domain/retention/retention';
import { DAY } from '../../domain/shared/time';
import type { Database } from '../database/database';
import { STEPS, type StepParts } from './steps';

/** Rows that change in one statement: none of them holds what others need for long. */
const BATCH = 500;

/**
 * Forgets what a kind keeps no longer, at `now` (UTC ms), a batch at a time, each by itself. Answers the rows. `isStopped` ends
 * it between two batches; the next run goes on.
 */
export async function forgetKind(
  parts: StepParts,
  kind: RetentionKind,
  { days, now, isStopped }: { readonly days: number; readonly now: number; readonly isStopped: () => boolean },
): Promise<number> {
  const before = new Date(now - days * DAY);
  let total = 0;
  for (const step of STEPS[kind]) {
    if (step.isKeyed && !parts.hashes) continue;
    for (let rows = BATCH; rows > 0 && !isStopped(); total += rows) {
      rows = await step.forget(parts, sql`${step.due(before)} limit ${BATCH}`);
    }
    if (!isStopped()) await step.after?.(parts, before);
  }
  return total;
}

/** Notes at `now` (UTC ms) that a kind was seen to. */
export async function noteRun(db: Database, kind: RetentionKind, removed: number, now: number): Promise<void> {
  await sql`
    insert into retention_runs as r (kind, ran_at, removed, removed_in_all)
    values (${kind}, ${new Date(now)}, ${removed}, ${removed})
    on conflict (kind) do update
      set ran_at = excluded.ran_at, removed = excluded.removed, removed_in_all = r.removed_in_all + excluded.removed
  `.execute(db);
}

/** What the last run did of a kind, and when (UTC ms). */
export interface RetentionRun {
  readonly kind: RetentionKind;
  readonly ranAt: number;
  readonly removed: number;
  readonly removedInAll: number;
}

/** A kind as it stands: what is due at this moment, and what the last run removed. */
export interface RetentionStanding {
  readonly kind: RetentionKind;
  /** null: for ever. */
  readonly days: number | null;
  readonly due: number;
  /** UTC ms; null: never yet. */
  readonly ranAt: number | null;
  readonly removed: number;
  readonly removedInAll: number;
}

/** Every kind. `now`: UTC ms. */
export async function retentionStanding(
  parts: StepParts,
  periods: RetentionPeriods,
  now: number,
): Promise<RetentionStanding[]> {
  const runs = new Map((await lastRuns(parts.db)).map((run) => [run.kind, run]));
  const standing: RetentionStanding[] = [];
  for (const kind of RETENTION_KINDS) {
    const days = periods[kind];
    const run = runs.get(kind);
    standing.push({
      ...{ kind, days },
      due: days === null ? 0 : await countDue(parts, kind, new Date(now - days * DAY)),
      ...{ ranAt: run?.ranAt ?? null, removed: run?.removed ?? 0, removedInAll: run?.removedInAll ?? 0 },
    });
  }
  return standing;
}

async function countDue({ db, hashes }: StepParts, kind: RetentionKind, before: Date): Promise<number> {
  let total = 0;
  for (const step of STEPS[kind]) {
    if (step.isKeyed && !hashes) continue;
    const { rows } = await sql<{ due: number }>`select count(*) as due from (${step.due(before)}) kept`.execute(db);
    total += rows[0]?.due ?? 0;
  }
  return total;
}

/** When each kind was last seen to (UTC ms), for those that ever were. */
export async function lastRuns(db: Database): Promise<readonly RetentionRun[]> {
  const rows = await db.selectFrom('retention_runs').selectAll().execute();
  return rows.map(({ kind, ran_at, removed, removed_in_all }) => ({
    ...{ kind, removed, removedInAll: removed_in_all },
    ranAt: ran_at.getTime(),
  }));
}
