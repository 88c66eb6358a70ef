import { randomUUID } from 'node:crypto';
import { LIMITS, PERMISSIONS, permissionFor, type Operation } from '../../api/permissions';
import { scopeSchema } from '../../domain/planning/scope';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';
import { createWorkList } from '../../store/work/work';
import { ACCESSES, ROLES, type Access, type Role } from '../../domain/shared/roles';
import { createToken } from '../../store/access/create-token';
import { COMMANDS, type CommandName } from '../../domain/window/commands/commands';
import { createCalendarFeed } from '../../store/public/calendar-feeds';
import { createEndpoint } from '../../store/webhooks/endpoints';
import { createSecretBox } from '../../store/database/secret-box';
import { deliver, StoredWindow } from '../store/support';
import { problemIn, useApi, WEBHOOKS, type Answered } from './support/api';

/**
 * T3: every route, asked by every role, tenant and limit there is, made of the table of permissions. What is asked for belongs to
 * acme and, where a window is concerned, to bolt as well.
 */

const api = useApi();

/** `closed`: 403. `absent`: 404, as for what never was. `open`: whatever else, short of a failure. */
type Class = 'closed' | 'absent' | 'open';

interface Asking {
  readonly name: string;
  readonly role: Role;
  readonly organizationId?: string;
  readonly organizations?: readonly string[];
  readonly environments?: readonly string[];
  /** Of a customer. */
  readonly access?: Access;
  /** What of acme's and bolt's window is theirs. */
  readonly share: 'all' | 'part' | 'none';
  /** What must be in no answer to them. */
  readonly foreign?: RegExp;
}

const STAFF_ROLES = ['engineer', 'operator', 'approver'] as const;

const ASKING: readonly Asking[] = [
  ...ROLES.filter((role) => role !== 'customer').map((role) => ({ name: role, role, share: 'all' as const })),
  ...STAFF_ROLES.flatMap((role): Asking[] => [
    {
      ...{ name: `${role} of acme and bolt`, role, organizations: ['acme', 'bolt'] },
      ...{ share: 'all', foreign: /coil|dyne/ },
    },
    { name: `${role} of acme`, role, organizations: ['acme'], share: 'part', foreign: /bolt|coil|dyne/ },
    { name: `${role} of dyne`, role, organizations: ['dyne'], share: 'none', foreign: /acme|bolt|coil/ },
  ]),
  ...ACCESSES.flatMap((access): Asking[] => [
    { ...customer('acme', access), share: 'all', foreign: /bolt|coil|dyne/ },
    { ...customer('dyne', access), share: 'none', foreign: /acme|bolt|coil/ },
    { ...customer('acme', access, 'acme-production'), share: 'all', foreign: /bolt|coil|dyne|staging/i },
    {
      ...{ ...customer('acme', access, 'acme-staging'), share: 'none' },
      foreign: /bolt|coil|dyne|production|acme-web|acme-db/i,
    },
  ]),
];

function customer(organizationId: string, access: Access, environment?: string) {
  const name = ['customer', organizationId, ...(environment === undefined ? [] : [environment]), access].join(' ');
  const environments = environment === undefined ? {} : { environments: [environment] };
  return { name, role: 'customer' as const, organizationId, access, ...environments };
}

/** Of these nothing is made: whoever may ask hears that there is none. */
const NOT_THERE: readonly RegExp[] = [
  /^(GET|DELETE) \/v1\/templates\/\{id\}$/,
  /^POST \/v1\/templates\/\{id\}\/preview$/,
  /^POST \/v1\/(work\/\{job\}|resources\/\{id\}\/events)/,
  /^GET \/v1\/returned-mails\/\{id\}/,
  // those there are: portal.test.ts
  /^POST \/v1\/contacts\/\{id\}$/,
  // those there are: measures.test.ts
  /^\w+ \/v1\/measures\/\{id\}/,
  /^POST \/v1\/suppressions\/\{address\}\/lift/,
  /^\w+ \/v1\/series\/\{id\}/,
  /^\w+ \/v1\/webhooks\/\{id\}\/deliveries\/\{delivery\}/,
  /^DELETE \/v1\/(tokens|me\/tokens|blackouts)\/\{id\}/,
];

