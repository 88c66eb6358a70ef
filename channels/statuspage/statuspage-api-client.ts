import { z } from 'zod';
import { createStatuspageRequests, type StatuspageApiOptions } from './statuspage-requests';
import {
  componentSchema,
  incidentSchema,
  pageSchema,
  type Incident,
  type Marker,
  type StatuspageComponent,
  type StatuspagePage,
} from './statuspage-schemas';

/** The statuses of an entry at Statuspage, in the order of its life. */
export type EntryStatus =
  ('scheduled' | 'in_progress' | 'verifying' | 'completed') | ('identified' | 'monitoring' | 'resolved');

/** The fields of `incident` we write (POST and PATCH take the same). Instants are ISO 8601. */
export interface IncidentFields {
  readonly name?: string;
  readonly status?: EntryStatus;
  readonly body?: string;
  readonly impact_override?: 'none' | 'minor' | 'major' | 'critical' | 'maintenance';
  readonly scheduled_for?: string;
  readonly scheduled_until?: string;
  readonly scheduled_remind_prior?: false;
  readonly scheduled_auto_in_progress?: false;
  readonly scheduled_auto_completed?: false;
  readonly auto_transition_to_maintenance_state?: false;
  readonly auto_transition_to_operational_state?: false;
  readonly auto_transition_deliver_notifications_at_start?: false;
  readonly auto_transition_deliver_notifications_at_end?: false;
  /** True at Statuspage when left out: always said. */
  readonly deliver_notifications: boolean;
  readonly component_ids?: readonly string[];
  readonly components?: Readonly<Record<string, string>>;
  readonly metadata?: { readonly forewarn: Marker };
}

/** Runs right before a write leaves and answers the fields to send; when it rejects nothing is sent. */
export type Prepare = () => Promise<IncidentFields>;

export type IncidentList = 'scheduled' | 'active_maintenance' | 'unresolved' | 'all';

/** The Manage API of one page. Every function takes a slot of the key's pace and throws ServiceFailure. */
export interface StatuspageApiClient {
  page(): Promise<StatuspagePage>;
  /** Every component, groups included. */
  components(): Promise<StatuspageComponent[]>;
  setComponent(id: string, status: string): Promise<void>;
  /** Page by page, in the server's order; of `all` only the newest hundred. */
  incidents(list: IncidentList): AsyncGenerator<Incident[]>;
  incident(id: string): Promise<Incident>;
  create(prepare: Prepare): Promise<Incident>;
  update(id: string, prepare: Prepare): Promise<Incident>;
  /** Requests sent so far. */
  readonly calls: number;
}

const PAGE_SIZE = 100;
/** A list is not read further than this many pages: 5,000 entries. */
const MOST_PAGES = 50;

/** A client whose errors and answers never carry the key. */
export function createStatuspageApiClient(options: StatuspageApiOptions): StatuspageApiClient {
  const requests = createStatuspageRequests(options);
  const root = `/pages/${encodeURIComponent(options.page)}`;

  const writeIncident = (method: 'POST' | 'PATCH', path: string, prepare: Prepare) =>
    requests.write(incidentSchema, method, path, async () => ({ incident: await prepare() }));

  return {
    get calls() {
      return requests.calls;
    },
    page: () => requests.get(pageSchema, root),
    async components() {
      const all: StatuspageComponent[] = [];
      for (let number = 1; number <= MOST_PAGES; number++) {
        const some = await requests.get(z.array(componentSchema), `${root}/components`, {
          page: number,
          per_page: PAGE_SIZE,
        });
        all.push(...some);
        if (some.length < PAGE_SIZE) break;
      }
      return all;
    },
    async setComponent(id, status) {
      const path = `${root}/components/${encodeURIComponent(id)}`;
      await requests.write(z.unknown(), 'PATCH', path, () => Promise.resolve({ component: { status } }));
    },
    async *incidents(list) {
      // which of the two names a list takes, and whether the list of all begins with page 0 or 1, is not documented
      const size = { per_page: PAGE_SIZE, limit: PAGE_SIZE };
      if (list === 'all') {
        yield await requests.get(z.array(incidentSchema), `${root}/incidents`, size);
        return;
      }
      const path = `${root}/incidents/${list}`;
      for (let number = 1; number <= MOST_PAGES; number++) {
        const some = await requests.get(z.array(incidentSchema), path, { page: number, ...size });
        yield some;
        if (some.length < PAGE_SIZE) return;
      }
    },
    incident: (id) => requests.get(incidentSchema, `${root}/incidents/${encodeURIComponent(id)}`),
    create: (prepare) => writeIncident('POST', `${root}/incidents`, prepare),
    update: (id, prepare) => writeIncident('PATCH', `${root}/incidents/${encodeURIComponent(id)}`, prepare),
  };
}
