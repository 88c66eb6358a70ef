import type { ErrorCode, Refusal } from '../shared/errors';
import { SECOND, toIso } from '../shared/time';
import type { WorkItem } from './item';
import { locksInAt, type WorkPlan } from './plan';
import { SKIP_CAUSES, WORK_BY, WORK_STATES, type SkipCause, type WorkBy, type WorkEnd, type WorkState } from './states';

/** What happens to the work on one resource. */
export type WorkEvent =
  /** Somebody takes it. */
  | { readonly type: 'claim'; readonly by: WorkBy; readonly who: string }
  /** Put on record before the executor is asked to start, once for each claim (S7). */
  | { readonly type: 'begin' }
  /** The executor's word, or that the time is over: `unknown`. */
  | { readonly type: 'end'; readonly state: WorkEnd }
  /** A claim that was not begun is given back. */
  | { readonly type: 'release' }
  /** It was done without a claim here: a person or the platform says so (S3). */
  | { readonly type: 'report'; readonly by: 'operator' | 'platform'; readonly who: string }
  /** A person leaves it out. */
  | { readonly type: 'skip'; readonly who: string }
  /** A person wants it tried again, which is another claim with another key. */
  | { readonly type: 'retry' }
  /** The resource leaves the scope of the window, or is in it again. */
  | { readonly type: 'leave' }
  | { readonly type: 'join' }
  /** The window is over. */
  | { readonly type: 'close' };

/** What a rule needs to know besides the work itself. Instants are UTC ms. */
export interface WorkContext {
  readonly now: number;
  readonly plan: WorkPlan;
  /** Absent before the announcement. */
  readonly announcedAt?: number | undefined;
  /** As planned; the start itself comes from people (L2). */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Absent before the work has started. */
  readonly startedAt?: number | undefined;
  /** Completed or cancelled. */
  readonly isOver: boolean;
  /** What the run says, for what the window begins. */
  readonly halted?: 'paused' | 'stopped' | 'aborted' | undefined;
  /** The same work in other windows. */
  readonly sameWork?: readonly WorkItem[] | undefined;
  /** Another resource of the redundancy group that may be out of service. */
  readonly groupHeldBy?: { readonly resourceId: string; readonly state: WorkState } | undefined;
}

export type WorkRefusal = Extract<
  ErrorCode,
  'already-claimed' | 'locked-in' | 'not-due' | 'no-self-service' | 'out-of-scope' | 'group-busy' | 'work-halted'
>;

type Transition = { readonly item: WorkItem } | { readonly refusal: Refusal<WorkRefusal> };

/** What may follow what (S2, S3): the work after the event, or why not, with the way out. Pure. */
export function transition(item: WorkItem, event: WorkEvent, context: WorkContext): Transition {
  switch (event.type) {
    case 'claim':
      return claim(item, event, context);
    case 'begin':
      return begin(item, context);
    case 'end':
      return from(item, ['claimed', 'running', 'unknown'], event.state, context);
    case 'release':
      return from(item, ['claimed'], 'due', context);
    case 'report':
      return report(item, event, context);
    case 'skip': {
      const next = from(item, ['due', 'failed', 'unknown'], 'skipped', context);
      return 'item' in next ? { item: { ...next.item, by: 'operator', who: event.who, cause: 'operator' } } : next;
    }
    case 'retry': {
      const next = from(item, ['failed', 'unknown', 'skipped'], 'due', context);
      return 'item' in next && item.state === 'skipped' ? { item: inStep(next.item, context) } : next;
    }
    case 'leave':
      return leftOut(item, 'out-of-scope', context);
    case 'close':
      return leftOut(item, 'window-over', context);
    case 'join':
      if (item.state !== 'skipped' || item.cause !== 'out-of-scope') return { item };
      return { item: inStep(moved(item, 'due', context).item, context) };
  }
}

/** Work that becomes due, with what has happened to the same work in other windows meanwhile. */
function inStep(item: WorkItem, { sameWork = [] }: WorkContext): WorkItem {
  const attempt = Math.max(item.attempt, ...sameWork.map((other) => other.attempt));
  const ahead =
    sameWork.find(({ state }) => state === 'done') ?? sameWork.find(({ state }) => WORK_STATES[state].isTaken);
  return ahead ? { ...ahead, reference: item.reference, attempt } : { ...item, attempt };
}

function claim(item: WorkItem, { by, who }: WorkEvent & { type: 'claim' }, context: WorkContext): Transition {
  const refusal =
    notDue(item) ??
    (by === 'customer' || by === 'platform' ? notForCustomers(item, context) : undefined) ??
    (by === 'window' ? notForTheWindow(item, context) : undefined) ??
    notInItsGroup(item, context);
  if (refusal) return { refusal };
  const next = { ...item, state: 'claimed', by, who, attempt: item.attempt + 1, since: context.now } as const;
  return { item: next };
}

function begin(item: WorkItem, context: WorkContext): Transition {
  if (item.state !== 'claimed') return { refusal: elsewhere(item) };
  // what was claimed before an abort, or too late, is not begun
  const refusal = item.by === 'window' ? notForTheWindow(item, context) : undefined;
  return refusal ? { refusal } : moved(item, 'running', context);
}

function report(item: WorkItem, { by, who }: WorkEvent & { type: 'report' }, context: WorkContext): Transition {
  const next = from(item, ['due', 'failed', 'unknown'], 'done', context);
  return 'item' in next ? { item: { ...next.item, by, who } } : next;
}

