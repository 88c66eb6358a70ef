import type { RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { KnownError } from '../../domain/shared/errors';
import type { Caller } from './route';

/** How many requests a token may send within how long (ms). */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * Lets each token send so many requests in each window of time, counted in this process alone: several API processes let
 * through so many each. Must come after the token is known (`response.locals.caller`). Beyond the limit it fails with KnownError
 * `too-many-requests` and a Retry-After; `RateLimit` headers (draft 8 of the IETF's) tell what is left. Undefined is no limit.
 */
export function createRateLimit(limit: RateLimit | undefined): RequestHandler {
  if (!limit) {
    return (_request, _response, next) => {
      next();
    };
  }
  const { requests, windowMs } = limit;
  const seconds = String(windowMs / 1_000);
  return rateLimit({
    limit: requests,
    windowMs,
    identifier: 'token',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (_request, response) => (response.locals.caller as Caller).tokenId,
    handler: (_request, response, next) => {
      const wait = response.getHeader('Retry-After');
      next(
        new KnownError(
          'too-many-requests',
          `This token has sent more than ${String(requests)} requests in ${seconds} seconds. Nothing was done; ` +
            `wait ${typeof wait === 'string' || typeof wait === 'number' ? String(wait) : seconds} seconds and send the request again.`,
        ),
      );
    },
  });
}

/**
 * The same for each network, where nobody has shown a token (T8): an IPv6 network has as many addresses as it likes and counts as one.
 * `refuse` answers beyond the limit; it is given how long to wait (s).
 */
export function createNetworkLimit(
  { requests, windowMs }: RateLimit,
  refuse: (response: Response, seconds: number) => void,
): RequestHandler {
  return rateLimit({
    limit: requests,
    windowMs,
    identifier: 'network',
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response) => {
      refuse(response, Number(response.getHeader('Retry-After') ?? windowMs / 1_000));
    },
  });
}
