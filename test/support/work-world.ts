import { claimKey, workIdentity, type WorkItem } from '../../domain/work/item';
import { nextBatch } from '../../domain/work/next-batch';
import type { WorkPlan } from '../../domain/work/plan';
import { decideWork, evolveWork, newRun, type WorkInput, type WorkRun } from '../../domain/work/run';
import { WORK_STATES, type WorkBy, type WorkEnd } from '../../domain/work/states';
import { transition, type WorkContext, type WorkEvent } from '../../domain/work/transition';
import { SECOND } from '../../domain/shared/time';

/** The rules that a world is run by; a test can plant a bug in one. */
export interface WorkRules {
  readonly transition: typeof transition;
  readonly nextBatch: typeof nextBatch;
  readonly decideWork: typeof decideWork;
  readonly evolveWork: typeof evolveWork;
  /** Whether two rows are the same work. */
  readonly isSame: (a: WorkItem, b: WorkItem) => boolean;
}

export const WORK_RULES: WorkRules = {
  ...{ transition, nextBatch, decideWork, evolveWork },
  isSame: (a, b) => workIdentity(a) === workIdentity(b),
};

/** Where the process that works is killed. */
export type Crash = 'never' | 'claimed' | 'begun' | 'started';

interface WorldWindow {
  readonly reference: string;
  readonly plan: WorkPlan;
  readonly announcedAt: number;
  readonly startsAt: number;
  endsAt: number;
  startedAt?: number;
  isOver: boolean;
  run: WorkRun;
  /** As the events say, kept beside the run's own state. */
  told: 'going' | 'paused' | 'stopped' | 'aborted';
}

interface Started {
  readonly identity: string;
  readonly group: string | undefined;
  readonly resourceId: string;
  count: number;
  /** What the executor will say, and when. */
  readonly outcome: WorkEnd;
  readonly endsAt: number;
  isOpen: boolean;
}

/**
 * Windows, their work and an executor in memory: the rows as the store keeps them, an executor that counts its starts, and
 * processes that can be killed between any two steps. Breaking a rule throws with its name.
 */
export class WorkWorld {
  now = 0;
  readonly windows: WorldWindow[] = [];
  items: WorkItem[] = [];
  readonly started = new Map<string, Started>();
  /** Identities that a person wants tried again. */
  private readonly wanted = new Set<string>();
  readonly refused = new Set<string>();

  constructor(private readonly rules: WorkRules = WORK_RULES) {}

  addWindow(reference: string, plan: WorkPlan, times: { startsAt: number; endsAt: number }): void {
    this.windows.push({ reference, plan, announcedAt: 0, ...times, isOver: false, run: newRun(plan), told: 'going' });
  }

  window(index: number): WorldWindow {
    const window = this.windows[index % this.windows.length];
    if (!window) throw new Error('there is no window');
    return window;
  }

  advance(ms: number): void {
    this.now += ms;
    for (const window of this.windows) if (this.now >= window.startsAt) window.startedAt ??= window.startsAt;
  }

  /** Gives an event to the work on a resource in a window, and to the same work in others; whether it was accepted. */
  give(item: WorkItem, event: WorkEvent): boolean {
    const answer = this.rules.transition(item, event, this.context(item));
    if ('refusal' in answer) {
      this.refused.add(answer.refusal.code);
      return false;
    }
    const isShared = ['claim', 'begin', 'end', 'release', 'report', 'retry'].includes(event.type);
    const { reference: _reference, ...next } = answer.item;
    this.items = this.items.map((other) => {
      if (other === item) return this.checked(other, answer.item);
      // what is done, left out or failed elsewhere stays so
      const follows = isShared && this.rules.isSame(item, other) && other.state !== 'skipped' && other.state !== 'done';
      return follows ? this.checked(other, { ...next, reference: other.reference }) : other;
    });
    // who puts a resource into a scope again wants its work, too
    if (event.type === 'retry' || event.type === 'join') this.wanted.add(workIdentity(item));
    return true;
  }

  /** Somebody other than the window does it, with a process that may be killed on the way. */
  doOneself(place: number, by: Exclude<WorkBy, 'window'>, outcome: WorkEnd, crash: Crash): void {
    const item = this.at(place);
    if (!item || !this.give(item, { type: 'claim', by, who: by })) return;
    if (crash !== 'claimed') this.beginAndStart(item, outcome, crash);
  }

