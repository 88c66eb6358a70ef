import express, { type RequestHandler, type Router } from 'express';
import { sql } from 'kysely';
import type { Database } from '../../../store/database/database';
import { KnownError } from '../../../domain/shared/errors';
import { authenticate, isBearer } from '../../http/auth';
import { methodNotAllowed, nameRoute } from '../../http/router';
import type { Metrics } from '../../http/metrics';
import { STAFF } from '../../../domain/shared/roles';
import type { WindowsClient } from '../../../temporal/windows-client';

/** How long the database may take to answer a probe, in ms. */
const PROBE_TIMEOUT = 2_000;

export interface HealthDependencies {
  readonly db: Database;
  readonly windows: WindowsClient;
  readonly metrics: Metrics;
  readonly metricsToken: string | undefined;
}

/**
 * For probes, without a token: `/healthz` (the process is up), `/readyz` (database and Temporal answer; 503 says which does not).
 * For scrapers `/metrics`, with the scraper's own token or one of staff: how many windows there are and how requests end is
 * nobody else's business.
 */
export function createHealthRoutes(deps: HealthDependencies): Router {
  const router = express.Router();
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    router.all(path, (_request, response, next) => {
      nameRoute(response, path);
      response.set('Cache-Control', 'no-store');
      next();
    });
  }
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'up' });
  });
  router.get('/readyz', async (_request, response) => {
    const [database, temporal] = await Promise.all([databaseAnswers(deps.db), deps.windows.isReachable()]);
    const ready = database && temporal;
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      database: database ? 'reachable' : 'unreachable',
      temporal: temporal ? 'reachable' : 'unreachable',
    });
  });
  router.get('/metrics', mayScrape(deps), deps.metrics.expose);
  router.all(['/healthz', '/readyz', '/metrics'], methodNotAllowed(['get']));
  return router;
}

/** The scraper's own token is good without the database, so that the figures of an outage are not lost. */
function mayScrape({ db, metricsToken }: HealthDependencies): RequestHandler {
  return async (request, _response, next) => {
    const header = request.headers.authorization;
    if (metricsToken !== undefined && isBearer(header, metricsToken)) {
      next();
      return;
    }
    const { role } = await authenticate(db, header);
    if (!STAFF.includes(role)) {
      throw new KnownError(
        'not-permitted',
        'The metrics are for staff: ask for FOREWARN_METRICS_TOKEN or a token of staff.',
      );
    }
    next();
  };
}

async function databaseAnswers(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_TIMEOUT);
  });
  const answered = sql`select 1`.execute(db).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
