import express, { type Response } from 'express';
import { serveOnLoopback } from '../shared/loopback';
import { breakOff } from '../shared/faults';
import { createLateWrites } from '../shared/late-writes';
import { summaryAnswer } from './answers';
import type { Fault, FaultPlan } from './faults';
import type { KeptState } from '../shared/kept-state';
import { createGate } from './gate';
import { createManageApi, type Reply } from './manage-api';
import { USUAL, type StoredComponent, type StoredIncident, type SentNotice, type Switches } from './model';
import { overview } from './overview';
import { createPageState } from './page-state';
import type { Fields } from './refusals';

export interface StatuspageStandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** The API key that is accepted. */
  readonly key: string;
  /** The page's id. */
  readonly page: string;
  /** By id; a group when so said. */
  readonly components?: readonly { readonly id: string; readonly name: string; readonly group?: boolean }[];
  readonly switches?: Partial<Switches>;
  /** UTC ms. */
  readonly clock?: () => number;
  /** Keeps the page; in memory only when left out. */
  readonly kept?: KeptState<KeptPage>;
}

/** What of a page outlives the process. */
export interface KeptPage {
  readonly incidents: readonly StoredIncident[];
  readonly notices: readonly SentNotice[];
  readonly components: readonly StoredComponent[];
}

/** The page as a test, or a person, looks at it and meddles with it. */
export interface StatuspageStandIn {
  /** `http://127.0.0.1:port/v1` */
  readonly url: string;
  /** The page to look at: `http://127.0.0.1:port/` */
  readonly overviewUrl: string;
  switches: Switches;
  faults: FaultPlan;
  /** When requests with a good key came (UTC ms), refused ones too. */
  readonly arrivals: readonly number[];
  readonly notices: readonly SentNotice[];
  incidents(): readonly StoredIncident[];
  /** Each component's status by its id. */
  statuses(): Record<string, string>;
  setStatus(component: string, status: string): void;
  /** An edit by hand, with the API's own fields. */
  edit(id: string, fields: Fields): void;
  /** A deletion by hand. */
  remove(id: string): void;
  /** Removes all entries and notices and makes every component operational. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Atlassian Statuspage on loopback, as its documents and captured answers describe it: the Manage API of one page, which refuses
 * what the real one refuses, and an overview at `/`. What is not documented is a switch. Rejects when the port is taken.
 */
export async function startStatuspageStandIn(options: StatuspageStandInOptions): Promise<StatuspageStandIn> {
  const { port, key, page, components = [], clock: wallClock = Date.now, kept } = options;
  const late = createLateWrites(wallClock);
  const { clock } = late;
  /** What may be changed from outside while it runs. */
  const open: Pick<StatuspageStandIn, 'faults' | 'switches'> = {
    faults: () => undefined,
    switches: { ...USUAL, ...options.switches },
  };
  const before = kept?.saved;
  const state = createPageState(clock, () => open.switches, before?.incidents);
  state.notices.push(...(before?.notices ?? []));
  for (const { id, name, group = false } of components) {
    const { status = 'operational', updatedAt = clock() } = before?.components.find((one) => one.id === id) ?? {};
    state.components.set(id, { id, name, status, group, updatedAt });
  }
  const api = createManageApi({ page, state, switches: () => open.switches, clock });
  const gate = createGate(clock);

  const keep = () =>
    kept?.save({
      incidents: state.incidents(),
      notices: state.notices,
      components: [...state.components.values()],
    });

  /** What time has brought: late writes and the service's own clock. */
  function catchUp(): void {
    late.catchUp();
    state.tick();
  }

  const app = express();
  app.disable('x-powered-by');
  app.get('/', (_request, response) => {
    catchUp();
    response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    response.type('html').send(overview(page, state));
  });
  app.get('/api/v2/summary.json', (_request, response) => {
    catchUp();
    response.json(summaryAnswer({ page, state, offsetHours: open.switches.offsetHours }));
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
    const fault = open.faults({ method, path });
    if (fault) {
      late.fault(fault, apply);
      goWrong(fault, response);
    } else reply(response, apply());
  });

  const { origin, close } = await serveOnLoopback(app, port);

  return Object.assign(open, {
    url: `${origin}/v1`,
    overviewUrl: `${origin}/`,
    arrivals: gate.arrivals,
    notices: state.notices,
    incidents() {
      catchUp();
      return state.incidents();
    },
    statuses: () => Object.fromEntries([...state.components.values()].map(({ id, status }) => [id, status])),
    setStatus(id, status) {
      const component = state.components.get(id);
      if (component) component.status = status;
    },
    edit(id, fields) {
      const incident = state.incident(id);
      const result = incident && state.update(incident, fields);
      if (!result || 'faults' in result) throw new Error(`${id} cannot be edited so`);
    },
    remove(id) {
      const incident = state.incident(id);
      if (incident) state.remove(incident);
    },
    reset() {
      late.reset();
      for (const incident of [...state.incidents()]) state.remove(incident);
      state.notices.length = 0;
      for (const component of state.components.values()) component.status = 'operational';
    },
    close,
  } satisfies Omit<StatuspageStandIn, keyof typeof open>);
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
