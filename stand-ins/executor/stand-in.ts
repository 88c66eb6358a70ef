import express from 'express';
import type { KeptState } from '../shared/kept-state';
import { createLateWrites } from '../shared/late-writes';
import { serveOnLoopback } from '../shared/loopback';
import { onlyLoopbackNames } from '../shared/loopback-names';
import { createApiRoutes } from './api-routes';
import type { Course, Fault, FaultPlan } from './courses';
import { createJobs, type Kept, type KnownResource, type Restart } from './jobs';
import { createPageRoutes } from './page-routes';

export interface ExecutorStandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** `whsec_…`, which jobs are signed with. */
  readonly secret: string;
  /** What it can restart; everything when left out. */
  readonly resources?: readonly KnownResource[] | undefined;
  /** How long a restart takes (ms), shortest and longest. */
  readonly restartMs?: readonly [number, number];
  /** So late is a `slow` answer (ms). */
  readonly slowMs?: number;
  /** UTC ms. Restarts follow it; signatures are compared with the machine's own. */
  readonly clock?: () => number;
  /** Keeps restarts and memory; in memory only when left out. */
  readonly kept?: KeptState<Kept>;
}

/** The executor as tests read and change it. */
export interface ExecutorStandIn {
  /** `http://127.0.0.1:port/jobs`, for the executor's `url`. */
  readonly url: string;
  /** The page to look at: `http://127.0.0.1:port/` */
  readonly pageUrl: string;
  faults: FaultPlan;
  /** How the next restart of a resource goes. */
  readonly courses: Map<string, Course>;
  /** What has really happened, remembered or not. */
  readonly restarts: readonly Restart[];
  startsOf(key: string): number;
  /** A hanging restart comes to an end. */
  release(resource: string): void;
  /** Loses the memory of all jobs; what was restarted has been restarted. */
  forget(): void;
  reset(): void;
  close(): Promise<void>;
}

const RESTART_MS = [2_000, 6_000] as const;
const SLOW_MS = 3_000;

/**
 * A small automation on loopback that speaks the contract of HTTP executors: restarts take seconds, it can be made to fail, and its
 * page shows each one. Rejects when the port is taken.
 */
export async function startExecutorStandIn(options: ExecutorStandInOptions): Promise<ExecutorStandIn> {
  const { port, secret, resources, restartMs = RESTART_MS, slowMs = SLOW_MS, clock = Date.now, kept } = options;
  const late = createLateWrites(clock);
  const courses = new Map<string, Course>();
  /** Set on the page, for one request each. */
  const planned = new Map<string, Fault>();
  const jobs = createJobs({
    ...{ resources, restartMs, clock: late.clock, saved: kept?.saved },
    courseOf(resource) {
      const course = courses.get(resource) ?? 'works';
      courses.delete(resource);
      return course;
    },
  });
  const keep = () => kept?.save(jobs.toKeep());
  const open: Pick<ExecutorStandIn, 'faults' | 'restarts'> = {
    faults: () => undefined,
    get restarts() {
      late.catchUp();
      return jobs.restarts;
    },
  };
  const faults: FaultPlan = (request, resource) => {
    const fault = request === 'start' ? planned.get(resource) : undefined;
    if (fault) planned.delete(resource);
    return fault ?? open.faults(request, resource);
  };

  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLoopbackNames);
  app.use(createApiRoutes({ jobs, late, secret, faults, slowMs, keep }));
  app.use(createPageRoutes({ jobs, courses, planned, catchUp: late.catchUp, keep }));
  const server = await serveOnLoopback(app, port);

  return Object.assign(open, {
    url: `${server.origin}/jobs`,
    pageUrl: `${server.origin}/`,
    courses,
    startsOf(key) {
      late.catchUp();
      return jobs.startsOf(key);
    },
    release: (resource) => jobs.release(resource),
    forget: () => jobs.forget(),
    reset() {
      late.reset();
      courses.clear();
      planned.clear();
      jobs.reset();
    },
    close: server.close,
  } satisfies Omit<ExecutorStandIn, keyof typeof open>);
}
