import { SECOND, toIso } from '../shared/time';
import type { WorkItem } from './item';
import { placeOf, type WorkPlan } from './plan';
import type { WorkRun } from './run';
import { WORK_STATES } from './states';

/** What the run does next. `until` is UTC ms; absent, it waits for a person or for what is under way. */
export type NextWork =
  | { readonly do: 'start'; readonly items: readonly WorkItem[]; readonly isCanary: boolean }
  | { readonly do: 'wait'; readonly because: 'pause' | 'canary'; readonly until: number }
  | { readonly do: 'wait'; readonly because: 'under-way' | 'paused' | 'group-busy' | 'manual' }
  | { readonly do: 'stopped'; readonly because: string }
  /** Nothing more can be begun; `left` are due. `end-near` holds until the window is extended. */
  | {
      readonly do: 'ended';
      readonly because: 'aborted' | 'end-near' | 'needs-person';
      readonly left: number;
      readonly detail: string;
    }
  | { readonly do: 'all-done' };

/**
 * The next batch (S2): in the order of the environments, the canary first, never two of one redundancy group at once, nothing
 * whose time-out would pass the planned end. Batches do not overlap. `items` are those of the window that are due or taken, and
 * whatever holds a redundancy group, also of other windows; of a long list of due ones a page is enough, with `allDue` for how many
 * there are in all. `now` and `plannedEnd` are UTC ms. Pure.
 */
export function nextBatch(
  plan: WorkPlan,
  run: WorkRun,
  items: readonly WorkItem[],
  now: number,
  plannedEnd: number,
  allDue?: number,
): NextWork {
  const due = items.filter(({ state }) => state === 'due');
  const left = Math.max(due.length, allDue ?? 0);
  if (run.underWay > 0) return { do: 'wait', because: 'under-way' };
  if (run.state === 'aborted') {
    return { do: 'ended', because: 'aborted', left, detail: run.because ?? 'The work is aborted.' };
  }
  if (due.length === 0) return withNothingDue(items);
  if (plan.mode === 'manual') return { do: 'wait', because: 'manual' };
  if (run.state === 'paused') return { do: 'wait', because: 'paused' };
  if (run.state === 'stopped') return { do: 'stopped', because: run.because ?? 'Too many failures.' };

  const at = Math.max(now, run.readyAt);
  if (at + plan.timeoutSeconds * SECOND > plannedEnd) return endNear(plan, left, plannedEnd);
  if (at > now) return { do: 'wait', because: run.canary === 'watched' ? 'canary' : 'pause', until: at };

  const isCanary = run.canary === 'to-do';
  const batch = chosen(plan, items, due, isCanary ? plan.canary : plan.batch);
  if (batch.length > 0) return { do: 'start', items: batch, isCanary };
  return withNoneFree(items, left);
}

/** The first ones in order, one of each redundancy group, and none of a group that something holds. */
function chosen(plan: WorkPlan, items: readonly WorkItem[], due: readonly WorkItem[], size: number): WorkItem[] {
  const held = new Set(items.filter(({ state }) => WORK_STATES[state].holdsGroup).map((item) => item.redundancyGroup));
  const batch: WorkItem[] = [];
  for (const item of inOrder(plan, due)) {
    if (batch.length === size) break;
    const { redundancyGroup } = item;
    if (redundancyGroup !== undefined) {
      if (held.has(redundancyGroup)) continue;
      held.add(redundancyGroup);
    }
    batch.push(item);
  }
  return batch;
}

function inOrder(plan: WorkPlan, due: readonly WorkItem[]): WorkItem[] {
  return [...due].sort(
    (a, b) =>
      placeOf(plan, a.environment) - placeOf(plan, b.environment) ||
      // by code unit: the same on every machine
      (a.resourceId < b.resourceId ? -1 : 1),
  );
}

function withNothingDue(items: readonly WorkItem[]): NextWork {
  // somebody else, such as a customer, is still at it
  if (isSomebodyAtIt(items)) return { do: 'wait', because: 'under-way' };
  const open = items.filter(({ state }) => state === 'unknown').length;
  if (open === 0) return { do: 'all-done' };
  return {
    ...{ do: 'ended', because: 'needs-person', left: 0 },
    detail: `Nobody knows what became of ${String(open)} of them. Say whether each is done, failed or to be tried again.`,
  };
}

function withNoneFree(items: readonly WorkItem[], left: number): NextWork {
  if (isSomebodyAtIt(items)) return { do: 'wait', because: 'group-busy' };
  return {
    ...{ do: 'ended', because: 'needs-person', left },
    detail: `${areLeft(left)}, each beside one of its redundancy group that failed or is unknown. Try these again or leave them out first.`,
  };
}

function isSomebodyAtIt(items: readonly WorkItem[]): boolean {
  return items.some(({ state }) => state === 'claimed' || state === 'running');
}

function endNear({ timeoutSeconds }: WorkPlan, left: number, plannedEnd: number): NextWork {
  return {
    ...{ do: 'ended', because: 'end-near', left },
    detail: `${areLeft(left)}, and a resource is given ${String(timeoutSeconds)} seconds, which would end after the planned end ${toIso(plannedEnd)}. Extend the window, or leave them to another one.`,
  };
}

const areLeft = (count: number) => (count === 1 ? '1 is left' : `${String(count)} are left`);
