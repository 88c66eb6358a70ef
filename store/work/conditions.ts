import { sql, type RawBuilder } from 'kysely';
import type { WorkState } from '../../domain/work/states';

/** Who claims; a customer with what their token covers (T3): `environments` null is all of the organization's. */
export type Claimant =
  /** `platform`: a host that asks by itself, before the window. */
  { readonly by: 'window' | 'operator' | 'platform' } | ({ readonly by: 'customer' } & Covered);

/** What a customer's token covers. */
export interface Covered {
  readonly organizationId: string;
  readonly environments: readonly string[] | null;
}

/** Phases in which a window does nothing more. */
export const isOver = sql<boolean>`windows.phase in ('completed', 'rolled-back', 'degraded', 'closed', 'cancelled')`;

/** When self-service ends: at the lock-in, or when the work starts earlier. Of `work_plans p` and `windows`. */
export const locksAt = sql<Date>`least(windows.starts_at - make_interval(mins => p.lock_in_minutes), windows.started_at)`;

/** Condition: the window may begin something at `now` (UTC ms), with its time-out before the planned end (S2). */
export function mayBegin(now: number): RawBuilder<boolean> {
  return sql<boolean>`(
    p.halted is null and windows.started_at is not null and not ${isOver}
    and ${new Date(now)}::timestamptz + make_interval(secs => p.timeout_seconds) <= windows.ends_at
  )`;
}

/**
 * Condition on `work w`, `work_plans p` and `windows`: that claimant may take it at `now` (UTC ms). `transition` in domain/work has
 * the same rules with their words.
 */
export function mayClaim(claimant: Claimant, now: number): RawBuilder<boolean> {
  if (claimant.by === 'window') return mayBegin(now);
  if (claimant.by === 'operator') return sql<boolean>`true`;
  const at = sql`${new Date(now)}::timestamptz`;
  return sql<boolean>`(
    ${claimant.by === 'customer' ? isCovered(claimant) : sql<boolean>`true`}
    and p.self_service and windows.announced_at <= ${at} and ${at} < ${locksAt} and not ${isOver}
  )`;
}

/** Of row `work w`: who of its redundancy group may be out of service, as JSON. */
export const groupHolder = sql<{ readonly resourceId: string; readonly state: WorkState } | null>`(
  select jsonb_build_object('resourceId', j.resource_id, 'state', j.state) from work_jobs j
  where j.redundancy_group = w.redundancy_group and j.holds_group and j.resource_id <> w.resource_id
)`;

/** Of row `work w`: since when the resource is worked on through another window. */
export const workedOnElsewhereSince = sql<Date | null>`(
  select j.claimed_at from work_jobs j
  where j.resource_id = w.resource_id and j.state in ('claimed', 'running', 'unknown') and j.window_reference <> w.window_reference
)`;

/** Condition: the work is on a resource that the token covers, and that is the organization's still. */
export function isCovered({ organizationId, environments }: Covered): RawBuilder<boolean> {
  return sql<boolean>`(
    w.organization_id = ${organizationId}
    and exists (
      select from resources r where r.id = w.resource_id and r.organization_id = ${organizationId}
        and (${environments === null}::boolean or r.environment_id = any (${environments ?? []}::text[]))
    )
  )`;
}
