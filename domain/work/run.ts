import type { ErrorCode, Refusal } from '../shared/errors';
import { SECOND } from '../shared/time';
import { whyNotTouched, type HealthBefore } from './health-before';
import type { WorkPlan } from './plan';
import type { WorkEnd } from './states';

/**
 * How far a window's own work is. It names no resource and no customer and has a fixed size, so that it may be in a history
 * (T4). Instants are UTC ms.
 */
export interface WorkRun {
  /** `stopped`: by the rule about failures, until a person resumes; `aborted` is for good. */
  readonly state: 'going' | 'paused' | 'stopped' | 'aborted';
  /** Why it stands still, for people. */
  readonly because?: string;
  readonly canary: 'none' | 'to-do' | 'under-way' | 'watched' | 'passed';
  /** Batches begun. */
  readonly batches: number;
  /** Of those the window began. */
  readonly underWay: number;
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly failuresInARow: number;
  /** The next batch is not begun before. */
  readonly readyAt: number;
  /** The resources were looked at before the first batch. */
  readonly isHealthSeen?: true;
}

/** What people say to the run, and what it hears of its batches. */
export type WorkInput =
  | { readonly type: 'pause' | 'resume'; readonly by: string }
  | { readonly type: 'abort'; readonly by: string; readonly reason: string }
  /** How many were left out, or are to be tried again, and how many of these were failed or unknown. */
  | { readonly type: 'skip' | 'retry'; readonly by: string; readonly failed: number; readonly unknown: number }
  /** What a look at the resources before the first batch has found. */
  | ({ readonly type: 'looked' } & HealthBefore)
  /** So many of a batch were claimed; the others went to somebody else. */
  | { readonly type: 'begun'; readonly count: number; readonly isCanary: boolean }
  /** What became of some that the window began, in that order. */
  | { readonly type: 'ended'; readonly results: readonly WorkEnd[] };

export type WorkRunEvent =
  | { readonly type: 'work-paused'; readonly by: string }
  | { readonly type: 'work-resumed'; readonly by: string }
  | { readonly type: 'work-aborted'; readonly by: string; readonly reason: string }
  | { readonly type: 'work-stopped'; readonly reason: string }
  | { readonly type: 'health-seen' }
  | { readonly type: 'work-skipped'; readonly by: string; readonly failed: number; readonly unknown: number }
  | { readonly type: 'work-retried'; readonly by: string; readonly failed: number; readonly unknown: number }
  | { readonly type: 'batch-begun'; readonly count: number; readonly isCanary: boolean }
  | { readonly type: 'batch-ended'; readonly results: readonly WorkEnd[]; readonly readyAt: number };

type WorkVerdict = { readonly events: readonly WorkRunEvent[] } | { readonly refusal: Refusal };

/** The run before its first batch. */
export function newRun({ canary }: Pick<WorkPlan, 'canary'>): WorkRun {
  return {
    state: 'going',
    canary: canary > 0 ? 'to-do' : 'none',
    ...{ batches: 0, underWay: 0, done: 0, failed: 0, unknown: 0, failuresInARow: 0, readyAt: 0 },
  };
}

/** What a word or a result leads to (S2). Pure: `now` is UTC ms. */
export function decideWork(run: WorkRun, plan: WorkPlan, input: WorkInput, now: number): WorkVerdict {
  switch (input.type) {
    case 'pause':
      if (run.state !== 'going') return standsStill(run, 'There is nothing to pause.');
      return accept({ type: 'work-paused', by: input.by });
    case 'resume':
      if (run.state === 'going') return refuse('already-done', 'The work goes on already.');
      if (run.state === 'aborted') return standsStill(run, 'Plan another window for what is left.');
      return accept({ type: 'work-resumed', by: input.by });
    case 'abort':
      if (run.state === 'aborted') return standsStill(run, 'Nothing more is begun.');
      return accept({ type: 'work-aborted', by: input.by, reason: input.reason });
    case 'skip':
      return accept({ ...input, type: 'work-skipped' });
    case 'retry':
      if (run.state === 'aborted') return standsStill(run, 'Plan another window for what is left.');
      return accept({ ...input, type: 'work-retried' });
    case 'looked':
      return looked(run, plan, input);
    case 'begun':
      // all of them were claimed by others: there was no batch
      return input.count === 0 ? { events: [] } : accept({ ...input, type: 'batch-begun' });
    case 'ended':
      return ended(run, plan, input.results, now);
  }
}

