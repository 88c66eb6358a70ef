import { toIso } from '../shared/time';
import type { WorkItem } from './item';
import { nextBatch, type NextWork } from './next-batch';
import type { WorkPlan } from './plan';
import { takeWork, type WorkInput, type WorkRun } from './run';
import type { WorkEnd } from './states';
import { transition, type WorkContext, type WorkRefusal } from './transition';

/** Hosts that update themselves ask whether they may restart now (the pull model, S7). Pure; instants are UTC ms. */

/** The work on a host in one window, with what the answer depends on. */
export interface WorkAskedFor {
  readonly item: WorkItem;
  readonly context: WorkContext;
  /** With everything that is on record (see `caughtUp`); undefined until its runner has looked. */
  readonly run: WorkRun | undefined;
  /** How many hosts of the window may be out of service because they were granted. */
  readonly underWay: number;
  /** Where the plan's order has another environment first, and something is left there: its name. */
  readonly earlier?: string | undefined;
}

export type GrantRefusal = WorkRefusal | 'batch-full' | 'order' | 'pause' | 'manual';

/** `by`: the window, in its own time; the platform before it, as far as self-service allows. */
export type Grant =
  | { readonly granted: WorkItem; readonly by: 'window' | 'platform' }
  | { readonly refusal: { readonly code: GrantRefusal; readonly detail: string } };

const refuse = (code: GrantRefusal, detail: string): Grant => ({ refusal: { code, detail } });

/**
 * Whether a host may restart now (S2, S3): in the window when its resource could be in the batch that may begin, or fits into the
 * one under way, so that never more than a batch restart at once; before it by the rules of self-service, and never more than a
 * batch either. Hosts ask in an order of their own: the plan's order only keeps those of a later environment waiting.
 */
export function grant(asked: WorkAskedFor): Grant {
  const { item, context } = asked;
  if (context.startedAt !== undefined) return inWindow(asked, context.startedAt);
  const claim = transition(item, { type: 'claim', by: 'platform', who: '' }, context);
  if ('refusal' in claim) return claim;
  if (asked.underWay >= context.plan.batch) return full(asked, context.plan.batch);
  return { granted: item, by: 'platform' };
}

function inWindow(asked: WorkAskedFor, startedAt: number): Grant {
  const { item, context, run, underWay, earlier } = asked;
  const { plan, now, endsAt } = context;
  if (plan.mode === 'manual') {
    return refuse(
      'manual',
      `${item.reference} has begun at ${toIso(startedAt)}, and people do its work: ask its point of contact to restart ${item.resourceId}.`,
    );
  }
  const claim = transition(item, { type: 'claim', by: 'window', who: item.reference }, context);
  if ('refusal' in claim) return claim;
  if (!run) return refuse('pause', `${item.reference} has just begun, and its work is looked at first. Ask again.`);
  if (earlier !== undefined) {
    return refuse(
      'order',
      `The plan of ${item.reference} has the environment ${earlier} first, and something is left there. Ask again; a person can leave out what does not ask.`,
    );
  }
  const isOfCanary = joinsCanary(run);
  if (run.canary === 'under-way' && run.done + run.failed + run.unknown > 0) {
    return refuse('pause', `The first, small batch of ${item.reference} is watched before others restart. Ask again.`);
  }
  const size = isOfCanary ? plan.canary : plan.batch;
  if (underWay >= size) return full(asked, size);
  const room = size - underWay;
  const next = nextBatch(
    { ...plan, batch: room, canary: room },
    { ...run, underWay: 0, canary: isOfCanary ? 'to-do' : run.canary },
    [item],
    now,
    endsAt,
  );
  return next.do === 'start' ? { granted: item, by: 'window' } : notNow(asked, next);
}

function notNow({ item: { reference } }: WorkAskedFor, next: Exclude<NextWork, { do: 'start' }>): Grant {
  if (next.do === 'wait' && 'until' in next) {
    return refuse(
      'pause',
      `${reference} waits until ${toIso(next.until)} before the next one restarts. Ask again then.`,
    );
  }
  const why = next.do === 'stopped' ? next.because : next.do === 'ended' ? next.detail : 'Nothing is begun now.';
  return refuse('work-halted', `The work of ${reference} does not go on: ${why}`);
}

function full({ item, underWay }: WorkAskedFor, size: number): Grant {
  return refuse(
    'batch-full',
    `${String(underWay)} of ${item.reference} restart now, and ${String(size)} may at once. Ask again once one is back.`,
  );
}

/** Whether what begins now is of the first, small batch. */
export function joinsCanary({ canary }: Pick<WorkRun, 'canary'>): boolean {
  return canary === 'to-do' || canary === 'under-way';
}

/** What has happened to the window's own claims since its runner last heard of them. */
export interface Happened {
  readonly begun: number;
  readonly ends: readonly WorkEnd[];
  /** When the last of them ended. */
  readonly lastEndAt?: number | undefined;
}

/** The run once it has heard of that too, so that no answer waits for the runner. `now` stands in where no end has a time. */
export function caughtUp(run: WorkRun, plan: WorkPlan, { begun, ends, lastEndAt }: Happened, now: number): WorkRun {
  const heard: readonly WorkInput[] = [
    { type: 'begun', count: begun, isCanary: joinsCanary(run) },
    { type: 'ended', results: ends },
  ];
  return heard.reduce((before, input) => takeWork(before, plan, input, lastEndAt ?? now), run);
}
