import fc from 'fast-check';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../domain/shared/errors';
import { problemCodes } from '../../api/http/openapi';
import type { Route } from '../../api/http/route';
import { SEED } from '../support/seed';
import { openingBody } from '../support/windows';
import { nearSchema, type Schema } from './support/arbitrary';
import { permissionFor } from '../../api/permissions';
import { problemIn, useApi, type Answered } from './support/api';

const api = useApi();

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: object };
}
interface Operation {
  operationId: string;
  description: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

/** As it is served, and with every reference replaced by what it refers to. */
let served: OpenApi;
let document: OpenApi;
let reference: string;
/** What the first parameter of these paths can name. */
let known: [path: string, id: string][] = [];
beforeAll(async () => {
  served = (await api.anonymous().get('/openapi.json').expect(200)).body as OpenApi;
  document = inlined(served) as OpenApi;
  const { body } = await api.as('admin').post('/v1/windows', openingBody());
  ({ reference } = body as { reference: string });
  const { slots: _slots, ...window } = openingBody();
  const recurrence = {
    ...{ every: 'week', weekdays: ['sunday'], at: '14:30', durationMinutes: 60 },
    ...{ timeZone: 'Europe/Paris', from: '2027-03-21', until: '2027-11-30' },
  };
  const series = await api.as('admin').post('/v1/series', { name: 'Kernel', window, recurrence }).expect(201);
  const endpoint = { organizationId: 'acme', url: 'https://hooks.customer.example/' };
  const webhook = await api.as('admin').post('/v1/webhooks', endpoint).expect(201);
  known = [
    ['/v1/windows/', reference],
    ['/v1/series/', (series.body as { id: string }).id],
    ['/v1/webhooks/', (webhook.body as { id: string }).id],
    ['/v1/organizations/', 'acme'],
  ];
});

const operationOf = ({ path, method }: Route) => {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return operation;
};
function inlined(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inlined);
  if (typeof part !== 'object' || part === null) return part;
  const { $ref, ...rest } = part as Schema;
  const target = typeof $ref === 'string' ? served.components.schemas[$ref.replace('#/components/schemas/', '')] : {};
  return Object.fromEntries(Object.entries({ ...target, ...rest }).map(([key, value]) => [key, inlined(value)]));
}

/** The same, with no fields but those it names: an answer may have more later, and none that nobody has written down. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, closed(value)]));
  return inner.type === 'object' && 'properties' in inner ? { additionalProperties: false, ...inner } : inner;
}

describe('the OpenAPI document', () => {
  it('is 3.1 and has every operation of the app, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(api.routes.map(({ operation }) => operation).sort());
  });

  it('names each operation once, and every parameter of each path', () => {
    const operations = api.routes.map((route) => ({ route, operation: operationOf(route) }));
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { route, operation } of operations) {
      const named = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(named).toEqual([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(operation.description).toMatch(/Roles: /);
      expect(operation.responses).toHaveProperty(String(route.success.status));
      expect(operation.responses).toHaveProperty('401');
      expect(operation.responses).toHaveProperty('500');
    }
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(served);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
    expect(references.length).toBeGreaterThan(20);
    for (const target of references) {
      expect(target).toMatch(/^#\/components\/schemas\//);
      expect(served.components.schemas).toHaveProperty([target.replace('#/components/schemas/', '')]);
    }
  });

  it('lets a command leave out who gives it, and nothing else that the schema needs', () => {
    const cancel = document.paths['/v1/windows/{reference}/cancel']?.post?.requestBody?.content['application/json'];
    expect(cancel?.schema).toMatchObject({
      required: ['reason'],
      additionalProperties: false,
      properties: { by: { type: 'string' } },
    });
  });

  it('takes no address for the server to ask', () => {
    // an operation that needs one is named here together with its own tests in SECURITY.md
    const reviewed: readonly string[] = ['createWebhookEndpoint', 'changeWebhookEndpoint'];
    // of a change in another system: a link for people, which the server never asks
    const shown = ['openWindow', 'rehearseWindow', 'refer', 'createSeries'];
    const asks = Object.values(document.paths)
      .flatMap((operations) => Object.values(operations))
      .filter(({ requestBody, parameters }) => {
        const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
        return /"(\w*(url|uri|endpoint|host)|callback)":|"format":"(uri|url|hostname|ipv4|ipv6)"/i.test(
          JSON.stringify([bodies, parameters]),
        );
      })
      .map(({ operationId }) => operationId);
    expect(asks).toEqual([...shown, ...reviewed]);
  });

  it('has examples that the app accepts', async () => {
    const examples = api.routes.filter(({ example }) => example !== undefined);
    expect(examples.length).toBeGreaterThan(10);
    for (const { path, example, operation, success } of examples) {
      const token = permissionFor(operation).roles.includes('admin') ? 'admin' : 'customer';
      const { status } = await api.as(token).post(path.replace('{reference}', 'MW-2026-9999'), example);
      // a right body for a window or a task that is not there
      expect([operation, status]).toEqual([operation, path.includes('{') ? 404 : success.status]);
    }
  });
});

/** The document's own words about each answer, made into something that checks it. */
const documentedBodies = new Map<string, z.ZodType>();
function documentedBody({ operationId, responses }: Operation, status: number): z.ZodType | undefined {
  const key = `${operationId} ${String(status)}`;
  const { content = {} } = responses[String(status)] ?? {};
  const schema = content['application/json'] ?? content['application/problem+json'];
  if (!documentedBodies.has(key) && schema)
    documentedBodies.set(key, z.fromJSONSchema(closed(schema.schema) as Schema));
  return documentedBodies.get(key);
}

