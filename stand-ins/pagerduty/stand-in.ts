import express from 'express';
import { faultyRoutes, type Asked, type FaultPlan, type Reply } from '../shared/faulty-routes';
import { createLateWrites } from '../shared/late-writes';
import { serveOnLoopback } from '../shared/loopback';
import { MaintenanceWindows, type MaintenanceWindow } from './maintenance-windows';

export interface PagerDutyStandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** The API key that is accepted. */
  readonly token: string;
  /** The users' addresses. */
  readonly users: readonly string[];
  /** The services' ids. */
  readonly services: readonly string[];
  /** UTC ms. */
  readonly clock?: () => number;
}

/** PagerDuty as tests read and change it. */
export interface PagerDutyStandIn {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  faults: FaultPlan;
  /** Maintenance windows that are on now. */
  ongoing(): readonly MaintenanceWindow[];
  windows(): readonly MaintenanceWindow[];
  /** What somebody does by hand. */
  end(id: string): void;
  forget(): void;
  reset(): void;
  close(): Promise<void>;
}

/**
 * The part of PagerDuty's REST API v2 on loopback that maintenance windows need, as its reference describes it; it refuses what the
 * reference says. It has not been compared with a real account. Rejects when the port is taken.
 */
export async function startPagerDutyStandIn(options: PagerDutyStandInOptions): Promise<PagerDutyStandIn> {
  const { port, token, users, services, clock = Date.now } = options;
  const late = createLateWrites(clock);
  const windows = new MaintenanceWindows(late.clock, services);
  const open: Pick<PagerDutyStandIn, 'faults'> = { faults: () => undefined };

  function answer({ method, path, query, body }: Asked): Reply {
    const [, id] = /^\/maintenance_windows\/([A-Z0-9]+)$/.exec(path) ?? [];
    const page = { limit: figure(query.limit, 25), offset: figure(query.offset, 0) };
    if (method === 'GET' && path === '/maintenance_windows')
      return windows.list(typeof query.filter === 'string' ? query.filter : 'all', page);
    if (method === 'POST' && path === '/maintenance_windows') return windows.create(body);
    if (method === 'PUT' && id) return windows.update(id, body);
    if (method === 'DELETE' && id) return windows.remove(id);
    if (method === 'GET' && path === '/services') return windows.listServices(page);
    return { status: 404, body: { error: { message: 'Not Found', code: 2100 } } };
  }

  const app = express();
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    const { authorization, from } = request.headers;
    if (authorization !== `Token token=${token}`) response.status(401).end();
    else if (request.method !== 'GET' && !users.includes(from ?? '')) {
      const errors = ['You must specify a valid user in the From header'];
      response.status(400).json({ error: { message: 'Invalid Input Provided', code: 2001, errors } });
    } else next();
  });
  app.use(
    express.json({ limit: '1mb' }),
    faultyRoutes({ late, plan: (seen) => open.faults(seen), waitHeader: 'ratelimit-reset', answer }),
  );
  const { origin, close } = await serveOnLoopback(app, port);
  return Object.assign(open, {
    url: origin,
    ongoing() {
      late.catchUp();
      return windows.all().filter((one) => windows.stateOf(one) === 'ongoing');
    },
    windows() {
      late.catchUp();
      return windows.all();
    },
    end(id) {
      windows.remove(id);
    },
    forget() {
      windows.clear();
    },
    reset() {
      late.reset();
      windows.clear();
    },
    close,
  } satisfies Omit<PagerDutyStandIn, keyof typeof open>);
}

function figure(text: unknown, usual: number): number {
  const value = Number(text ?? usual);
  return Number.isInteger(value) && value >= 0 ? value : usual;
}
