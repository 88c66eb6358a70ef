import { componentAnswer, incidentAnswer, type Frame } from './answers';
import type { StoredIncident, Switches } from './model';
import type { PageState, Written } from './page-state';
import type { Faults, Fields } from './refusals';

export interface Request {
  readonly method: string;
  /** Without `/v1` and without `.json`: `/pages/ab12/incidents`. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  /** undefined: no body. */
  readonly body?: unknown;
}

interface World {
  readonly page: string;
  readonly state: PageState;
  readonly switches: () => Switches;
  readonly clock: () => number;
}

const NOT_FOUND: Reply = { status: 404, body: { error: 'Record not found' } };
const MOST_IN_A_LIST = 100;
const OVER = ['completed', 'resolved', 'postmortem'];

/** The Manage API's answers to requests whose key is good: what one page's `state` makes of them. */
export function createManageApi({ page, state, switches, clock }: World): (request: Request) => Reply {
  const frame = (): Frame => ({ page, state, offsetHours: switches().offsetHours });
  const answer = (incident: StoredIncident) => incidentAnswer(incident, frame());

  const written = (result: Written, status: number): Reply =>
    'incident' in result
      ? { status, body: answer(result.incident) }
      : { status: 422, body: { error: errorForm(result.faults, switches().errorForm) } };

  /** Entries that lists show by now. */
  const visible = () => state.incidents().filter(({ createdAt }) => clock() >= createdAt + switches().listDelayMs);
  const isPlanned = ({ scheduledFor }: StoredIncident) => scheduledFor !== null;
  const LISTS: Record<string, (incident: StoredIncident) => boolean> = {
    scheduled: (one) =>
      one.status === 'scheduled' && (switches().scheduledShowsLate || (one.scheduledFor ?? 0) > clock()),
    upcoming: (one) => one.status === 'scheduled' && (one.scheduledFor ?? 0) > clock(),
    active_maintenance: (one) => isPlanned(one) && ['in_progress', 'verifying'].includes(one.status),
    unresolved: (one) => !isPlanned(one) && !OVER.includes(one.status),
  };

  function list(of: readonly StoredIncident[], { query }: Request, firstPage: number, sizeName: string): Reply {
    const size = bounded(query[sizeName]);
    const start = (Math.max(firstPage, numberOf(query.page, firstPage)) - firstPage) * size;
    return { status: 200, body: of.slice(start, start + size).map(answer) };
  }

  function incidents(request: Request, [id, sub]: readonly (string | undefined)[]): Reply {
    const { method, query } = request;
    if (id === undefined) {
      if (method === 'POST') return written(state.create(fieldsIn(request.body, 'incident')), 201);
      if (method !== 'GET') return NOT_FOUND;
      const q = typeof query.q === 'string' ? query.q.toLowerCase() : undefined;
      const matching = visible().filter(
        ({ name, status, updates }) =>
          q === undefined ||
          [name, status, ...updates.map(({ body }) => body)].some((text) => text.toLowerCase().includes(q)),
      );
      return list(matching, request, switches().firstPage, switches().listSize);
    }
    const filter = LISTS[id];
    if (filter && sub === undefined && method === 'GET') return list(visible().filter(filter), request, 1, 'per_page');
    const incident = state.incident(id);
    if (!incident || sub !== undefined) return NOT_FOUND;
    if (method === 'GET') return { status: 200, body: answer(incident) };
    if (method === 'PATCH' || method === 'PUT')
      return written(state.update(incident, fieldsIn(request.body, 'incident')), 200);
    if (method !== 'DELETE') return NOT_FOUND;
    const body = answer(incident);
    state.remove(incident);
    return { status: 200, body };
  }

  function components(request: Request, [id]: readonly (string | undefined)[]): Reply {
    if (id === undefined) {
      const all = [...state.components.values()];
      const size = bounded(request.query.per_page);
      const start = (numberOf(request.query.page, 1) - 1) * size;
      return { status: 200, body: all.slice(start, start + size).map((one) => componentAnswer(one, frame())) };
    }
    const component = state.components.get(id);
    if (!component) return NOT_FOUND;
    if (request.method === 'PATCH' || request.method === 'PUT') {
      const { status, name } = fieldsIn(request.body, 'component');
      if (component.group && status !== undefined) {
        return { status: 422, body: { error: { status: ['cannot be set on a group'] } } };
      }
      if (typeof status === 'string') component.status = status;
      if (typeof name === 'string') component.name = name;
      component.updatedAt = clock();
    }
    return { status: 200, body: componentAnswer(component, frame()) };
  }

  return (request) => {
    const [pages, asked, what, ...rest] = request.path.split('/').filter((part) => part !== '');
    if (pages !== 'pages') return NOT_FOUND;
    const about = { id: page, name: 'Statuspage stand-in', subdomain: page, time_zone: 'UTC' };
    if (asked === undefined) return { status: 200, body: [about] };
    if (asked !== page) return NOT_FOUND;
    if (what === undefined) return { status: 200, body: about };
    if (what === 'incidents') return incidents(request, rest);
    if (what === 'components') return components(request, rest);
    return NOT_FOUND;
  };
}

function errorForm(faults: Faults, form: Switches['errorForm']): unknown {
  if (form === 'fields') return faults;
  const sentences = Object.entries(faults).flatMap(([field, texts]) => texts.map((text) => `${field} ${text}`));
  return form === 'list' ? sentences : sentences.join(', ');
}

function fieldsIn(body: unknown, wrapper: string): Fields {
  const wrapped = typeof body === 'object' && body !== null ? (body as Fields)[wrapper] : undefined;
  return typeof wrapped === 'object' && wrapped !== null ? (wrapped as Fields) : {};
}

function numberOf(value: unknown, otherwise: number): number {
  const number = Number(value ?? Number.NaN);
  return Number.isInteger(number) ? number : otherwise;
}

const bounded = (value: unknown) => Math.min(MOST_IN_A_LIST, Math.max(1, numberOf(value, MOST_IN_A_LIST)));
