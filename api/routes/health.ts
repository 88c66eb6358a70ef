import express, { type Router } from 'express';
import { sql } from 'kysely';
import type { Database } from '../../store/database';
import { methodNotAllowed, nameRoute } from '../router';
import type { Metrics } from '../metrics';
import type { WindowsClient } from '../windows-client';

/** How long the database may take to answer a probe, in ms. */
const PROBE_TIMEOUT = 2_000;

/**
 * For probes and scrapers, without a token: `/healthz` (the process is up), `/readyz` (database and Temporal answer; 503 says
 * which does not), `/metrics`.
 */
export function createHealthRoutes(deps: { db: Database; windows: WindowsClient; metrics: Metrics }): Router {
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
  router.get('/metrics', deps.metrics.expose);
  router.all(['/healthz', '/readyz', '/metrics'], methodNotAllowed(['get']));
  return router;
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
