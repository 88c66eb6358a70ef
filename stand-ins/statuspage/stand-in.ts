import { serveOnLoopback } from '../shared/loopback';
import { createLateWrites } from '../shared/late-writes';
import type { FaultPlan } from './faults';
import type { KeptState } from '../shared/kept-state';
import { createGate } from './gate';
import { createManageApi } from './manage-api';
import { USUAL, type StoredComponent, type StoredIncident, type SentNotice, type Switches } from './model';
import { createPageState } from './page-state';
import type { Fields } from './refusals';
import { createRoutes } from './routes';

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

/** The page as tests read and change it. */
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
  /** What tests may change while it runs. */
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

  /** Carries out what is due by now: late writes and the service's own clock. */
  function catchUp(): void {
    late.catchUp();
    state.tick();
  }

  const app = createRoutes({
    ...{ page, key, state, api, gate, late, catchUp, keep },
    faults: (seen) => open.faults(seen),
    switches: () => open.switches,
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
