import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { MINUTE, SECOND } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import { ASK_LIMITS, countAsk, type AskKind } from '../../store/public/subscribe-counts';

/** That too many requests came from a network, in figures for a sentence. */
export interface TooMany {
  readonly most: number;
  readonly minutes: number;
  /** Until the next one is taken. */
  readonly seconds: number;
}

/**
 * Refuses a network that asks too often (T8). Counted in the database, for all API processes together; an IPv6 network has as many
 * addresses as it likes and counts as one. Which proxies may name the reader is the operator's to say (FOREWARN_TRUSTED_PROXIES).
 */
export function counted(
  { db, clock }: { readonly db: Database; readonly clock: () => number },
  kind: AskKind,
  refuse: (request: Request, response: Response, tooMany: TooMany) => void,
): RequestHandler {
  return async (request, response, next) => {
    const wait = await countAsk(db, kind, ipKeyGenerator(request.ip ?? ''), clock());
    if (wait === undefined) {
      next();
      return;
    }
    const { most, everyMs } = ASK_LIMITS[kind];
    const seconds = Math.ceil(wait / SECOND);
    response.status(429).set('Retry-After', String(seconds));
    refuse(request, response, { most, minutes: everyMs / MINUTE, seconds });
  };
}
