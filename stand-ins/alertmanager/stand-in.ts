import express from 'express';
import { faultyRoutes, type Asked, type FaultPlan, type Reply } from '../shared/faulty-routes';
import { createLateWrites } from '../shared/late-writes';
import { serveOnLoopback } from '../shared/loopback';
import { matches, Silences, type Silence } from './silences';

export interface AlertmanagerStandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** The bearer token that a proxy in front of it would want; none when left out. */
  readonly token?: string;
  /** UTC ms. */
  readonly clock?: () => number;
}

/** Labels, and since when it fires (UTC ms). */
export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly startsAt: number;
}

/** Alertmanager as tests read and change it. */
export interface AlertmanagerStandIn {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  faults: FaultPlan;
  /** Alerts that fire now, silenced or not. */
  alerts: readonly FiringAlert[];
  /** Silences that are in effect now. */
  active(): readonly Silence[];
  /** All it keeps, those that are over too. */
  silences(): readonly Silence[];
  /** Whether an alert with these labels is silent now. */
  isSilent(labels: Readonly<Record<string, string>>): boolean;
  /** What somebody does by hand: ends a silence, or posts one with the API's own fields. */
  expire(id: string): void;
  post(silence: object): Reply;
  /** Starts anew without what it kept. */
  forget(): void;
  reset(): void;
  close(): Promise<void>;
}

/** The part of Alertmanager's API v2 on loopback that silences need, refusing what a real one refuses. Rejects when the port is taken. */
export async function startAlertmanagerStandIn(options: AlertmanagerStandInOptions): Promise<AlertmanagerStandIn> {
  const late = createLateWrites(options.clock ?? Date.now);
  const silences = new Silences(late.clock);
  const open: Pick<AlertmanagerStandIn, 'faults' | 'alerts'> = { faults: () => undefined, alerts: [] };
  const active = () => {
    late.catchUp();
    return [...silences.all.values()].filter((one) => silences.stateOf(one) === 'active');
  };
  const isSilent = (labels: FiringAlert['labels']) =>
    active().some(({ matchers }) => matchers.every((one) => matches(one, labels[one.name] ?? '')));

  function answer({ method, path, query, body }: Asked): Reply {
    const [, id] = /^\/silence\/([0-9a-f-]{36})$/.exec(path) ?? [];
    if (method === 'GET' && path === '/status') {
      return { status: 200, body: { versionInfo: { version: '0.28.1' }, cluster: { status: 'disabled' } } };
    }
    if (method === 'GET' && path === '/silences') return silences.list();
    if (method === 'POST' && path === '/silences') return silences.post(body);
    if (method === 'DELETE' && id) return silences.remove(id);
    if (method === 'GET' && path === '/alerts') {
      const shown = open.alerts.filter(
        ({ labels }) => !('silenced' in query && query.silenced === 'false' && isSilent(labels)),
      );
      return {
        status: 200,
        body: shown.map(({ labels, startsAt }) => ({ labels, startsAt: new Date(startsAt).toISOString() })),
      };
    }
    return { status: 404, body: { code: 404, message: `path /api/v2${path} was not found` } };
  }

  const app = express();
  app.disable('x-powered-by');
  app.use('/api/v2', (request, response, next) => {
    if (options.token === undefined || request.headers.authorization === `Bearer ${options.token}`) next();
    else response.status(401).type('text/plain').send('Unauthorized');
  });
  app.use(
    '/api/v2',
    express.json({ limit: '5mb' }),
    faultyRoutes({ late, plan: (seen) => open.faults(seen), waitHeader: 'Retry-After', answer }),
  );
  const { origin, close } = await serveOnLoopback(app, options.port);

  return Object.assign(open, {
    url: origin,
    active,
    silences() {
      late.catchUp();
      return [...silences.all.values()];
    },
    isSilent,
    expire(id) {
      silences.remove(id);
    },
    post: (silence) => silences.post(silence),
    forget() {
      silences.all.clear();
    },
    reset() {
      late.reset();
      silences.all.clear();
      open.alerts = [];
    },
    close,
  } satisfies Omit<AlertmanagerStandIn, keyof typeof open>);
}
