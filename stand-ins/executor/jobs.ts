import type { Course } from './courses';

export interface KnownResource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** A restart that has happened, whether it is remembered or not. */
export interface Restart {
  readonly key: string;
  readonly resource: KnownResource;
  /** Of the window. */
  readonly reference: string;
  /** UTC ms. */
  readonly startedAt: number;
  /** UTC ms; null for one that hangs. */
  readonly endsAt: number | null;
  readonly course: Course;
}

/** What is kept over a restart of the stand-in itself. */
export interface Kept {
  readonly restarts: readonly Restart[];
  /** Its memory: jobs as they were posted, by key. */
  readonly jobs: Readonly<Record<string, string>>;
  readonly remembersSince: number;
}

export type JobState = 'running' | 'done' | 'failed';

export interface JobsOptions {
  /** undefined: it knows every resource. */
  readonly resources: readonly KnownResource[] | undefined;
  /** How long a restart takes (ms), shortest and longest. */
  readonly restartMs: readonly [number, number];
  /** UTC ms. */
  readonly clock: () => number;
  readonly courseOf: (resource: string) => Course;
  readonly saved?: Kept | undefined;
}

export type Taken =
  { readonly status: 202; readonly restart: Restart } | { readonly status: 422 | 503; readonly reason: string };

/** The restarts it has made, and what it remembers of them: `forget` loses the memory, while the restarts have happened. */
export function createJobs({ resources, restartMs: [shortest, longest], clock, courseOf, saved }: JobsOptions) {
  let restarts: Restart[] = [...(saved?.restarts ?? [])];
  const jobs = new Map(Object.entries(saved?.jobs ?? {}));
  let remembersSince = saved?.remembersSince ?? clock();

  const last = (key: string) => restarts.findLast((restart) => restart.key === key);
  const stateOf = ({ endsAt, course }: Restart): JobState => {
    if (endsAt === null || clock() < endsAt) return 'running';
    return course === 'fails' ? 'failed' : 'done';
  };

  return {
    get restarts(): readonly Restart[] {
      return restarts;
    },
    get remembersSince() {
      return remembersSince;
    },
    stateOf,
    /** Begins the restart unless the key is known; `posted` is the job's text, which must be the same each time. */
    take(key: string, posted: string, wanted: KnownResource, reference: string): Taken {
      const before = jobs.get(key);
      const known = last(key);
      if (before !== undefined && known) {
        if (before === posted) return { status: 202, restart: known };
        return { status: 422, reason: 'the key was used before for another job' };
      }
      if (resources && !resources.some(({ id, kind }) => id === wanted.id && kind === wanted.kind)) {
        return { status: 422, reason: `there is no ${wanted.kind} ${wanted.id} here` };
      }
      // one with the same key is a double start, which is counted and not prevented
      const other = restarts.find(
        (one) => one.resource.id === wanted.id && one.key !== key && stateOf(one) === 'running',
      );
      if (other) return { status: 503, reason: `${wanted.name} is being restarted for ${other.reference} already` };
      const course = courseOf(wanted.id);
      const startedAt = clock();
      const endsAt = course === 'hangs' ? null : startedAt + shortest + Math.random() * (longest - shortest);
      const restart: Restart = { key, resource: wanted, reference, startedAt, endsAt, course };
      jobs.set(key, posted);
      restarts.push(restart);
      return { status: 202, restart };
    },
    /** The job as it is remembered; undefined when it is not. */
    find: (key: string): Restart | undefined => (jobs.has(key) ? last(key) : undefined),
    startsOf: (key: string): number => restarts.filter((restart) => restart.key === key).length,
    /** A hanging restart comes to an end. */
    release(resource: string): void {
      restarts = restarts.map((one) =>
        one.resource.id === resource && one.endsAt === null ? { ...one, endsAt: clock() } : one,
      );
    },
    forget(): void {
      jobs.clear();
      remembersSince = clock();
    },
    /** As if it had just been set up. */
    reset(): void {
      restarts = [];
      jobs.clear();
      remembersSince = 0;
    },
    toKeep: (): Kept => ({ restarts, jobs: Object.fromEntries(jobs), remembersSince }),
  };
}
export type Jobs = ReturnType<typeof createJobs>;
