import { sql } from 'kysely';
import type { RunOnRecord, WorkEvidence } from '../../activities/ports/work';
import { caughtUp, type WorkAskedFor } from '../../domain/work/grant';
import type { WorkPlan } from '../../domain/work/plan';
import type { WorkState } from '../../domain/work/states';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import { tallyOf } from './claimed';
import { groupHolder, isOver, workedOnElsewhereSince } from './conditions';
import { itemColumns, toItem, type ItemRow } from './page';

/** Hosts that ask by themselves (S7): which resource one is, what it holds, and what an answer to it depends on. */

/** A host as its executor knows it. */
export interface Host {
  /** The name of the executor that it asks. */
  readonly executor: string;
  /** As it says itself; its case matters. */
  readonly id: string;
}

/** What a claim keeps of the host that was granted; nothing else completes by that host's word. */
export const evidenceOf = ({ executor, id }: Host): WorkEvidence => ({ executor, host: id });

/** How a host is found in the inventory: its id is the resource's, or the value of this label. */
export interface HostLookup {
  readonly kinds: readonly string[];
  readonly label?: string | undefined;
}

/** The ids of resources that the host may be, two at most; more than one is a mistake in the inventory. */
export async function resourcesOf(db: Database, id: string, { kinds, label }: HostLookup): Promise<string[]> {
  const isIt =
    label === undefined ? sql<boolean>`id = ${id}` : sql<boolean>`labels @> ${toJson({ [label]: id })}::jsonb`;
  // by its index first: with a limit the planner would rather look through all resources
  const { rows } = await sql<{ id: string }>`
    with named as materialized (select id, kind from resources where ${isIt})
    select id from named where kind = any (${[...kinds]}::text[]) order by id limit 2
  `.execute(db);
  return rows.map((row) => row.id);
}

/** The executor that the window's plan names. */
export async function executorOf(db: Database, reference: string): Promise<string | undefined> {
  const plans = db.selectFrom('work_plans').select('plan').where('window_reference', '=', reference);
  return (await plans.executeTakeFirst())?.plan.executor;
}

export interface HeldClaim {
  readonly key: string;
  readonly reference: string;
  readonly kind: string;
  readonly state: 'running' | 'unknown';
  /** By whom it is looked after: the run of the window, or a workflow of its own once it was handed over. */
  readonly by: 'window' | 'platform';
  readonly isHandedOver: boolean;
}

/** What the host was granted and has not come back from, also where the inventory has it no longer. */
export async function heldBy(db: Database, host: Host): Promise<HeldClaim[]> {
  const { rows } = await sql<HeldClaim>`
    select j.key, j.window_reference as reference, w.kind, j.state, j.by, ${isHandedOver} as "isHandedOver"
    from work_jobs j join work w on w.window_reference = j.window_reference and w.resource_id = j.resource_id
    where j.state in ('running', 'unknown') and j.evidence @> ${toJson(evidenceOf(host))}::jsonb
    order by j.state, j.key
  `.execute(db);
  return rows;
}

const HANDED_OVER = 'handedOver';

/** Condition on `work_jobs`: a workflow looks after it, as `noteHandover` says. */
export const isHandedOver = sql<boolean>`coalesce(jsonb_exists(evidence, ${HANDED_OVER}), false)`;

/** A workflow looks after a host's claim until its end; claims of others are left alone. */
export async function noteHandover(db: Database, key: string): Promise<void> {
  await sql`
    update work_jobs set evidence = coalesce(evidence, '{}') || ${toJson({ [HANDED_OVER]: true })}::jsonb
    where key = ${key} and by = 'platform' and state = 'running'
  `.execute(db);
}

/** Adds to what is kept of a claim under way what is not there yet. */
export async function addEvidence(db: Database, key: string, more: WorkEvidence): Promise<void> {
  await sql`
    update work_jobs set evidence = ${toJson(more)}::jsonb || coalesce(evidence, '{}') where key = ${key} and state = 'running'
  `.execute(db);
}

interface AskedRow extends ItemRow {
  readonly plan: WorkPlan;
  readonly halted: 'paused' | 'stopped' | 'aborted' | null;
  readonly run: RunOnRecord | null;
  readonly announced_at: Date | null;
  readonly starts_at: Date;
  readonly started_at: Date | null;
  readonly ends_at: Date;
  readonly holder: { readonly resourceId: string; readonly state: WorkState } | null;
  readonly elsewhere: Date | null;
  readonly under_way: number;
  readonly earlier: string | null;
}

/** The work on a resource in one window, and since when another window has the resource worked on. */
export interface AskedInWindow extends WorkAskedFor {
  readonly elsewhere: Date | undefined;
}

/** A resource is in few windows at once. */
const MOST = 10;

/**
 * The work on a resource in the windows that are not over and leave it to this executor, those that have started first; in one
 * window alone where `reference` is given. `now` is UTC ms.
 */
export async function workAskedFor(
  db: Database,
  asked: { readonly executor: string; readonly resourceId: string; readonly reference?: string; readonly now: number },
): Promise<AskedInWindow[]> {
  const { executor, resourceId, reference, now } = asked;
  const { rows } = await sql<AskedRow>`
    select ${itemColumns}, p.plan, p.halted, p.run, windows.announced_at, windows.starts_at, windows.started_at, windows.ends_at,
      ${groupHolder} as holder, ${workedOnElsewhereSince} as elsewhere,
      (
        select count(*) from work_jobs j
        where j.window_reference = w.window_reference and j.state in ('claimed', 'running') and j.by in ('window', 'platform')
      ) as under_way,
      -- what could begin and comes before it in the order of the plan
      (
        select before.name from work o join environments before on before.id = o.environment_id
        where o.window_reference = w.window_reference and o.state = 'due' and o.place < w.place
          and (o.redundancy_group is null or not exists (
            select from work_jobs j where j.holds_group and j.redundancy_group = o.redundancy_group and j.resource_id <> o.resource_id
          ))
        order by o.place limit 1
      ) as earlier
    from work w join work_plans p on p.window_reference = w.window_reference
      join windows on windows.reference = w.window_reference left join environments e on e.id = w.environment_id
    where w.resource_id = ${resourceId} and p.plan->>'executor' = ${executor} and not ${isOver}
      and (${reference === undefined}::boolean or w.window_reference = ${reference ?? ''})
    order by windows.started_at is null, windows.starts_at, w.window_reference limit ${MOST}
  `.execute(db);
  return Promise.all(rows.map((row) => toAsked(db, row, now)));
}

async function toAsked(db: Database, row: AskedRow, now: number): Promise<AskedInWindow> {
  const { plan, run: onRecord } = row;
  const happened = onRecord && (await tallyOf(db, row.window_reference, onRecord.known.ended));
  const begun = (happened?.begun ?? 0) - (onRecord?.known.begun ?? 0);
  return {
    item: toItem(row),
    context: {
      ...{ now, plan, startsAt: row.starts_at.getTime(), endsAt: row.ends_at.getTime(), isOver: false },
      announcedAt: row.announced_at?.getTime(),
      startedAt: row.started_at?.getTime(),
      halted: row.halted ?? undefined,
      groupHeldBy: row.holder ?? undefined,
    },
    run: onRecord && happened ? caughtUp(onRecord.run, plan, { ...happened, begun }, now) : undefined,
    underWay: row.under_way,
    earlier: row.earlier ?? undefined,
    elsewhere: row.elsewhere ?? undefined,
  };
}
