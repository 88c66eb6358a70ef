import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { breakOff } from '../shared/faults';
import type { LateWrites } from '../shared/late-writes';
import type { Fault, FaultPlan } from './courses';
import type { Jobs } from './jobs';

export interface ApiOptions {
  readonly jobs: Jobs;
  readonly late: LateWrites;
  readonly secret: string;
  readonly faults: FaultPlan;
  /** So late is a `slow` answer (ms). */
  readonly slowMs: number;
  /** Runs before each answer. */
  readonly keep: () => void;
}

const jobSchema = z.object({
  type: z.literal('work.start'),
  data: z.object({
    key: z.string().regex(/^[A-Za-z0-9._-]{1,200}$/),
    reference: z.string().min(1).max(100),
    action: z.literal('restart'),
    resource: z.object({ id: z.string().min(1), name: z.string().min(1), kind: z.string().min(1) }),
    timeout_seconds: z.int().positive(),
    asked_at: z.iso.datetime(),
    report_url: z.url(),
  }),
});

/** The contract of docs/executors.md: `POST /jobs` takes a job, `GET /jobs/<key>` says where it stands; both are signed. */
export function createApiRoutes(options: ApiOptions): Router {
  const { jobs, late, secret, faults, keep, slowMs } = options;
  const router = express.Router();
  router.use('/jobs', express.raw({ type: () => true, limit: '64kb' }), signed(secret));

  router.post('/jobs', (request, response) => {
    const parsed = jobSchema.safeParse(jsonOf(request));
    if (!parsed.success) {
      response.status(400).json({ reason: 'this is no job (docs/executors.md)' });
      return;
    }
    const { key, resource, reference } = parsed.data.data;
    if (request.headers['idempotency-key'] !== key || request.headers['webhook-id'] !== key) {
      response.status(400).json({ reason: 'Idempotency-Key, webhook-id and the key of the job differ' });
      return;
    }
    late.catchUp();
    const apply = () => {
      const taken = jobs.take(key, JSON.stringify(parsed.data.data), resource, reference);
      keep();
      return taken;
    };
    const answer = () => {
      const taken = apply();
      if (taken.status === 202)
        response
          .status(202)
          .location(`/jobs/${key}`)
          .json({ status_url: `/jobs/${key}` });
      else response.status(taken.status).json({ reason: taken.reason });
    };
    respond(faults('start', resource.id), { response, late, apply, answer, slowMs });
  });

  router.get('/jobs/:key', (request: Request<{ key: string }>, response) => {
    late.catchUp();
    const { key } = request.params;
    if (request.headers['webhook-id'] !== key) {
      response.status(400).json({ reason: 'webhook-id is not the key that is asked for' });
      return;
    }
    const restart = jobs.find(key);
    const answer = () => response.json(stateIn(jobs, key));
    respond(restart && faults('status', restart.resource.id), {
      response,
      late,
      apply: () => undefined,
      answer,
      slowMs,
    });
  });
  return router;
}

function stateIn(jobs: Jobs, key: string): object {
  const restart = jobs.find(key);
  const remembers_since = new Date(jobs.remembersSince).toISOString();
  if (!restart) return { state: 'not-begun', remembers_since };
  const state = jobs.stateOf(restart);
  const { name } = restart.resource;
  return {
    ...{ state, remembers_since },
    evidence: { startedAt: new Date(restart.startedAt).toISOString(), host: 'demo' },
    ...(state === 'failed' ? { reason: `${name} did not come back: exit code 1` } : {}),
  };
}

/** Refuses what is not signed with the secret, or was signed more than five minutes ago. */
function signed(secret: string): RequestHandler {
  return (request, response, next) => {
    try {
      new Webhook(secret).verify(bodyOf(request), request.headers as Record<string, string>);
      next();
    } catch (error) {
      response.status(401).json({ reason: error instanceof Error ? error.message : 'not signed' });
    }
  };
}

interface Responding {
  readonly response: Response;
  readonly late: LateWrites;
  readonly apply: () => unknown;
  readonly answer: () => void;
  readonly slowMs: number;
}

function respond(fault: Fault | undefined, { response, late, apply, answer, slowMs }: Responding): void {
  switch (fault) {
    case undefined:
      answer();
      return;
    case 'slow':
      setTimeout(answer, slowMs).unref();
      return;
    case 'busy':
      response.status(503).set('Retry-After', '5').json({ reason: 'too much to do' });
      return;
    case 'error-before':
    case 'error-after':
      late.fault(fault, apply);
      response.status(500).send('<h1>Internal Server Error</h1>');
      return;
    default:
      late.fault(fault, apply);
      breakOff(fault, response);
  }
}

function bodyOf(request: Request): string {
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body.toString('utf8') : '';
}

function jsonOf(request: Request): unknown {
  try {
    return JSON.parse(bodyOf(request)) as unknown;
  } catch {
    return undefined;
  }
}
