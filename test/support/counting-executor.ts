import type { Evidence, Executor, Observation, StartAnswer, WorkJob } from '../../activities/ports/executor';
import type { Chance } from './seeded';

interface Job {
  readonly resourceId: string;
  readonly group: string | undefined;
  /** How many more looks say that it is under way; a job that hangs has no last one. */
  looks: number;
  readonly outcome: 'done' | 'failed' | 'hangs';
  isOpen: boolean;
}

/**
 * An executor in memory that counts what it begins and notes what must not be: a second start of a job, and two of one redundancy
 * group at once. Whether a start arrives, is refused for now or loses its answer, how long it takes and how it ends is drawn.
 */
export class CountingExecutor implements Executor {
  readonly name = 'counting';
  readonly jobs = new Map<string, Job>();
  readonly broken: string[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly groupOf: (resourceId: string) => string | undefined,
  ) {}

  serves(): boolean {
    return true;
  }

  check(): Promise<[]> {
    return Promise.resolve([]);
  }

  start({ key, resource: { id } }: WorkJob): Promise<StartAnswer> {
    if (this.jobs.has(key)) this.broken.push(`${key} was asked for again`);
    if (this.chance.percent(10)) return answer({ accepted: false, reason: 'busy', retryable: true });
    if (this.chance.percent(5)) return answer({ accepted: 'in-doubt', reason: 'the request was lost' });
    this.begin(key, id);
    if (this.chance.percent(10)) return answer({ accepted: 'in-doubt', reason: 'the answer was lost' });
    return answer({ accepted: true, evidence: { asked: true } });
  }

  observe({ key }: WorkJob, evidence?: Evidence): Promise<Observation> {
    const job = this.jobs.get(key);
    if (!job) return Promise.resolve({ state: 'not-begun' });
    if (job.outcome === 'hangs') return Promise.resolve({ state: this.chance.percent(50) ? 'running' : 'unknown' });
    if (job.looks-- > 0) return Promise.resolve({ state: 'running', ...(evidence ? { evidence } : {}) });
    job.isOpen = false;
    return Promise.resolve({ state: job.outcome, evidence: { seen: true }, reason: job.outcome });
  }

  /** A person has looked at the resource: nothing is under way there. */
  lookedAt(resourceId: string): void {
    for (const job of this.jobs.values())
      if (job.resourceId === resourceId && job.outcome === 'hangs') job.isOpen = false;
  }

  /** How often the work on the resource was begun and came to this end. */
  count(resourceId: string, outcome: Job['outcome']): number {
    return [...this.jobs.values()].filter((job) => job.resourceId === resourceId && job.outcome === outcome).length;
  }

  private begin(key: string, resourceId: string): void {
    const group = this.groupOf(resourceId);
    for (const [other, job] of this.jobs) {
      const isBeside = job.resourceId === resourceId || (group !== undefined && job.group === group);
      if (job.isOpen && isBeside) this.broken.push(`${key} was begun beside ${other}`);
    }
    const outcome = this.chance.percent(80) ? 'done' : this.chance.pick(['failed', 'failed', 'hangs'] as const);
    this.jobs.set(key, { resourceId, group, looks: this.chance.between(0, 4), outcome, isOpen: true });
  }
}

const answer = (given: StartAnswer) => Promise.resolve(given);
