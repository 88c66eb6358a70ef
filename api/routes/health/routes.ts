import express, { type RequestHandler, type Router } from 'express';
import type { Database } from '../../../store/database/database';
import { KnownError } from '../../../domain/shared/errors';
import { isBearer } from '../../../store/access/bearer';
import { databaseAnswers } from '../../../store/database/probes';
import { authenticate } from '../../http/auth';
import { methodNotAllowed, nameRoute } from '../../http/router';
import type { Metrics } from '../../http/metrics';
import { STAFF } from '../../../domain/shared/roles';
import type { WindowsClient } from '../../../temporal/windows-client';

export interface HealthDependencies {
  readonly db: Database;
  /** See readinessOf; two hundred probes at once are one look. */
  readonly readiness: () => ReturnType<typeof readinessOf>;
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
    const { database, temporal, ready } = await deps.readiness();
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

/** Whether the API can do its work: database and Temporal answer. */
export async function readinessOf({ db, windows }: { readonly db: Database; readonly windows: WindowsClient }) {
  const [database, temporal] = await Promise.all([databaseAnswers(db), windows.isReachable()]);
  return { database, temporal, ready: database && temporal };
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
