import fc from 'fast-check';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import { problemCodes } from '../../api/openapi';
import type { Route } from '../../api/route';
import { openingBody } from '../support/windows';
import { nearSchema, type Schema } from './support/arbitrary';
import { problemIn, useApi } from './support/api';

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
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

let document: OpenApi;
let reference: string;
beforeAll(async () => {
  document = (await api.anonymous().get('/openapi.json').expect(200)).body as OpenApi;
  const { body } = await api.as('admin').post('/v1/windows', openingBody());
  ({ reference } = body as { reference: string });
});

const operationOf = ({ path, method }: Route) => {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return operation;
};
const resolve = ({ $ref, ...schema }: Schema): Schema =>
  typeof $ref === 'string' ? (document.components.schemas[$ref.replace('#/components/schemas/', '')] ?? {}) : schema;

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
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
    expect(references.length).toBeGreaterThan(20);
    for (const target of references) {
      expect(target).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty([target.replace('#/components/schemas/', '')]);
    }
  });

  it('lets a command leave out who gives it, and nothing else that the schema needs', () => {
    const cancel = resolve(
      document.paths['/v1/windows/{reference}/cancel']?.post?.requestBody?.content['application/json']?.schema ?? {},
    );
    expect(cancel).toMatchObject({
      required: ['reason'],
      additionalProperties: false,
      properties: { by: { type: 'string' } },
    });
  });

  it.each(['POST', 'GET', 'DELETE'])('its examples are accepted: %s', async (method) => {
    const examples = api.routes.filter((route) => route.method === method.toLowerCase() && route.example !== undefined);
    for (const { path, example, operation } of examples) {
      const response = await api.as('admin').post(path.replace('{reference}', 'MW-2026-9999'), example);
      // a right body for a window that is not there
      if (operation.includes('{reference}')) expect([operation, response.status]).toEqual([operation, 404]);
      else
        expect([operation, [200, 201].includes(response.status), response.text]).toEqual([
          operation,
          true,
          response.text,
        ]);
    }
    expect(examples.length > 0).toBe(method === 'POST');
  });
});

/** The answer is one the document describes: a status it lists, a body of that shape, a code it names. */
function expectDocumented(
  route: Route,
  response: { status: number; body: unknown; text: string; headers: Record<string, string> },
): void {
  const { status } = response;
  const at = `${route.operation} answered ${String(status)} ${response.text.slice(0, 300)}`;
  expect([at, Object.keys(operationOf(route).responses).includes(String(status))]).toEqual([at, true]);
  expect([at, status < 500]).toEqual([at, true]);
  if (status < 300) {
    const read = route.schemas.answer?.safeParse(response.body);
    expect([at, read?.error]).toEqual([at, undefined]);
    return;
  }
  const { code } = problemIn(response as never);
  expect([at, (problemCodes(route) as string[]).includes(code)]).toEqual([at, true]);
  expect([at, ERRORS[code as ErrorCode].status]).toEqual([at, status]);
}

describe('the app keeps to its document', () => {
  it('whatever the body (API contract)', async () => {
    const posts = api.routes.filter(({ method }) => method === 'post');
    for (const route of posts) {
      const schema = resolve(operationOf(route).requestBody?.content['application/json']?.schema ?? {});
      const path = route.path.replace('{reference}', reference);
      await fc.assert(
        fc.asyncProperty(nearSchema(schema), async (body) => {
          const response = await api.as('admin').post(path).type('json').send(JSON.stringify(body));
          expectDocumented(route, response);
        }),
        { numRuns: 20 },
      );
    }
  }, 120_000);

  it('whatever the query and the path', async () => {
    for (const route of api.routes.filter(({ method }) => method === 'get')) {
      const { parameters } = operationOf(route);
      const query = nearSchema({
        type: 'object',
        properties: Object.fromEntries(
          parameters.filter((parameter) => parameter.in === 'query').map(({ name, schema }) => [name, schema]),
        ),
      });
      const window = fc.oneof(
        { weight: 3, arbitrary: fc.constant(reference) },
        fc.string({ unit: 'binary', minLength: 1 }).filter(isEncodable),
      );
      await fc.assert(
        fc.asyncProperty(query, window, async (asked, name) => {
          const path = route.path.replace('{reference}', encodeURIComponent(name));
          const flat = Object.entries(asked ?? {}).map(([key, value]) => [key, String(value)]);
          const response = await api.as('admin').get(`${path}?${new URLSearchParams(flat).toString()}`);
          expectDocumented(route, response);
        }),
        { numRuns: 20 },
      );
    }
  }, 120_000);
});

function isEncodable(name: string): boolean {
  try {
    return encodeURIComponent(name) !== '' && !/^\.+$/.test(name);
  } catch {
    return false;
  }
}
