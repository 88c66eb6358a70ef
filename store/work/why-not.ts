import { sql } from 'kysely';
import type { Refusal } from '../../domain/shared/errors';
import type { WorkPlan } from '../../domain/work/plan';
import type { WorkState } from '../../domain/work/states';
import { toIso } from '../../domain/shared/time';
import type { WorkItem } from '../../domain/work/item';
import { transition, type WorkContext } from '../../domain/work/transition';
import type { Database } from '../database/database';
import { groupHolder, isCovered, isOver, workedOnElsewhereSince, type Claimant } from './conditions';
import { workItem } from './page';

interface ContextRow {
  readonly plan: WorkPlan;
  readonly halted: 'paused' | 'stopped' | 'aborted' | null;
  readonly announced_at: Date | null;
  readonly starts_at: Date;
  readonly started_at: Date | null;
  readonly ends_at: Date;
  readonly is_over: boolean;
  readonly holder: { readonly resourceId: string; readonly state: WorkState } | null;
  /** Since when the resource is worked on through another window. */
  readonly elsewhere: Date | null;
}

/**
 * Why a claim was not given, in words (S3); undefined when it could be given now. `not-found`: the window has no such work, or none
 * that the token covers (T3).
 */
export async function whyNotClaimed(
  db: Database,
  { reference, resourceId, claimant, now }: { reference: string; resourceId: string; claimant: Claimant; now: number },
): Promise<Refusal | 'not-found' | undefined> {
  const item = await workItem(db, reference, resourceId);
  const row = item && (await contextOf(db, reference, resourceId, claimant));
  if (!item || !row) return 'not-found';
  const context: WorkContext = {
    ...{ now, plan: row.plan, startsAt: row.starts_at.getTime(), endsAt: row.ends_at.getTime(), isOver: row.is_over },
    announcedAt: row.announced_at?.getTime(),
    startedAt: row.started_at?.getTime(),
    halted: row.halted ?? undefined,
    groupHeldBy: row.holder ?? undefined,
  };
  const answer = transition(toldTo(claimant, item), { type: 'claim', by: claimant.by, who: '' }, context);
  if ('refusal' in answer) return answer.refusal;
  return row.elsewhere ? workedOnElsewhere(item, row.elsewhere) : undefined;
}

/** To customers the provider's people have no names. */
function toldTo(claimant: Claimant, item: WorkItem): WorkItem {
  if (claimant.by !== 'customer' || item.by === 'customer' || item.by === 'window') return item;
  const { who: _who, ...rest } = item;
  return rest;
}

/** Whatever the window, a resource is worked on once at a time. */
export function workedOnElsewhere({ resourceId, reference }: WorkItem, since: Date) {
  return {
    code: 'already-claimed' as const,
    detail: `${resourceId} is worked on through another window since ${toIso(since.getTime())}. Wait for its end; the maintenance of ${reference} is due as before.`,
  };
}

/** What the rules need to know; nothing when the claimant's token does not cover the work, or the window is not announced to it. */
async function contextOf(
  db: Database,
  reference: string,
  resourceId: string,
  claimant: Claimant,
): Promise<ContextRow | undefined> {
  const covered = claimant.by === 'customer' ? isCovered(claimant) : sql<boolean>`true`;
  const told = claimant.by === 'customer' ? sql<boolean>`windows.announced_at is not null` : sql<boolean>`true`;
  const { rows } = await sql<ContextRow>`
    select p.plan, p.halted, windows.announced_at, windows.starts_at, windows.started_at, windows.ends_at, ${isOver} as is_over,
      ${groupHolder} as holder, ${workedOnElsewhereSince} as elsewhere
    from work w join work_plans p on p.window_reference = w.window_reference join windows on reference = w.window_reference
    where w.window_reference = ${reference} and w.resource_id = ${resourceId} and ${covered} and ${told}
  `.execute(db);
  return rows[0];
}