/** What about an answer the document does not describe: its status, the shape of its body, its code. */
function undocumented(route: Route, response: Answered): string | undefined {
  const { status, text, headers } = response;
  const told = `${route.operation} answered ${String(status)} ${text.slice(0, 300)}`;
  if (status >= 500) return `${told}: it must not fail`;
  const operation = operationOf(route);
  const documented = operation.responses[String(status)];
  if (!documented) return `${told}: the status is not documented`;
  const type = headers['content-type']?.split(';')[0];
  if (type === undefined) return documented.content ? `${told}: there is no body` : undefined;
  if (!Object.keys(documented.content ?? {}).includes(type)) return `${told}: the type ${type} is not documented`;
  if (type === 'application/json' || type === 'application/problem+json') {
    const fault = documentedBody(operation, status)?.safeParse(JSON.parse(text)).error;
    if (fault) return `${told}: ${fault.message}`;
  }
  if (status < 400) return undefined;
  const { code } = problemIn(response);
  const isListed = (problemCodes(route) as string[]).includes(code) && ERRORS[code as ErrorCode].status === status;
  return isListed ? undefined : `${told}: the code is not documented`;
}

/** Values for the parameters of one place, near what the document says; what a path names is mostly there. */
function parametersOf({ parameters }: Operation, place: string, there?: string): fc.Arbitrary<Record<string, unknown>> {
  const own = parameters.filter((parameter) => parameter.in === place);
  const values = own.map(({ name, schema }): [string, fc.Arbitrary<unknown>] => [
    name,
    there !== undefined && (name === 'reference' || name === 'id')
      ? fc.oneof({ weight: 4, arbitrary: fc.constant(there) }, near(schema))
      : near(schema),
  ]);
  return fc.record(Object.fromEntries(values), { requiredKeys: own.filter((p) => p.required).map((p) => p.name) });
}
const near = (schema: Schema) =>
  fc.oneof(
    { weight: 3, arbitrary: nearSchema(schema) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1 }) },
  );

/** As an address carries it: a list with commas (`style: form`, `explode: false`). */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(asText).join(',') : JSON.stringify(value);

/** A request of this operation, as far as HTTP can carry it. */
function requestOf(route: Route) {
  const operation = operationOf(route);
  const schema = operation.requestBody?.content['application/json']?.schema;
  return fc.record({
    token: fc.oneof(
      { weight: 8, arbitrary: fc.constant('admin' as const) },
      { weight: 1, arbitrary: fc.constantFrom('operator' as const, 'customer' as const) },
    ),
    path: parametersOf(operation, 'path', known.find(([path]) => route.path.startsWith(path))?.[1]).filter((given) =>
      Object.values(given).every((v) => isPathPart(asText(v))),
    ),
    query: parametersOf(operation, 'query'),
    body: schema ? nearSchema(schema) : fc.constant(undefined),
  });
}

/** Requests that are made up; the long tests make more. */
const REQUESTS = Number(process.env.FOREWARN_TEST_REQUESTS ?? 1_500);

describe('the app keeps to its document', () => {
  it(`whatever is sent: ${String(REQUESTS)} requests made of the document, none answered 5xx, by an undocumented status or in another shape`, async () => {
    let sent = 0;
    const reached = new Set<string>();
    for (const [place, route] of api.routes.entries()) {
      await fc.assert(
        fc.asyncProperty(requestOf(route), async ({ token, path, query, body }) => {
          const at = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(asText(path[name])));
          const asked = new URLSearchParams(
            Object.entries(query).map(([key, value]) => [key, asText(value)]),
          ).toString();
          const made = api.as(token)[route.method](`${at}?${asked}`);
          const response = await (body === undefined ? made : made.type('json').send(JSON.stringify(body)));
          sent += 1;
          if (response.status < 300 || response.status === 409) reached.add(route.operation);
          expect(undocumented(route, response)).toBeUndefined();
        }),
        // one seed for all would draw the same for each: an unlucky run would miss most operations at once
        { numRuns: Math.ceil(REQUESTS / api.routes.length), seed: SEED + place },
      );
    }
    expect(sent).toBeGreaterThanOrEqual(REQUESTS);
    // random as they are, they reach behind the checks: operations were carried out, or refused by the rules, the more the longer
    expect(reached.size).toBeGreaterThan(api.routes.length / (REQUESTS >= 4_500 ? 2 : 4));
  }, 600_000);
});

/** What a path can hold between two slashes without meaning another path. */
function isPathPart(text: string): boolean {
  try {
    return encodeURIComponent(text) !== '' && !/^\.+$/.test(text);
  } catch {
    return false;
  }
}
