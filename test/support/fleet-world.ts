import { caughtUp, grant, joinsCanary, type WorkAskedFor } from '../../domain/work/grant';
import type { WorkItem } from '../../domain/work/item';
import { locksInAt, type WorkPlan } from '../../domain/work/plan';
import { decideWork, evolveWork, newRun, type WorkInput, type WorkRun } from '../../domain/work/run';
import type { WorkEnd } from '../../domain/work/states';
import { transition, type WorkEvent } from '../../domain/work/transition';
import { SECOND } from '../../domain/shared/time';

/** The rules that a fleet is run by; a test can plant a bug in one. */
export interface FleetRules {
  readonly grant: typeof grant;
  readonly caughtUp: typeof caughtUp;
}

export const FLEET_RULES: FleetRules = { grant, caughtUp };

interface Job {
  readonly resourceId: string;
  readonly by: 'window' | 'platform';
  readonly begunAt: number;
  state: 'running' | WorkEnd;
  /** When it first ended; it may end otherwise later. */
  endedAt?: number;
}

/**
 * Hosts that ask by themselves, one window, and its runner, which hears late. What may not be is checked beside the rules, from the
 * jobs alone; breaking it throws with its name.
 */
export class FleetWorld {
  now = 0;
  startedAt: number | undefined;
  readonly jobs: Job[] = [];
  readonly refused = new Set<string>();
  granted = 0;
  /** As people have said it, on record at once. */
  private told: 'going' | 'paused' | 'aborted' = 'going';
  private readonly words: WorkInput[] = [];
  private run: WorkRun;
  private known = { begun: 0, ended: 0 };
  /** Kept beside the run: failures in a row that the runner has heard of, and whether they have stopped it. */
  private row = 0;
  private isStopped = false;

  constructor(
    readonly plan: WorkPlan,
    readonly items: WorkItem[],
    readonly times: { readonly startsAt: number; readonly endsAt: number },
    private readonly rules: FleetRules = FLEET_RULES,
  ) {
    this.run = newRun(plan);
  }

  advance(ms: number): void {
    this.now += ms;
    if (this.now >= this.times.startsAt) this.startedAt ??= this.times.startsAt;
  }

  /** `POST /v1/pre-reboot`: whether the answer was yes. */
  ask(place: number): boolean {
    const item = this.at(place);
    if (this.jobOf(item)?.state === 'running') return true;
    const answer = this.rules.grant(this.askedFor(item));
    if ('refusal' in answer) {
      this.refused.add(answer.refusal.code);
      return false;
    }
    this.check(item, answer.by);
    this.give(item, { type: 'claim', by: answer.by, who: '' });
    this.give(this.at(place), { type: 'begin' });
    this.jobs.push({ resourceId: item.resourceId, by: answer.by, begunAt: this.now, state: 'running' });
    this.granted += 1;
    return true;
  }

  /** `POST /v1/steady-state`, which is always answered yes. */
  steady(place: number): void {
    const item = this.at(place);
    const job = this.jobOf(item);
    if (job?.state === 'running' || job?.state === 'unknown') this.end(job, 'done');
  }

  /** A person reports that it went wrong. */
  fail(place: number): void {
    const job = this.jobOf(this.at(place));
    if (job?.state === 'running') this.end(job, 'failed');
  }

  /** The runner looks: people's words first, then the time-outs, then what has ended. */
  look(): void {
    if (this.startedAt === undefined) return;
    for (const word of this.words.splice(0)) this.hear(word);
    for (const job of this.jobs) {
      if (job.state === 'running' && this.now - job.begunAt >= this.plan.timeoutSeconds * SECOND)
        this.end(job, 'unknown');
    }
    this.run = caughtUp(this.run, this.plan, this.happened(), this.now);
    for (const { state } of this.unheard()) {
      this.row = state === 'done' ? 0 : this.row + 1;
      this.isStopped ||= this.row >= this.plan.stopAfterFailures;
    }
    this.known = { begun: this.ofWindow().length, ended: this.ended().length };
  }

  say(word: 'pause' | 'resume' | 'abort'): void {
    if (this.told === 'aborted') return;
    this.told = word === 'abort' ? 'aborted' : word === 'pause' ? 'paused' : 'going';
    this.words.push({ type: word, by: 'Ada', reason: 'a reason' });
  }

  decide(place: number, type: 'skip' | 'retry'): void {
    const item = this.at(place);
    const isOpen = item.state === 'failed' || item.state === 'unknown';
    if (isOpen) this.give(item, type === 'skip' ? { type, who: 'Ada' } : { type });
  }

