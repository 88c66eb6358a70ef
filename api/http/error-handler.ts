import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ERRORS, KnownError } from '../../domain/shared/errors';
import { knownFailure, loggable } from './failures';
import { incidentProblem, problemOf, PROBLEM_TYPE, type Problem } from './problem';
import { routeName } from './router';

/** Seconds after which a retryable failure is worth another try. */
const RETRY_AFTER = '5';

/** Requests that no route answers. */
export const notFound: RequestHandler = (_request, _response) => {
  throw new KnownError(
    'not-found',
    'There is nothing at this path. The operations are listed at /docs and in /openapi.json.',
  );
};

/** Every failure as a problem document (RFC 9457); an unknown one goes to the log under its incident, and no further. */
export function createErrorHandler(publicUrlOf: (request: Request) => string): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const publicUrl = publicUrlOf(request);
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = knownFailure(error);
    if (known) {
      if (known.code === 'missing-token' || known.code === 'wrong-token')
        response.set('WWW-Authenticate', challenge(known.code));
      if (ERRORS[known.code].retryable && !response.get('Retry-After')) response.set('Retry-After', RETRY_AFTER);
      if (ERRORS[known.code].status >= 500)
        request.log.warn({ route: routeName(response), code: known.code, failure: loggable(error) }, 'not carried out');
      send(response, problemOf(known, publicUrl));
      return;
    }
    const incident = typeof request.id === 'string' ? request.id : randomUUID();
    request.log.error({ route: routeName(response), incident, failure: loggable(error) }, 'unforeseen failure');
    send(response, incidentProblem(incident, publicUrl));
  };
}

/** RFC 6750 §3: an error code only when a token was sent. */
function challenge(code: 'missing-token' | 'wrong-token'): string {
  return code === 'missing-token' ? 'Bearer realm="forewarn"' : 'Bearer realm="forewarn", error="invalid_token"';
}

function send(response: Response, problem: Problem): void {
  response.status(problem.status).set('Cache-Control', 'no-store').type(PROBLEM_TYPE).send(JSON.stringify(problem));
}
