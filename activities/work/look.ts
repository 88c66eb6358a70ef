import { joinsCanary } from '../../domain/work/grant';
import { optional } from '../../domain/shared/optional';
import { whyNotTouched, type HealthBefore } from '../../domain/work/health-before';
import { nextBatch, type NextWork } from '../../domain/work/next-batch';
import type { WorkPlan } from '../../domain/work/plan';
import type { WorkRun } from '../../domain/work/run';
import type { WorkEnd } from '../../domain/work/states';
import type { WorkFigures } from '../../domain/window/types';
import type { Ports } from '../ports';
import type { ClaimedWork, WorkCounts } from '../ports/work';
import { healthBefore } from './health-before';
import { inParts } from './in-parts';
import { carryOn } from './one-job';

/** A look at the work of a window, by its runner. Figures alone: no resource is in a history (T4). */
export interface WorkLook {
  readonly reference: string;
  readonly plan: WorkPlan;
  readonly run: WorkRun;
  /** The planned end in force (UTC ms). */
  readonly plannedEnd: number;
  /** What the runner has heard of; absent in its first look, which only counts. */
  readonly known?: { readonly begun: number; readonly ended: number };
}

/** What one look has found, and begun. */
export interface WorkSeen {
  readonly begun: number;
  readonly ended: number;
  /** Of those, the ones the runner has not heard of. */
  readonly newlyBegun: number;
  readonly ends: readonly WorkEnd[];
  readonly isCanary: boolean;
  /** What a look at the resources before the first batch has found; absent in every other look. */
  readonly health?: HealthBefore;
  readonly next: Exclude<NextWork, { do: 'start' }> | { readonly do: 'look' } | Blocked;
  readonly counts: WorkFigures;
}

/** Something outside says that no work may begin now. */
interface Blocked {
  readonly do: 'blocked';
  readonly because: string;
}

/** So many are asked or observed at once. */
const AT_ONCE = 25;

interface Looking extends Pick<Ports, 'work' | 'executors'> {
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * One look: brings what the window has begun a step further; when nothing of it is under way, begins the next batch. Can be killed
 * anywhere and repeated: what it did is read from the work list.
 */
export function createLook({ work, executors, clock }: Looking) {
  return lookOnce;

  async function lookOnce(
    { reference, plan, run, plannedEnd, known }: WorkLook,
    signal: AbortSignal,
  ): Promise<WorkSeen> {
    const isPulled = executors.executors.get(plan.executor ?? '')?.pulls === true;
    // resources that ask are answered from it
    if (isPulled && known) await work.keepRun(reference, { run, known });
    await carryAllOn(await work.taken(reference), plan, signal);
    let next: WorkSeen['next'] | undefined;
    let health: HealthBefore | undefined;
    const still = await work.taken(reference);
    if (known && still.length === 0) {
      const heard = await heardOf(reference, known);
      const decided = heard ? undefined : await decide({ reference, plan, run, plannedEnd }, signal);
      // what was begun before a crash was looked at before it
      if (decided?.do === 'start' && !run.isHealthSeen && run.batches === 0) {
        health = await healthBefore(reference, { work, executors, plan, clock, signal });
      }
      if (health && whyNotTouched(plan, health) !== undefined) next = { do: 'look' };
      else if (decided?.do === 'start' && isPulled) next = { do: 'look' };
      else if (decided?.do === 'start') {
        const ids = decided.items.map(({ resourceId }) => resourceId);
        await carryAllOn(await work.claim(reference, ids, clock()), plan, signal);
      } else next = decided;
    }
    const tally = await work.tally(reference, known?.ended ?? 0);
    const ended = (known?.ended ?? 0) + tally.ends.length;
    return {
      begun: tally.begun,
      ended,
      newlyBegun: known ? tally.begun - known.begun : 0,
      ends: known ? tally.ends : [],
      // also when the process that began it was killed
      isCanary: isPulled ? joinsCanary(run) : run.canary === 'to-do',
      ...optional({ health }),
      next: next ?? { do: 'look' },
      counts: figuresOf(await work.counts(reference)),
    };
  }

  async function carryAllOn(claims: readonly ClaimedWork[], plan: WorkPlan, signal: AbortSignal): Promise<void> {
    await inParts(claims, AT_ONCE, (claim) => carryOn(claim, { work, executors, plan, clock, signal }));
  }

  /** What has happened to the window's claims is told first; the rule decides on it. */
  async function heardOf(reference: string, known: { readonly begun: number; readonly ended: number }) {
    const { begun, ends } = await work.tally(reference, known.ended);
    return begun > known.begun || ends.length > 0;
  }

  async function decide(
    { reference, plan, run, plannedEnd }: Omit<WorkLook, 'known'>,
    signal: AbortSignal,
  ): Promise<NextWork | Blocked> {
    const limit = Math.max(plan.batch, plan.canary);
    const { items } = await work.page(reference, limit);
    const { due } = await work.counts(reference);
    const next = nextBatch(plan, run, items, clock(), plannedEnd, due);
    if (next.do !== 'start') return next;
    const blocking = await executors.blockers.blocking(signal);
    return blocking.length === 0 ? next : { do: 'blocked', because: blocking.slice(0, 3).join('; ').slice(0, 300) };
  }
}

function figuresOf({ due, claimed, running, done, failed, skipped, unknown }: WorkCounts): WorkFigures {
  return { done, failed, unknown, skipped, left: due + claimed + running };
}
