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

/** What requests are answered from. */
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
export function createManageApi(world: World): (request: Request) => Reply {
  const { page } = world;
  const about = { id: page, name: 'Statuspage stand-in', subdomain: page, time_zone: 'UTC' };
  return (request) => {
    const [pages, asked, what, ...rest] = request.path.split('/').filter((part) => part !== '');
    if (pages !== 'pages') return NOT_FOUND;
    if (asked === undefined) return { status: 200, body: [about] };
    if (asked !== page) return NOT_FOUND;
    if (what === undefined) return { status: 200, body: about };
    if (what === 'incidents') return incidents(world, request, rest);
    if (what === 'components') return components(world, request, rest);
    return NOT_FOUND;
  };
}

function incidents(world: World, request: Request, [id, sub]: readonly (string | undefined)[]): Reply {
  const { state, switches } = world;
  const { method } = request;
  const { firstPage, listSize } = switches();
  if (id === undefined) {
    if (method === 'POST') return written(world, state.create(fieldsIn(request.body, 'incident')), 201);
    return method === 'GET' ? list(world, found(world, request), request, firstPage, listSize) : NOT_FOUND;
  }
  const isListed = LISTS[id];
  if (isListed && sub === undefined && method === 'GET') {
    const listed = visible(world).filter((incident) => isListed(incident, world));
    return list(world, listed, request, 1, 'per_page');
  }
  const incident = state.incident(id);
  return incident && sub === undefined ? one(world, request, incident) : NOT_FOUND;
}

function one(world: World, { method, body }: Request, incident: StoredIncident): Reply {
  const { state } = world;
  if (method === 'GET') return { status: 200, body: answer(world, incident) };
  if (method === 'PATCH' || method === 'PUT') {
    return written(world, state.update(incident, fieldsIn(body, 'incident')), 200);
  }
  if (method !== 'DELETE') return NOT_FOUND;
  const last = answer(world, incident);
  state.remove(incident);
  return { status: 200, body: last };
}

function components(world: World, request: Request, [id]: readonly (string | undefined)[]): Reply {
  const { state, clock } = world;
  if (id === undefined) {
    const all = [...state.components.values()];
    const size = bounded(request.query.per_page);
    const start = (numberOf(request.query.page, 1) - 1) * size;
    return { status: 200, body: all.slice(start, start + size).map((each) => componentAnswer(each, frame(world))) };
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
  return { status: 200, body: componentAnswer(component, frame(world)) };
}

/** Which entries each list shows. */
const LISTS: Record<string, (incident: StoredIncident, world: World) => boolean> = {
  scheduled: ({ status, scheduledFor }, { switches, clock }) =>
    status === 'scheduled' && (switches().scheduledShowsLate || (scheduledFor ?? 0) > clock()),
  upcoming: ({ status, scheduledFor }, { clock }) => status === 'scheduled' && (scheduledFor ?? 0) > clock(),
  active_maintenance: ({ status, scheduledFor }) =>
    scheduledFor !== null && ['in_progress', 'verifying'].includes(status),
  unresolved: ({ status, scheduledFor }) => scheduledFor === null && !OVER.includes(status),
};

/** Entries that lists show by now. */
function visible({ state, switches, clock }: World): StoredIncident[] {
  return state.incidents().filter(({ createdAt }) => clock() >= createdAt + switches().listDelayMs);
}

/** Entries that hold the text searched for; all of them when there is none. */
function found(world: World, { query }: Request): StoredIncident[] {
  const text = typeof query.q === 'string' ? query.q.toLowerCase() : undefined;
  if (text === undefined) return visible(world);
  return visible(world).filter(({ name, status, updates }) =>
    [name, status, ...updates.map(({ body }) => body)].some((each) => each.toLowerCase().includes(text)),
  );
}

function list(
  world: World,
  all: readonly StoredIncident[],
  { query }: Request,
  firstPage: number,
  sizeName: string,
): Reply {
  const size = bounded(query[sizeName]);
  const start = (Math.max(firstPage, numberOf(query.page, firstPage)) - firstPage) * size;
  return { status: 200, body: all.slice(start, start + size).map((each) => answer(world, each)) };
}

function written(world: World, result: Written, status: number): Reply {
  return 'incident' in result
    ? { status, body: answer(world, result.incident) }
    : { status: 422, body: { error: errorForm(result.faults, world.switches().errorForm) } };
}

const frame = ({ page, state, switches }: World): Frame => ({ page, state, offsetHours: switches().offsetHours });
const answer = (world: World, incident: StoredIncident) => incidentAnswer(incident, frame(world));

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
