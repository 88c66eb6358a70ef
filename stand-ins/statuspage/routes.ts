import express, { type Express, type Response } from 'express';
import { breakOff } from '../shared/faults';
import type { LateWrites } from '../shared/late-writes';
import { summaryAnswer } from './answers';
import type { Fault, FaultPlan } from './faults';
import type { Gate } from './gate';
import type { Reply, Request } from './manage-api';
import type { Switches } from './model';
import { overview } from './overview';
import type { PageState } from './page-state';

export interface RouteOptions {
  readonly page: string;
  /** The API key that is accepted. */
  readonly key: string;
  readonly state: PageState;
  readonly api: (request: Request) => Reply;
  readonly gate: Gate;
  readonly late: LateWrites;
  readonly faults: FaultPlan;
  readonly switches: () => Switches;
  /** Runs before the page is shown or changed. */
  readonly catchUp: () => void;
  /** Keeps the page; runs before each answer. */
  readonly keep: () => void;
}

/** The overview, the public Status API's summary, and the Manage API under `/v1`. */
export function createRoutes(options: RouteOptions): Express {
  const { page, key, state, api, gate, late, faults, switches, catchUp, keep } = options;
  const app = express();
  app.disable('x-powered-by');
  app.get('/', (_request, response) => {
    catchUp();
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.type('html').send(overview(page, state));
  });
  app.get('/api/v2/summary.json', (_request, response) => {
    catchUp();
    response.json(summaryAnswer({ page, state, offsetHours: switches().offsetHours }));
  });
  app.use('/v1', express.json({ limit: '1mb' }), express.urlencoded({ extended: true }), (request, response) => {
    if (request.headers.authorization !== `OAuth ${key}` && request.query.api_key !== key) {
      response.status(401).json({ error: 'Could not authenticate' });
      return;
    }
    catchUp();
    const path = request.path.replace(/\.json$/, '');
    const { method, query } = request;
    const body: unknown = request.body;
    const refused = gate.pass();
    if (refused) {
      limit(response, refused.status, refused.retryAfter);
      return;
    }
    const apply = () => {
      const answer = api({ method, path, query, body });
      keep();
      return answer;
    };
    const fault = faults({ method, path });
    if (fault) {
      late.fault(fault, apply);
      goWrong(fault, response);
    } else reply(response, apply());
  });
  return app;
}

function goWrong(fault: Fault, response: Response): void {
  switch (fault) {
    case 'error-before':
    case 'error-after':
      response.status(500).json({ error: 'Internal server error' });
      return;
    case 'limit-420':
      return limit(response, 420, undefined);
    case 'limit-429':
      return limit(response, 429, 7);
    default:
      return breakOff(fault, response);
  }
}

function reply(response: Response, { status, body }: Reply): void {
  if (body === undefined) response.status(status).end();
  else response.status(status).json(body);
}

function limit(response: Response, status: 420 | 429, retryAfter: number | undefined): void {
  if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter));
  response.status(status).json({ error: 'Too many requests' });
}
