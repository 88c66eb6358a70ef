import axios from 'axios';
import { z } from 'zod';
import { takeTurn, type Pace } from '../convergence/pace';
import { away, mayHaveLeft } from '../convergence/service-failure';
import { failureOf, unreachable, type Answer } from './explain';
import {
  componentSchema,
  incidentSchema,
  pageSchema,
  type Incident,
  type Marker,
  type StatuspageComponent,
  type StatuspagePage,
} from './statuspage-schemas';

/** Statuspage's words, mildest first. */
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

/** What must be done right before a write leaves, its turn having come; answers the fields to send. What it throws stops the write. */
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

export interface StatuspageApiOptions extends Pace {
  readonly key: string;
  readonly page: string;
  /** `https://api.statuspage.io/v1` */
  readonly url: string;
  /** The longest a request may take as a whole (ms). */
  readonly timeoutMs: number;
}

const PAGE_SIZE = 100;
/** A list is not read further than this many pages: 5,000 entries. */
const MOST_PAGES = 50;

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A client whose errors and answers never carry the key. */
export function createStatuspageApiClient(options: StatuspageApiOptions): StatuspageApiClient {
  const { key, page, url, slots, timeoutMs } = options;
  const root = `/pages/${encodeURIComponent(page)}`;
  const http = axios.create({
    baseURL: url,
    headers: { Authorization: `OAuth ${key}`, Accept: 'application/json', 'User-Agent': 'forewarn' },
    // a redirect would take the key elsewhere
    maxRedirects: 0,
    maxContentLength: 50_000_000,
    responseType: 'text',
    // axios would hand on what is not JSON as it is
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });
  let calls = 0;

  const turn = () =>
    takeTurn(options, (seconds) => `Statuspage takes one request a second, and the next ${seconds} s are taken`);

  async function send({ method, path, params }: Request, data?: unknown): Promise<Answer> {
    calls += 1;
    try {
      const response = await http.request<string>({
        ...{ method, url: path, params, data },
        // over the whole exchange; axios' own timeout counts idle time only
        signal: AbortSignal.timeout(timeoutMs),
      });
      const retryAfter: unknown = response.headers['retry-after'];
      return {
        status: response.status,
        text: typeof response.data === 'string' ? response.data : '',
        retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
      };
    } catch (error) {
      // the error carries the request with its key: only its code goes on
      const code = axios.isAxiosError(error) ? error.code : undefined;
      throw away(unreachable(code, timeoutMs), method !== 'GET' && mayHaveLeft(code));
    }
  }

  async function exchange(request: Request, data?: unknown): Promise<unknown> {
    const answer = await send(request, data);
    const body = parsed(answer.text);
    if (answer.status >= 200 && answer.status < 300 && body !== undefined) return body;
    const failure = failureOf(answer, body, { writes: request.method !== 'GET', page });
    if (failure.fault === 'limited') await slots.hold(failure.retryInMs ?? 0);
    throw failure;
  }

  async function get<S extends z.ZodType>(schema: S, path: string, params?: Request['params']): Promise<z.output<S>> {
    await turn();
    const request = { method: 'GET', path, ...(params ? { params } : {}) } as const;
    return shaped(schema, await exchange(request), request);
  }

  async function write(method: 'POST' | 'PATCH', path: string, prepare: Prepare): Promise<Incident> {
    await turn();
    const incident = await prepare();
    const request = { method, path };
    return shaped(incidentSchema, await exchange(request, { incident }), request);
  }

  return {
    get calls() {
      return calls;
    },
    page: () => get(pageSchema, root),
    async components() {
      const all: StatuspageComponent[] = [];
      for (let number = 1; number <= MOST_PAGES; number++) {
        const some = await get(z.array(componentSchema), `${root}/components`, { page: number, per_page: PAGE_SIZE });
        all.push(...some);
        if (some.length < PAGE_SIZE) break;
      }
      return all;
    },
    async setComponent(id, status) {
      await turn();
      await exchange(
        { method: 'PATCH', path: `${root}/components/${encodeURIComponent(id)}` },
        { component: { status } },
      );
    },
    async *incidents(list) {
      // which of the two names a list takes, and whether the list of all begins with page 0 or 1, is not documented
      const size = { per_page: PAGE_SIZE, limit: PAGE_SIZE };
      if (list === 'all') {
        yield await get(z.array(incidentSchema), `${root}/incidents`, size);
        return;
      }
      const path = `${root}/incidents/${list}`;
      for (let number = 1; number <= MOST_PAGES; number++) {
        const some = await get(z.array(incidentSchema), path, { page: number, ...size });
        yield some;
        if (some.length < PAGE_SIZE) return;
      }
    },
    incident: (id) => get(incidentSchema, `${root}/incidents/${encodeURIComponent(id)}`),
    create: (prepare) => write('POST', `${root}/incidents`, prepare),
    update: (id, prepare) => write('PATCH', `${root}/incidents/${encodeURIComponent(id)}`, prepare),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function shaped<S extends z.ZodType>(schema: S, body: unknown, request: Request): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw away('Statuspage answered JSON of another shape. Check FOREWARN_STATUSPAGE_URL.', request.method !== 'GET');
}