const OF_A_CUSTOMER = /^\w+ \/v1\/(webhooks\/\{id\}|organizations\/\{id\})/;

/** What the answer has to be, by the table alone. */
function expected(operation: Operation, asking: Asking): Class {
  const { roles, limits, selfService } = permissionFor(operation);
  const { role, share } = asking;
  const beyond = LIMITS.some((limit) => asking[limit] !== undefined && !limits.includes(limit));
  if (!roles.includes(role) || beyond || (selfService && role === 'customer' && asking.access !== 'self-service'))
    return 'closed';
  const [method] = operation.split(' ');
  if (operation === 'POST /v1/windows' || operation === 'POST /v1/rehearsals')
    return share === 'all' ? 'open' : 'closed';
  if (operation.includes('/v1/windows/{reference}')) {
    if (share === 'none') return 'absent';
    return share === 'part' && method === 'POST' ? 'closed' : 'open';
  }
  // of acme alone
  if (operation === 'GET /v1/maintenance' && asking.organizationId !== 'acme')
    return knowsAcme(asking) ? 'open' : 'absent';
  if (operation.includes('/v1/maintenance/{reference}') && share === 'none') return 'absent';
  const isOthers = OF_A_CUSTOMER.test(operation) && asking.organizationId === 'dyne';
  const isOthersTask = operation.startsWith('POST /v1/tasks/{id}') && share === 'none';
  return isOthers || isOthersTask || NOT_THERE.some((pattern) => pattern.test(operation)) ? 'absent' : 'open';
}

function knowsAcme({ organizationId, organizations }: Asking): boolean {
  return organizationId === undefined && (organizations?.includes('acme') ?? true);
}

const tokens = new Map<string, string>();
let window: StoredWindow;
let taskId: number;

beforeAll(async () => {
  const { db } = api.store;
  for (const { share: _share, foreign: _foreign, ...wanted } of ASKING) {
    const { token } = await createToken(db, wanted);
    tokens.set(wanted.name, token);
  }
  await createToken(db, { name: 'leaver', role: 'operator' });
  window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const plan = { ...DEFAULT_WORK_PLAN, executor: 'demo', selfService: true };
  const scope = scopeSchema.parse({ resources: ['acme-web', 'bolt-web'] });
  await createWorkList(db).follow({ reference: window.reference, scope, plan, now: api.time.now });
  for (const organization of ['bolt', 'acme']) {
    const task = { organization_id: organization, subject: `contact:${organization}`, reason: 'no' };
    const made = await db
      .insertInto('staff_tasks')
      .values({ kind: 'objection', window_reference: window.reference, ...task })
      .returning('id')
      .executeTakeFirstOrThrow();
    taskId = made.id;
  }
});

/** The path with what acme has: made anew, because whoever asked before may have ended it. */
async function concrete(path: string): Promise<string> {
  const made = path
    .replace('{reference}', window.reference)
    .replace('{resource}', 'acme-web')
    .replace('{address}', 'nobody@acme.example');
  const query = path.includes('/proof') || path === '/v1/maintenance' ? '?organization=acme' : '';
  return fill(made).then((filled) => filled.replace('{delivery}', randomUUID()) + query);
}

async function fill(path: string): Promise<string> {
  if (path.startsWith('/v1/webhooks/{id}')) return path.replace('{id}', await endpoint());
  if (path.startsWith('/v1/organizations/{id}')) {
    const feed = path.includes('{feed}') ? await calendarFeed() : '';
    return path.replace('{id}', 'acme').replace('{feed}', feed);
  }
  if (path.startsWith('/v1/tasks/{id}')) return path.replace('{id}', String(taskId));
  if (path.startsWith('/v1/measures/{id}')) return path.replace('{id}', '999999');
  return path.replace('{job}', randomUUID()).replace('{id}', path.includes('/series/') ? 'S-2026-9999' : randomUUID());
}

