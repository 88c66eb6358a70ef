import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { KnownError } from '../../domain/shared/errors';
import { toIso } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import { authenticate } from './auth';
import { bodyReader } from './body';
import { once } from './idempotency';
import { requestIdOf } from './request-id';
import { mustBePermitted, permissionFor } from '../permissions';
import { createRateLimit, type RateLimit } from './rate-limit';
import type { Answer, Caller, Route } from './route';
import { reference } from './schemas';
import { createStreamCap, type StreamCap } from './stream-cap';
import { sendStream, StreamedAnswer, StreamedBody } from './streams';

export interface RouterDependencies {
  readonly db: Database;
  readonly rateLimit?: RateLimit | undefined;
  readonly clock: () => number;
  /** How long a reader of a streamed answer may take nothing (ms); see sendStream. */
  readonly stallMs?: number | undefined;
}

/** Says with every answer when the token ends, from two weeks before on. */
export const ENDING_HEADER = 'Forewarn-Token-Expires';

/** What the log and the metrics call a request: the path with its placeholders, because a path can hold anything (T4). */
export function nameRoute(response: Response, template: string): void {
  response.locals.route = template;
}

/** The template the request was found under; `other` for a path nobody named. */
export function routeName(response: Pick<Response, 'locals'>): string {
  return typeof response.locals.route === 'string' ? response.locals.route : 'other';
}

/**
 * Every operation as an Express route: token, rate, role, body, Idempotency-Key, handler, answer, in this order, so that nobody
 * unknown makes us read a body. A path with another method answers 405.
 */
export function createRouter(routes: readonly Route[], deps: RouterDependencies): Router {
  const router = express.Router({ caseSensitive: true });
  // one for all operations: a token's requests count together
  const limited = createRateLimit(deps.rateLimit);
  const streams = createStreamCap();
  for (const [path, operations] of byPath(routes)) {
    const bound = router.route(expressPath(path));
    bound.all((_request, response, next) => {
      nameRoute(response, path);
      next();
    });
    for (const operation of operations) bound[operation.method](handlers(operation, deps, limited, streams));
    bound.all(methodNotAllowed(operations.map(({ method }) => method)));
  }
  return router;
}

function byPath(routes: readonly Route[]): Map<string, Route[]> {
  const paths = new Map<string, Route[]>();
  for (const operation of routes) paths.set(operation.path, [...(paths.get(operation.path) ?? []), operation]);
  return paths;
}

function handlers(
  operation: Route,
  { db, clock, stallMs }: RouterDependencies,
  limited: RequestHandler,
  streams: StreamCap,
): RequestHandler[] {
  // the app does not start with an operation that has no row
  permissionFor(operation.operation);
  return [
    async (request, response, next) => {
      const caller = await authenticate(db, request.headers.authorization);
      response.locals.caller = caller;
      if (caller.isEnding && caller.expiresAt !== null) response.set(ENDING_HEADER, toIso(caller.expiresAt));
      next();
    },
    limited,
    (request, response, next) => {
      mustBePermitted(response.locals.caller as Caller, operation.operation);
      response.locals.window = operation.schemas.params && reference.safeParse(request.params.reference).data;
      next();
    },
    ...(operation.bodyKind ? bodyReader(operation.bodyKind) : []),
    async (request, response) => {
      const caller = response.locals.caller as Caller;
      const call = {
        params: request.params,
        query: request.query,
        body: request.body as unknown,
        caller,
        now: clock(),
        requestId: requestIdOf(request),
      };
      // what cannot be read twice cannot be compared either; such operations are safe to repeat by themselves
      const takesKey = operation.method === 'post' && !operation.readsOnly && !(call.body instanceof StreamedBody);
      const key = takesKey ? request.get('idempotency-key') : undefined;
      const { answer, replayed } =
        key === undefined
          ? { answer: await operation.run({ ...call, attempt: undefined }), replayed: false }
          : await once(db, operation, key, call, hashedPath(request));
      if (replayed) response.set('Idempotency-Replayed', 'true');
      if (answer.body instanceof StreamedAnswer) {
        const end = streams.take(caller.tokenId, (seconds) => response.set('Retry-After', seconds));
        try {
          head(response, operation, answer);
          await sendStream(request, response, answer.body, stallMs);
        } finally {
          end();
        }
        return;
      }
      send(response, operation, answer);
    },
  ];
}

/** Two requests are the same only when they go to the same place. */
function hashedPath(request: Request): string {
  return `${request.method} ${request.originalUrl}`;
}

function head(response: Response, { success }: Route, { headers }: Answer): void {
  response.status(success.status).set({ 'Cache-Control': 'no-store', ...headers });
}

function send(response: Response, operation: Route, answer: Answer): void {
  head(response, operation, answer);
  if (operation.success.status === 204) response.end();
  else response.json(answer.body);
}

/** `/v1/windows/{reference}` as Express spells it. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Answers any other method: 204 to OPTIONS, else 405; both say what the path takes. */
export function methodNotAllowed(methods: readonly string[]): RequestHandler {
  const allowed = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])).sort();
  return (request, response) => {
    response.set('Allow', allowed.join(', '));
    if (request.method === 'OPTIONS') {
      response.status(204).end();
      return;
    }
    throw new KnownError('method-not-allowed', `This path takes ${allowed.join(', ')}, not ${request.method}.`);
  };
}
