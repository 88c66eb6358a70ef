import express, { type Router } from 'express';
import { COURSES, FAULTS, type Course, type Fault } from './courses';
import type { Jobs } from './jobs';
import { executorPage } from './page';

export interface PageOptions {
  readonly jobs: Jobs;
  readonly courses: Map<string, Course>;
  readonly planned: Map<string, Fault>;
  /** Runs before restarts are shown. */
  readonly catchUp: () => void;
  readonly keep: () => void;
}

/** The page at `/` with each restart, and the forms on it. */
export function createPageRoutes({ jobs, courses, planned, catchUp, keep }: PageOptions): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    catchUp();
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    response.type('html').send(executorPage(jobs, { courses, faults: planned }));
  });

  const form = express.urlencoded({ extended: false, limit: '10kb' });
  router.post(['/plan', '/release', '/forget'], form, (request, response) => {
    // another site's page must not press buttons here
    if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host ?? ''}`) {
      response.status(403).send('from this page only');
      return;
    }
    const { resource = '', outcome = '' } = (request.body ?? {}) as Partial<Record<string, string>>;
    if (request.path === '/forget') jobs.forget();
    else if (request.path === '/release') jobs.release(resource);
    else plan(resource, outcome);
    keep();
    response.redirect(303, '/');
  });

  function plan(resource: string, outcome: string): void {
    courses.delete(resource);
    planned.delete(resource);
    const course = COURSES.find((one) => one === outcome);
    const fault = FAULTS.find((one) => one === outcome);
    if (course !== undefined && course !== 'works') courses.set(resource, course);
    if (fault !== undefined) planned.set(resource, fault);
  }
  return router;
}