  /** The window's own runner: goes on with what it has, or begins a batch; killed where `crash` says. */
  tick(index: number, outcomes: readonly WorkEnd[], crash: Crash): void {
    const window = this.window(index);
    if (window.isOver) return;
    const mine = this.mine(window);
    if (mine.length === 0) {
      const { run, plan } = window;
      const next = this.rules.nextBatch(plan, run, this.visibleTo(window), this.now, window.endsAt);
      if (next.do !== 'start') return;
      for (const item of next.items) this.give(item, { type: 'claim', by: 'window', who: window.reference });
      if (crash === 'claimed') return;
    }
    let begun = 0;
    for (const [place, item] of this.mine(window).entries()) {
      if (item.state !== 'claimed') begun += 1;
      else if (this.beginAndStart(item, outcomes[place % outcomes.length] ?? 'done', crash)) begun += 1;
      else this.give(item, { type: 'release' });
      if (crash !== 'never') return;
    }
    if (window.run.underWay === 0)
      this.tell(window, { type: 'begun', count: begun, isCanary: window.run.canary === 'to-do' });
    this.observe(window);
  }

  /** Looks at what others began, and goes on with what they claimed. */
  observeOthers(): void {
    for (const item of this.items.filter(({ by }) => by !== 'window')) {
      if (!this.items.includes(item)) continue;
      if (item.state === 'claimed') this.beginAndStart(item, 'done', 'never');
      const end = this.endOf(item);
      if (end && item.state === 'running') this.give(item, { type: 'end', state: end });
    }
  }

  tell(window: WorldWindow, input: WorkInput): void {
    const verdict = this.rules.decideWork(window.run, window.plan, input, this.now);
    if ('refusal' in verdict) return;
    for (const event of verdict.events) {
      window.run = this.rules.evolveWork(window.run, event);
      if (event.type === 'work-paused') window.told = 'paused';
      if (event.type === 'work-resumed') window.told = 'going';
      if (event.type === 'work-aborted') window.told = 'aborted';
      if (event.type === 'work-stopped') window.told = 'stopped';
    }
  }

  at(place: number): WorkItem | undefined {
    return this.items[place % Math.max(1, this.items.length)];
  }

  /** A person says what became of it, or leaves it out, or wants it tried again. */
  decide(place: number, how: 'skip' | 'retry' | 'report' | 'resolve'): void {
    const item = this.at(place);
    if (!item) return;
    const events = {
      skip: { type: 'skip', who: 'engineer' },
      retry: { type: 'retry' },
      report: { type: 'report', by: 'operator', who: 'engineer' },
      resolve: { type: 'end', state: 'failed' },
    } as const;
    if (how === 'resolve' && item.state !== 'unknown') return;
    const { run } = this.window(this.windows.findIndex(({ reference }) => reference === item.reference));
    if (how === 'retry' && run.state === 'aborted') return;
    this.give(item, events[how]);
  }

  /** Everybody comes to an end: jobs finish, persons decide, and the windows are completed. */
  finish(): void {
    // what somebody claimed is begun first, and then has its time
    this.observeOthers();
    this.advance(1e9);
    for (const window of this.windows) {
      for (const item of this.mine(window)) if (item.state === 'claimed') this.give(item, { type: 'release' });
      this.observe(window);
    }
    this.observeOthers();
    for (const item of [...this.items]) if (item.state === 'unknown') this.give(item, { type: 'end', state: 'failed' });
    for (const window of this.windows) window.isOver = true;
    for (const item of [...this.items]) this.give(item, { type: 'close' });
    const open = this.items.filter(({ state }) => !WORK_STATES[state].isFinal);
    holds('one final state', open.length === 0, open);
  }

  /** Hears from the executor about what the window has under way; the time-out makes it unknown. */
  private observe(window: WorldWindow): void {
    const results: WorkEnd[] = [];
    for (const item of this.mine(window)) {
      const end = this.endOf(item);
      if (end && item.state === 'running' && this.give(item, { type: 'end', state: end })) results.push(end);
    }
    if (results.length > 0) this.tell(window, { type: 'ended', results });
  }

  private endOf(item: WorkItem): WorkEnd | undefined {
    const job = this.started.get(claimKey(item));
    if (job) return this.now >= job.endsAt ? job.outcome : undefined;
    // begun, and the process was killed before it asked: observed, nobody knows of it until the time is over
    const { timeoutSeconds } = this.planOf(item);
    return item.state === 'running' && this.now >= item.since + timeoutSeconds * SECOND ? 'unknown' : undefined;
  }

