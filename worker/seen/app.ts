import express, { type Express, type RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { oneAtATime } from '../../composition/metrics/one-at-a-time';
import { addPresentFigures, addReady, type PresentSources } from '../../composition/metrics/present';
import { isBearer } from '../../store/access/bearer';
import { readinessOf, type ReadinessSources } from './readiness';

export interface SeenSources extends ReadinessSources, PresentSources {
  /** What the SDK says, in Prometheus' text format. */
  readonly sdkMetrics: () => Promise<string>;
  /** A scraper sends it; without one only this machine may read the metrics. */
  readonly metricsToken: string | undefined;
}

/**
 * How a worker process is (O3): `/healthz`, the process is up; `/readyz`, it can do its work, 503 with what is not well; `/metrics`
 * for Prometheus: the process, the SDK, and how things stand now.
 */
export function createSeenApp(sources: SeenSources): Express {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addPresentFigures(registry, sources);
  const look = oneAtATime(() => readinessOf(sources));
  addReady(registry, 'worker', async () => (await look()).status === 'ready');
  addPolling(registry, sources);
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'up' });
  });
  app.get('/readyz', async (_request, response) => {
    const readiness = await look();
    response.status(readiness.status === 'ready' ? 200 : 503).json(readiness);
  });
  app.get('/metrics', mayScrape(sources), async (_request, response) => {
    const [ours, sdk] = await Promise.all([registry.metrics(), sources.sdkMetrics()]);
    response.set('Content-Type', registry.contentType).send(sdk === '' ? ours : `${ours.trimEnd()}\n${sdk}`);
  });
  app.use((_request, response) => {
    response.status(404).json({ detail: 'Here are /healthz, /readyz and /metrics.' });
  });
  return app;
}

/** Whether this process polls its task queues. */
function addPolling(registry: Registry, { workers }: Pick<SeenSources, 'workers'>): void {
  new Gauge({
    name: 'forewarn_worker_polling',
    help: 'Whether this process polls the task queue: 1 or 0',
    labelNames: ['queue'],
    registers: [registry],
    collect() {
      for (const worker of workers) {
        this.set({ queue: worker.options.taskQueue }, worker.getState() === 'RUNNING' ? 1 : 0);
      }
    },
  });
}

const LOOPBACK = /^(?:::1|(?:::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** How much waits and how much bounces is nobody else's business. */
function mayScrape({ metricsToken }: Pick<SeenSources, 'metricsToken'>): RequestHandler {
  return (request, response, next) => {
    const may =
      metricsToken === undefined
        ? LOOPBACK.test(request.socket.remoteAddress ?? '')
        : isBearer(request.headers.authorization, metricsToken);
    if (may) {
      next();
      return;
    }
    response.status(401).set('WWW-Authenticate', 'Bearer').json({
      detail: 'Send FOREWARN_METRICS_TOKEN as a Bearer token; without one set, only this machine is answered.',
    });
  };
}