  /** A host that exists no longer, or again. */
  rescope(place: number): void {
    const item = this.at(place);
    this.give(item, { type: item.state === 'due' ? 'leave' : 'join' });
  }

  private hear(word: WorkInput): void {
    const verdict = decideWork(this.run, this.plan, word, this.now);
    if ('refusal' in verdict) return;
    this.run = verdict.events.reduce(evolveWork, this.run);
    if (word.type !== 'resume') return;
    this.row = 0;
    this.isStopped = false;
  }

  private end(job: Job, state: WorkEnd): void {
    job.state = state;
    job.endedAt ??= this.now;
    const item = this.items.find(({ resourceId }) => resourceId === job.resourceId);
    if (item) this.give(item, { type: 'end', state });
  }

  private at(place: number): WorkItem {
    const item = this.items[place % this.items.length];
    if (!item) throw new Error('there is no host');
    return item;
  }

  private jobOf({ resourceId, state }: WorkItem): Job | undefined {
    const job = this.jobs.filter((one) => one.resourceId === resourceId).at(-1);
    return job?.state === state ? job : undefined;
  }

  private give(item: WorkItem, event: WorkEvent): void {
    const { item: next } = transition(item, event, this.askedFor(item).context) as { item?: WorkItem };
    if (next) this.items[this.items.indexOf(item)] = next;
  }

  private askedFor(item: WorkItem): WorkAskedFor {
    const { plan, times, now, startedAt } = this;
    const beside = this.besideOf(item)[0];
    return {
      item,
      context: {
        ...{ now, plan, announcedAt: SECOND, ...times, startedAt, isOver: false },
        halted: this.told === 'going' ? undefined : this.told,
        groupHeldBy: beside && { resourceId: beside.resourceId, state: beside.state },
      },
      run: this.rules.caughtUp(this.run, plan, this.happened(), now),
      underWay: this.jobs.filter(({ state }) => state === 'running').length,
    };
  }

  private happened() {
    const unheard = this.unheard();
    return {
      begun: this.ofWindow().length - this.known.begun,
      ends: unheard.map(({ state }) => state as WorkEnd),
      lastEndAt: unheard.at(-1)?.endedAt,
    };
  }

  private ofWindow = () => this.jobs.filter(({ by }) => by === 'window');
  private ended = () =>
    this.ofWindow()
      .filter(({ endedAt }) => endedAt !== undefined)
      .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  private unheard = () => this.ended().slice(this.known.ended);

  private besideOf({ resourceId, redundancyGroup }: WorkItem): WorkItem[] {
    if (redundancyGroup === undefined) return [];
    return this.items.filter(
      (other) =>
        other.redundancyGroup === redundancyGroup &&
        other.resourceId !== resourceId &&
        ['claimed', 'running', 'unknown', 'failed'].includes(other.state),
    );
  }

  /** What has to hold whenever a host is granted. */
  private check(item: WorkItem, by: 'window' | 'platform'): void {
    const { plan, times, now } = this;
    const open = this.jobs.filter(({ state }) => state === 'running');
    holds('none of a group beside another', this.besideOf(item).length === 0, { item });
    holds('a batch at most', open.length < plan.batch, { open });
    holds('due', item.state === 'due', { item });
    if (by === 'platform') {
      holds('self-service', plan.selfService && now >= SECOND && now < locksInAt(plan, times.startsAt), { now });
      return;
    }
    holds('in the window', this.startedAt !== undefined && now + plan.timeoutSeconds * SECOND <= times.endsAt, { now });
    holds('not once halted', this.told === 'going', { told: this.told });
    let row = this.row;
    let most = row;
    for (const { state } of this.unheard()) most = Math.max(most, (row = state === 'done' ? 0 : row + 1));
    holds('not once stopped', !this.isStopped && most < plan.stopAfterFailures, { row, most });
    const lastEnd = Math.max(-Infinity, ...this.ended().map(({ endedAt = 0 }) => endedAt));
    holds('the pause', now >= lastEnd + plan.pauseSeconds * SECOND, { now, lastEnd });
    if (!joinsCanary(newRun(plan))) return;
    const firstEnd = this.ended()[0]?.endedAt ?? Infinity;
    const first = this.ofWindow().filter(({ begunAt }) => begunAt < firstEnd);
    const isWatched = first.length > 0 && first.every(({ state }) => state !== 'running');
    holds('the first batch is small', isWatched || first.length < plan.canary, { first });
  }
}

function holds(rule: string, condition: boolean, shown: unknown): void {
  if (!condition) throw new Error(`${rule} does not hold: ${JSON.stringify(shown).slice(0, 1_000)}`);
}
