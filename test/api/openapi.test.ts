import fc from 'fast-check';
import { ERRORS, type ErrorCode } from '../../domain/errors';
import { problemCodes } from '../../api/openapi';
import type { Route } from '../../api/route';
import { openingBody } from '../support/windows';
import { nearSchema, type Schema } from './support/arbitrary';
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

  it('has examples that the app accepts', async () => {
    const examples = api.routes.filter(({ example }) => example !== undefined);
    expect(examples.length).toBeGreaterThan(10);
    for (const { path, example, operation, success } of examples) {
      const { status } = await api.as('admin').post(path.replace('{reference}', 'MW-2026-9999'), example);
      // a right body for a window or a task that is not there
      expect([operation, status]).toEqual([operation, path.includes('{') ? 404 : success.status]);
    }
  });
});

/** What about an answer the document does not describe: its status, the shape of its body, its code. */
function undocumented(route: Route, response: Answered): string | undefined {
  const { status, text, body } = response;
  const told = `${route.operation} answered ${String(status)} ${text.slice(0, 300)}`;
  if (status >= 500) return `${told}: it must not fail`;
  if (!Object.keys(operationOf(route).responses).includes(String(status)))
    return `${told}: the status is not documented`;
  if (status < 300) {
    const fault = route.schemas.answer?.safeParse(body).error;
    return fault && `${told}: ${fault.message}`;
  }
  const { code } = problemIn(response);
  const isListed = (problemCodes(route) as string[]).includes(code) && ERRORS[code as ErrorCode].status === status;
  return isListed ? undefined : `${told}: the code is not documented`;
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
          expect(undocumented(route, response)).toBeUndefined();
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
          const flat = Object.entries(asked ?? {}).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : JSON.stringify(value),
          ]);
          const response = await api.as('admin').get(`${path}?${new URLSearchParams(flat).toString()}`);
          expect(undocumented(route, response)).toBeUndefined();
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