function looked(run: WorkRun, plan: WorkPlan, health: HealthBefore): WorkVerdict {
  const reason = whyNotTouched(plan, health);
  const isStopping = reason !== undefined && mayStop(run);
  return accept({ type: 'health-seen' }, ...(isStopping ? [{ type: 'work-stopped', reason } as const] : []));
}

const mayStop = ({ state }: WorkRun) => state === 'going' || state === 'paused';

function ended(run: WorkRun, plan: WorkPlan, results: readonly WorkEnd[], now: number): WorkVerdict {
  if (results.length === 0) return { events: [] };
  const pause = run.canary === 'under-way' ? plan.canaryPauseSeconds : plan.pauseSeconds;
  const batchEnded = { type: 'batch-ended', results, readyAt: now + pause * SECOND } as const;
  const reason = whyStopped(run, plan, results);
  const isStopping = reason !== undefined && mayStop(run);
  return accept(batchEnded, ...(isStopping ? [{ type: 'work-stopped', reason } as const] : []));
}

function whyStopped(run: WorkRun, { stopAfterFailures }: WorkPlan, results: readonly WorkEnd[]): string | undefined {
  if (run.canary === 'under-way' && results.some((result) => result !== 'done')) {
    return 'A resource of the first, small batch is not well. Find out why, then resume or abort.';
  }
  const most = mostInARow(run.failuresInARow, results);
  if (most < stopAfterFailures) return undefined;
  return `${String(most)} ${most === 1 ? 'resource is' : 'resources in a row are'} not well, and the plan stops at ${String(stopAfterFailures)}. Find out why, then resume or abort.`;
}

/** The longest row of failures in these results, counted on from the row before them. */
function mostInARow(before: number, results: readonly WorkEnd[]): number {
  let row = before;
  let most = 0;
  for (const result of results) {
    row = result === 'done' ? 0 : row + 1;
    most = Math.max(most, row);
  }
  return most;
}

/** The run after an event. */
export function evolveWork(run: WorkRun, event: WorkRunEvent): WorkRun {
  switch (event.type) {
    case 'work-paused':
      return { ...run, state: 'paused', because: `Paused by ${event.by}.` };
    case 'work-resumed': {
      const { because: _because, ...rest } = run;
      // a person has looked: counting begins again
      return { ...rest, state: 'going', failuresInARow: 0 };
    }
    case 'work-aborted':
      return { ...run, state: 'aborted', because: `Aborted by ${event.by}: ${event.reason}` };
    case 'work-stopped':
      return { ...run, state: 'stopped', because: event.reason };
    case 'health-seen':
      return { ...run, isHealthSeen: true };
    case 'work-skipped':
    case 'work-retried':
      return {
        ...run,
        failed: Math.max(0, run.failed - event.failed),
        unknown: Math.max(0, run.unknown - event.unknown),
      };
    case 'batch-begun':
      return {
        ...run,
        batches: run.batches + 1,
        underWay: run.underWay + event.count,
        canary: canaryOnceBegun(run, event.isCanary),
      };
    case 'batch-ended':
      return event.results.reduce(withResult, {
        ...run,
        readyAt: event.readyAt,
        canary: run.canary === 'under-way' && run.underWay <= event.results.length ? 'watched' : run.canary,
      });
  }
}

function canaryOnceBegun({ canary }: WorkRun, isCanary: boolean): WorkRun['canary'] {
  if (isCanary) return 'under-way';
  return canary === 'none' ? 'none' : 'passed';
}

function withResult(run: WorkRun, result: WorkEnd): WorkRun {
  return {
    ...run,
    underWay: Math.max(0, run.underWay - 1),
    [result]: run[result] + 1,
    failuresInARow: result === 'done' ? 0 : run.failuresInARow + 1,
  };
}

/** The run after it has heard that; what cannot be, such as a second pause, changes nothing. `now` is UTC ms. */
export function takeWork(run: WorkRun, plan: WorkPlan, input: WorkInput, now: number): WorkRun {
  const verdict = decideWork(run, plan, input, now);
  return 'events' in verdict ? verdict.events.reduce(evolveWork, run) : run;
}

const accept = (...events: WorkRunEvent[]) => ({ events });

function refuse(code: ErrorCode, detail: string): { readonly refusal: Refusal } {
  return { refusal: { code, detail } };
}

function standsStill({ state, because }: WorkRun, way: string): { readonly refusal: Refusal } {
  return refuse('already-done', `The work is ${state}${because ? `: ${because}` : '.'} ${way}`);
}
