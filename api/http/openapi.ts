import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { ERROR_CODES, ERRORS, KnownError, type ErrorCode } from '../../domain/shared/errors';
import { VERSION } from '../../config/version';
import { permissionFor } from '../permissions';
import { DocumentSchemas, type Json } from './document-schemas';
import { problemOf, problemUri, PROBLEM_TYPE } from './problem';
import type { Route } from './route';
import type { StreamedType } from './streams';
import { optional } from '../../domain/shared/optional';

/** The OpenAPI 3.1 document of the operations, made of the very schemas that validate them. */
export function createOpenApi(routes: readonly Route[], about: { publicUrl: string; providerName: string }): Json {
  const schemas = new DocumentSchemas();
  schemas.add('Problem', schemas.write(problemSchema, 'output'));
  const paths: Record<string, Json> = {};
  for (const operation of routes) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: operationObject(operation, schemas, about.publicUrl),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `${about.providerName}: maintenance windows`,
      version: VERSION,
      description:
        'Forewarn tells exactly the affected customers of a maintenance window, on the right day, exactly once, through every ' +
        'change of plan. Open a window once; the notices follow from its class.\n\n' +
        'Every POST that changes something takes an `Idempotency-Key`: repeat a request with the same key as often as you like, it is carried out once. ' +
        `Failures are [RFC 9457 problems](${about.publicUrl}/docs/problems). Lists come in pages: pass \`next\` back as \`cursor\`. ` +
        'Instants are ISO 8601; answers are in UTC.\n\n' +
        'Each token may send so many requests in a time (the `RateLimit` headers say how many are left); beyond that the answer is ' +
        '429, with the seconds to wait in `Retry-After`.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [
      { name: 'windows', description: 'Open windows and see where they stand' },
      { name: 'commands', description: 'What people do to a window' },
      {
        name: 'maintenance',
        description: 'The work on resources: what is due, who does it, and doing it before the window',
      },
      { name: 'templates', description: 'What customers read, drafted once for many windows' },
      { name: 'blackouts', description: 'Times in which no window may take place' },
      { name: 'series', description: 'Recurring windows: a window for every night of a plan' },
      { name: 'inventory', description: 'Who has what where: the source of every audience' },
      { name: 'reach', description: 'Whom mail does not reach, and what people do about it' },
      { name: 'measures', description: 'What reason-for-outage reports promised, followed until it is done' },
      { name: 'retention', description: 'What names people: how long it is kept, and erasing it on request' },
      { name: 'audit', description: 'Who did what, by which door, when' },
      { name: 'config', description: 'The settings and rules in force' },
      { name: 'doctor', description: 'Whether what is configured can be used' },
      { name: 'webhooks', description: "Customers' systems hear of their windows; see docs/webhooks.md" },
      { name: 'calendar', description: 'Feeds to subscribe to, and what customers answered' },
      { name: 'tokens', description: 'Who may use this API' },
    ],
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token of role admin, engineer, operator, approver, customer or inbound.',
        },
      },
    },
  };
}

function operationObject(operation: Route, schemas: DocumentSchemas, publicUrl: string): Json {
  const { schemas: own, success, bodyKind } = operation;
  const { roles } = permissionFor(operation.operation);
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: `${operation.description}\n\nRoles: ${roles.join(', ')}.`,
    parameters: [
      ...(own.params ? parameters(schemas.write(own.params, 'input'), 'path') : []),
      ...(own.query ? parameters(schemas.write(own.query, 'input'), 'query') : []),
      ...(operation.method === 'post' && !operation.readsOnly ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(own.body && bodyKind
      ? {
          requestBody: requestBody(operation, schemas.write(operation.documentedBody ?? own.body, 'input'), schemas),
        }
      : {}),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.headers ? { headers: headers(success.headers) } : {}),
        ...answerContent(operation, schemas),
      },
      ...problemResponses(operation, publicUrl),
    },
  };
}

function answerContent({ id, schemas: own, success }: Route, schemas: DocumentSchemas): Json {
  const texts = Object.entries(success.alsoAs ?? {}).map(([type, description]) => [
    type,
    { schema: { type: 'string', description } },
  ]);
  const content: Json = {
    ...(own.answer
      ? {
          'application/json': {
            schema: schemas.refer(`${capitalized(id)}Answer`, schemas.write(own.answer, 'output')),
          },
        }
      : {}),
    ...(Object.fromEntries(texts) as Json),
  };
  return Object.keys(content).length > 0 ? { content } : {};
}