  private beginAndStart(claimed: WorkItem, outcome: WorkEnd, crash: Crash): boolean {
    const item = this.items.find(
      (other) => other.reference === claimed.reference && other.resourceId === claimed.resourceId,
    );
    if (!item || !this.give(item, { type: 'begin' })) return false;
    if (crash !== 'begun') this.start(item, outcome);
    return true;
  }

  /** The executor is asked. */
  private start(item: WorkItem, outcome: WorkEnd): void {
    const key = claimKey(item);
    const identity = workIdentity(item);
    const earlier = [...this.started.values()].filter((job) => job.identity === identity);
    holds('one start a key', !this.started.has(key), { key });
    holds(
      'nothing done is begun again',
      earlier.every((job) => job.isOpen || job.outcome !== 'done'),
      { item },
    );
    holds(
      'one at a time',
      earlier.every((job) => !job.isOpen),
      { item },
    );
    holds('again only when a person wants it', earlier.length === 0 || this.wanted.has(identity), { item });
    const { redundancyGroup: group, resourceId } = item;
    const beside = [...this.started.values()].filter((job) => group !== undefined && job.group === group && job.isOpen);
    holds(
      'one of a group',
      beside.every((job) => job.resourceId === resourceId),
      { item, beside },
    );
    if (item.by === 'window') this.checkWindowStart(item);
    this.wanted.delete(identity);
    const lasts = outcome === 'unknown' ? this.planOf(item).timeoutSeconds * SECOND : 20 * SECOND;
    this.started.set(key, { identity, group, resourceId, count: 1, outcome, endsAt: this.now + lasts, isOpen: true });
  }

  private checkWindowStart(item: WorkItem): void {
    const window = this.windows.find(({ reference }) => reference === item.reference);
    if (!window) throw new Error('there is no window');
    holds('no start once halted', window.told === 'going', { item, told: window.told });
    holds('no start past the end', this.now + window.plan.timeoutSeconds * SECOND <= window.endsAt, { item });
    holds('no start before the start', window.startedAt !== undefined && !window.isOver, { item });
    const underWay = this.mine(window).filter(({ state }) => state === 'running').length;
    holds('batch size', underWay <= Math.max(window.plan.batch, window.plan.canary), { underWay });
  }

  private planOf({ reference }: WorkItem): WorkPlan {
    const window = this.windows.find((one) => one.reference === reference);
    if (!window) throw new Error('there is no window');
    return window.plan;
  }

  private mine({ reference }: WorldWindow): WorkItem[] {
    return this.items.filter(
      (item) =>
        item.reference === reference &&
        item.who === reference &&
        (item.state === 'claimed' || item.state === 'running'),
    );
  }

  private visibleTo(window: WorldWindow): WorkItem[] {
    const own = this.items.filter(({ reference }) => reference === window.reference);
    if (!own.some(({ state }) => state === 'due')) return own;
    return [
      ...own,
      ...this.items.filter((item) => item.reference !== window.reference && WORK_STATES[item.state].holdsGroup),
    ];
  }

  private context(item: WorkItem): WorkContext {
    const window = this.windows.find(({ reference }) => reference === item.reference);
    if (!window) throw new Error('there is no window');
    const { plan, announcedAt, startsAt, endsAt, startedAt, isOver, run } = window;
    const holder = this.items.find(
      (other) =>
        item.redundancyGroup !== undefined &&
        other.redundancyGroup === item.redundancyGroup &&
        other.resourceId !== item.resourceId &&
        WORK_STATES[other.state].holdsGroup,
    );
    return {
      ...{ now: this.now, plan, announcedAt, startsAt, endsAt, startedAt, isOver },
      halted: run.state === 'going' ? undefined : run.state,
      sameWork: this.items.filter((other) => other !== item && this.rules.isSame(item, other)),
      groupHeldBy: holder && { resourceId: holder.resourceId, state: holder.state },
    };
  }

  /** What is done stays done, and what a job is at its end frees the resource. */
  private checked(before: WorkItem, after: WorkItem): WorkItem {
    holds('done stays done', before.state !== 'done' || after.state === 'done', { before, after });
    if (before.state === 'running' && after.state !== 'running') {
      const job = this.started.get(claimKey(before));
      if (job) job.isOpen = false;
    }
    return after;
  }
}

function holds(rule: string, condition: boolean, shown: unknown): void {
  if (!condition) throw new Error(`${rule} does not hold: ${JSON.stringify(shown).slice(0, 1_000)}`);
}