const hooks = 'https://hooks.acme.example/';
const box = createSecretBox(WEBHOOKS.secretsKeys);

async function endpoint(): Promise<string> {
  const { db } = api.store;
  await db.updateTable('webhook_endpoints').set({ deleted_at: new Date() }).where('deleted_at', 'is', null).execute();
  const asked = { organizationId: 'acme', url: hooks, description: '', eventTypes: null, createdBy: 'acme' };
  return (await createEndpoint(db, box, asked)).endpoint.id;
}

async function calendarFeed(): Promise<string> {
  await api.store.db.deleteFrom('calendar_feeds').execute();
  return (await createCalendarFeed(api.store.db, { organizationId: 'acme', name: 'all' })).id;
}

/** Where the documented sample would not do: others' resources, somebody who never had a token. */
const BODIES: Partial<Record<Operation, unknown>> = {
  'POST /v1/windows/{reference}/rescope': {
    ...COMMANDS.rescope.example,
    scope: { resources: ['acme-web', 'bolt-web'] },
  },
  'POST /v1/maintenance/{reference}/object': { reason: 'text' },
  'POST /v1/maintenance/{reference}/move': { to: 'MW-2099-0001' },
  'POST /v1/tokens/end': { person: 'leaver' },
};

/** A body that the schema takes, so that what is refused is refused for who asks. */
function bodyOf(operation: Operation): unknown {
  if (operation in BODIES) return BODIES[operation];
  const name = /^POST \/v1\/windows\/\{reference\}\/(\w+)$/.exec(operation)?.[1];
  if (name !== undefined && name in COMMANDS) return COMMANDS[name as CommandName].example;
  return api.routes.find((route) => route.operation === operation)?.example ?? {};
}

async function ask(operation: Operation, { name }: Asking): Promise<Answered> {
  const [method = '', path = ''] = operation.split(' ');
  const verb = method.toLowerCase() as 'get' | 'post' | 'delete';
  const made = api.anonymous()[verb](await concrete(path));
  const asked = made.set('Authorization', `Bearer ${tokens.get(name) ?? ''}`);
  return method === 'POST' ? asked.send(bodyOf(operation)) : asked;
}

function classOf(response: Answered): Class {
  expect(response.status).toBeLessThan(500);
  expect(response.status).not.toBe(401);
  if (response.status === 403) expect(problemIn(response).code).toBe('not-permitted');
  if (response.status === 404) expect(problemIn(response).code).toBe('not-found');
  return response.status === 403 ? 'closed' : response.status === 404 ? 'absent' : 'open';
}

describe('T3: route × role × access × tenant × environment', () => {
  it.each(Object.keys(PERMISSIONS) as Operation[])('%s', async (operation) => {
    const found: Record<string, Class> = {};
    const told: string[] = [];
    for (const asking of ASKING) {
      const response = await ask(operation, asking);
      found[asking.name] = classOf(response);
      // what was asked with is not told; a refusal that names the token's own limits tells nothing new
      const isTold = operation.startsWith('GET') && response.status === 200;
      if (isTold && asking.foreign?.test(response.text)) told.push(`${asking.name}: ${response.text.slice(0, 2_000)}`);
    }
    expect(found).toEqual(Object.fromEntries(ASKING.map((asking) => [asking.name, expected(operation, asking)])));
    expect(told).toEqual([]);
  });

  it('asks as everybody: each role, each access, a foreign tenant, a foreign environment', () => {
    const classes = ASKING.flatMap((asking) =>
      (Object.keys(PERMISSIONS) as Operation[]).map((o) => expected(o, asking)),
    );
    expect(new Set(ASKING.map(({ role }) => role))).toEqual(new Set(ROLES));
    expect(new Set(ASKING.map(({ access }) => access))).toEqual(new Set([undefined, ...ACCESSES]));
    expect(new Set(classes)).toEqual(new Set(['closed', 'absent', 'open']));
  });
});