const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Of your making, one for each intended change. The same key with the same request gives the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
};

function requestBody(operation: Route, body: Json, schemas: DocumentSchemas): Json {
  const { types = [], streamed = [], optional: isOptional = true } = operation.bodyKind ?? {};
  const schema = schemas.refer(`${capitalized(operation.id)}Request`, body);
  const plain = types.map((type) => [type, { schema, ...optional({ example: operation.example }) }]);
  const texts = streamed.map((type) => [type, { schema: { type: 'string', description: STREAMED_WORDS[type] } }]);
  return {
    required: !isOptional || !acceptsNothing(operation),
    content: Object.fromEntries([...plain, ...texts]) as Json,
  };
}

/** Whether the schema takes a request without a body. */
function acceptsNothing({ schemas }: Route): boolean {
  return schemas.body?.safeParse({}).success ?? true;
}

const STREAMED_WORDS: Record<StreamedType, string> = {
  'text/csv': 'A header line with the field names, then one line a row. Read as it comes, whatever its length.',
  'application/x-ndjson': 'One JSON object a line. Read as it comes, whatever its length.',
  'message/rfc822': 'A raw mail (RFC 5322), as it came.',
};

function parameters(written: Json, place: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = written as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...optional({ description }),
    ...(rest.type === 'array' ? { style: 'form', explode: false } : {}),
    schema: rest,
  }));
}

function headers(descriptions: Readonly<Record<string, string>>): Json {
  const entries = Object.entries(descriptions).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return Object.fromEntries(entries) as Json;
}

function capitalized(id: string): string {
  return id.charAt(0).toUpperCase() + id.slice(1);
}

/** What can go wrong with any operation of this shape, whatever it does. */
export function problemCodes(operation: Route): ErrorCode[] {
  const { schemas, bodyKind, method, readsOnly, problems } = operation;
  return [
    ...new Set<ErrorCode>([
      'missing-token',
      'wrong-token',
      'not-permitted',
      'too-many-requests',
      'database-unreachable',
      ...(schemas.params ? ['not-found' as const] : []),
      ...(schemas.query ? ['invalid-body' as const] : []),
      ...(bodyKind
        ? (['malformed-body', 'unsupported-media-type', 'body-too-large', 'invalid-body'] as const)
        : (['malformed-body'] as const)),
      ...(method === 'post' && !readsOnly ? (['invalid-body', 'key-reused', 'key-in-progress'] as const) : []),
      ...problems,
    ]),
  ];
}

function problemResponses(operation: Route, publicUrl: string): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of problemCodes(operation)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const known = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, codes]) => [String(status), problemResponse(status, codes, publicUrl)]);
  const unknown = {
    description: 'Something went wrong on our side; the document names the incident.',
    content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return { ...(Object.fromEntries(known) as Json), 500: unknown };
}

function problemResponse(status: number, codes: readonly ErrorCode[], publicUrl: string): Json {
  const examples = codes.map((code) => [
    code,
    { summary: ERRORS[code].title, value: problemOf(new KnownError(code, ERRORS[code].title), publicUrl) },
  ]);
  return {
    description: `${STATUS_CODES[status] ?? String(status)}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
    ...(status === 401 ? { headers: headers({ 'WWW-Authenticate': 'Bearer (RFC 6750)' }) } : {}),
    ...(ERRORS[codes[0] ?? 'invalid-body'].retryable
      ? { headers: headers({ 'Retry-After': 'Seconds to wait before the next try' }) }
      : {}),
    content: {
      [PROBLEM_TYPE]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(examples) as Json,
      },
    },
  };
}

const problemSchema = z
  .object({
    type: z.url().meta({ examples: [problemUri('https://status.provider.example', 'invalid-body')] }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().describe('What is wrong with this request, and what to do next.'),
    code: z.enum([...ERROR_CODES, 'internal-error']),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .describe('The fields at fault, with dots: `slots.0.start`.'),
    incident: z.string().optional().describe('Only with status 500: what the log has it under.'),
  })
  .describe('A failure (RFC 9457).');
