import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import { routeName } from './router';
import type { Caller } from './route';

const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * One line a request: what was asked of which route, by which token, and how it went. No header, query, body or free path is
 * ever logged: they hold tokens, addresses and names (T4).
 */
export function createRequestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    genReqId: () => randomUUID(),
    serializers: {
      req: ({ id, method }: { id: string; method: string }) => ({ id, method }),
      res: statusOf,
      err: () => undefined,
    },
    // also called at the start, when nothing is known yet; a field given twice would be in the line twice
    customProps: (_request, response) => (response.writableEnded ? localsOf(response) : {}),
    customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'answered',
    autoLogging: { ignore: (request: IncomingMessage) => QUIET.has(request.url ?? '') },
  });
}

function statusOf({ statusCode }: { statusCode: number }) {
  return { statusCode };
}

function localsOf(response: ServerResponse): object {
  const { locals = {} } = response as { locals?: Record<string, unknown> };
  const caller = locals.caller as Caller | undefined;
  return {
    route: routeName({ locals }),
    ...(caller ? { token: caller.tokenId } : {}),
    ...(typeof locals.window === 'string' ? { window: locals.window } : {}),
  };
}