/** Only what nobody has begun can be left out; the rest goes on to its end. */
function leftOut(item: WorkItem, cause: SkipCause, context: WorkContext): Transition {
  if (item.state !== 'due') return { item };
  const next = moved(item, 'skipped', context);
  return { item: { ...next.item, cause } };
}

function from(item: WorkItem, states: readonly WorkState[], to: WorkState, context: WorkContext): Transition {
  return states.includes(item.state) ? moved(item, to, context) : { refusal: elsewhere(item) };
}

function moved(item: WorkItem, state: WorkState, { now }: WorkContext): { readonly item: WorkItem } {
  const { cause: _cause, ...rest } = item;
  return { item: { ...rest, state, since: now } };
}

const refusal = (code: WorkRefusal, detail: string): Refusal<WorkRefusal> => ({ code, detail });

function notDue(item: WorkItem): Refusal<WorkRefusal> | undefined {
  return item.state === 'due' ? undefined : elsewhere(item);
}

/** Why something does not go with the state it is in. */
function elsewhere({ resourceId, reference, state, by, who, cause, since }: WorkItem): Refusal<WorkRefusal> {
  const what = `The maintenance of ${resourceId} in ${reference}`;
  const when = toIso(since);
  const whose = by ? ` by ${WORK_BY[by]}${who ? ` (${who})` : ''}` : '';
  switch (state) {
    case 'due':
      return refusal('not-due', `${what} is due, and nobody has begun it. Nothing was changed.`);
    case 'claimed':
    case 'running':
      return refusal(
        'already-claimed',
        `${what} is ${WORK_STATES[state].words}${whose} since ${when}. Wait for its end; it is not begun a second time.`,
      );
    case 'unknown':
      return refusal(
        'already-claimed',
        `${what} was begun${whose}, and since ${when} it is unknown what became of it. A person has to say whether it is done, failed or to be tried again.`,
      );
    case 'done':
      return refusal('not-due', `${what} is done${whose} since ${when}. Nothing is left to do.`);
    case 'failed':
      return refusal('not-due', `${what} failed${whose} at ${when}. A person decides whether it is tried again.`);
    case 'skipped':
      return cause === 'out-of-scope'
        ? refusal('out-of-scope', `${what} is not due: ${SKIP_CAUSES[cause]} at ${when}.`)
        : refusal('not-due', `${what} is not due since ${when}: ${SKIP_CAUSES[cause ?? 'operator']}.`);
  }
}

/** Customers, and hosts that update themselves, may begin from the announcement until the lock-in (S3, S6). */
function notForCustomers(
  { resourceId, reference }: WorkItem,
  { now, plan, announcedAt, startsAt, startedAt, endsAt, isOver }: WorkContext,
): Refusal<WorkRefusal> | undefined {
  if (!plan.selfService) {
    const way = `${reference} does it between ${toIso(startsAt)} and ${toIso(endsAt)}; ask its point of contact for another time.`;
    return refusal('no-self-service', `${resourceId} cannot be done by yourself in ${reference}. ${way}`);
  }
  if (isOver)
    return refusal(
      'not-due',
      `${reference} is over, so the maintenance of ${resourceId} is not due in it. Look for the window that has it now.`,
    );
  if (announcedAt === undefined || now < announcedAt) {
    return refusal('not-due', `${reference} is not announced yet. Try again once you have its announcement.`);
  }
  const locksAt = Math.min(locksInAt(plan, startsAt), startedAt ?? Infinity);
  if (now < locksAt) return undefined;
  return refusal(
    'locked-in',
    `${resourceId} is locked in since ${toIso(locksAt)} and until ${toIso(endsAt)}: ${reference} does it between ` +
      `${toIso(startsAt)} and then. To do it yourself or at another time, ask the window's point of contact.`,
  );
}

/** Nothing begins in a window that is over or halted, or has not started, or with a time-out past its planned end. */
function notForTheWindow(
  { resourceId, reference }: WorkItem,
  { now, plan, startedAt, endsAt, isOver, halted }: WorkContext,
): Refusal<WorkRefusal> | undefined {
  if (isOver || halted) {
    const why = isOver ? 'over' : halted;
    return refusal('work-halted', `The work of ${reference} is ${why ?? ''}, so ${resourceId} is not begun.`);
  }
  if (startedAt === undefined) return refusal('not-due', `${reference} has not started; nothing is begun before.`);
  if (now + plan.timeoutSeconds * SECOND <= endsAt) return undefined;
  return refusal(
    'work-halted',
    `${resourceId} is given ${String(plan.timeoutSeconds)} seconds, which end after the planned end ${toIso(endsAt)}. Extend ${reference}, or leave it to another window.`,
  );
}

function notInItsGroup(
  { resourceId, redundancyGroup }: WorkItem,
  { groupHeldBy }: WorkContext,
): Refusal<WorkRefusal> | undefined {
  if (!groupHeldBy || redundancyGroup === undefined) return undefined;
  const { resourceId: other, state } = groupHeldBy;
  const way = WORK_STATES[state].isFinal
    ? 'A person has to try it again or leave it out first.'
    : 'Wait until it is done.';
  return refusal(
    'group-busy',
    `${other}, of the same redundancy group ${redundancyGroup} as ${resourceId}, is ${WORK_STATES[state].words}, and never two of a group are worked on at once. ${way}`,
  );
}
