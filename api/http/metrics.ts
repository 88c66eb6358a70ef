import type { RequestHandler } from 'express';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { addPresentFigures, addReady, type PresentSources } from '../../composition/metrics/present';
import { readSeldom } from '../../composition/metrics/seldom';
import { PHASES } from '../../domain/window/types';
import { WORK_ENDS } from '../../domain/work/states';
import { countEndingTokens } from '../../store/access/token-use';
import { routeName } from './router';
import { lastRuns } from '../../store/retention/runs';
import { workFigures, type WorkFigure } from '../../store/work/figures';
import type { Database } from '../../store/database/database';
import { DELIVERY_STATES } from '../../store/database/tables/notices';

export interface Metrics {
  /** Times every request by method, route template and status; never by path, which would name windows and tenants (T4). */
  readonly observe: RequestHandler;
  /** Answers the scrape. */
  readonly expose: RequestHandler;
}

/** Counting the ledger reads all of it, so however often it is scraped it is counted this seldom (ms). */
const COUNT_EVERY = 10_000;

/** The process's and the product's figures in Prometheus' text format: how things stand now, and what there is in all. */
export function createMetrics(sources: PresentSources & { readonly isReady: () => Promise<boolean> }): Metrics {
  const { db, isReady, clock } = sources;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'forewarn_http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const count = countedSeldom(db, clock);
  new Gauge({
    name: 'forewarn_windows',
    help: 'Maintenance windows by phase',
    labelNames: ['phase'],
    registers: [registry],
    async collect() {
      this.reset();
      const counted = await count();
      for (const phase of counted ? PHASES : []) this.set({ phase }, counted?.windows.get(phase) ?? 0);
    },
  });
  new Gauge({
    name: 'forewarn_deliveries',
    help: 'Deliveries in the ledger by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      this.reset();
      const counted = await count();
      for (const state of counted ? DELIVERY_STATES : []) this.set({ state }, counted?.deliveries.get(state) ?? 0);
    },
  });
  addPresentFigures(registry, sources);
  addReady(registry, 'api', isReady);
  addRetention(registry, count);
  addWork(registry, count);
  new Gauge({
    name: 'forewarn_uncertain_sends',
    help: 'Mails sent whose outcome nobody knows; each may have arrived',
    registers: [registry],
    async collect() {
      this.reset();
      const counted = await count();
      if (counted) this.set(counted.uncertainSends);
      else this.remove();
    },
  });
  new Gauge({
    name: 'forewarn_tokens_ending',
    help: 'API tokens in force that end within two weeks',
    registers: [registry],
    async collect() {
      const counted = await count();
      if (counted) this.set(counted.endingTokens);
      else this.remove();
    },
  });
  return {
    observe(request, response, next) {
      const stop = durations.startTimer();
      response.once('finish', () => {
        stop({ method: methodName(request.method), route: routeName(response), status: response.statusCode });
      });
      next();
    },
    async expose(_request, response) {
      response.set('Content-Type', registry.contentType).send(await registry.metrics());
    },
  };
}

/** What the retention removed (T6). */
function addRetention(registry: Registry, count: () => Promise<Counted | undefined>): void {
  new Gauge({
    name: 'forewarn_retention_removed',
    help: 'Rows the last run of the retention removed or made anonymous, by kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { kind, removed } of (await count())?.retention ?? []) this.set({ kind }, removed);
    },
  });
  new Gauge({
    name: 'forewarn_retention_ran_timestamp_seconds',
    help: 'When the retention last saw to a kind',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const { kind, ranAt } of (await count())?.retention ?? []) this.set({ kind }, ranAt / 1_000);
    },
  });
}

/** What executors were asked for (S2, S3, S7). */
function addWork(registry: Registry, count: () => Promise<Counted | undefined>): void {
  const gauge = (name: string, help: string, of: (figure: WorkFigure) => number, states?: readonly string[]) =>
    new Gauge({
      ...{ name, help, labelNames: ['executor', 'state'], registers: [registry] },
      async collect() {
        this.reset();
        for (const figure of (await count())?.work ?? []) {
          const { executor, state } = figure;
          if (states === undefined || states.includes(state)) this.set({ executor, state }, of(figure));
        }
      },
    });
  gauge('forewarn_work', 'Claims of work on resources by executor and state', (figure) => figure.count);
  const help = 'Time from the recorded start of work on a resource to its end';
  gauge('forewarn_work_duration_seconds_sum', `${help}, in all`, ({ seconds }) => seconds, WORK_ENDS);
  gauge('forewarn_work_duration_seconds_count', `${help}: how many`, (figure) => figure.count, WORK_ENDS);
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PUT', 'PATCH']);

/** Clients may invent methods; each would be a time series for ever. */
function methodName(method: string): string {
  return METHODS.has(method) ? method : 'other';
}

interface Counted {
  readonly windows: ReadonlyMap<string, number>;
  readonly retention: Awaited<ReturnType<typeof lastRuns>>;
  readonly deliveries: ReadonlyMap<string, number>;
  /** A delivery sent once more after the first is accepted in the end, so its state does not tell. */
  readonly uncertainSends: number;
  readonly endingTokens: number;
  readonly work: readonly WorkFigure[];
}

/** The counts, or undefined while the database cannot be asked. */
function countedSeldom(db: Database, clock: () => number): () => Promise<Counted | undefined> {
  const count = async (): Promise<Counted> => {
    const [windows, deliveries, retention, endingTokens, work] = await Promise.all([
      countBy(db, 'windows', 'phase'),
      countDeliveries(db),
      lastRuns(db),
      countEndingTokens(db),
      workFigures(db),
    ]);
    return { windows, retention, endingTokens, work, ...deliveries };
  };
  return readSeldom(count, { everyMs: COUNT_EVERY, clock });
}

async function countDeliveries(db: Database): Promise<Pick<Counted, 'deliveries' | 'uncertainSends'>> {
  const { rows } = await sql<{ state: string; count: number; uncertainSends: number }>`
    select state, count(*) as count, sum(uncertain_sends) as "uncertainSends" from deliveries group by 1
  `.execute(db);
  return {
    deliveries: new Map(rows.map(({ state, count }) => [state, count])),
    uncertainSends: rows.reduce((sum, row) => sum + row.uncertainSends, 0),
  };
}

async function countBy(db: Database, table: string, column: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; count: number }>`
    select ${sql.ref(column)} as name, count(*) as count from ${sql.table(table)} group by 1
  `.execute(db);
  return new Map(rows.map(({ name, count }) => [name, count]));
}
