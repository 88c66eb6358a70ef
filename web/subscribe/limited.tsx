import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { JSX } from 'preact';
import { MINUTE } from '../../domain/shared/time';
import type { Subscriptions } from '../../use-cases/subscribe';
import type { Site } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { RefusedPage } from './pages';

/** One household or office may ask so often; whoever needs more waits. */
const LIMIT = { requests: 10, windowMs: 10 * MINUTE };

/** Refuses who asks too often. Counted in this process alone: several API processes let through so many each. */
export function limited({ limit = LIMIT }: Subscriptions, site: Site): RequestHandler {
  const page: JSX.Element = (
    <RefusedPage
      {...{ site, root: './' }}
      title="Too many requests"
      text={`More than ${String(limit.requests)} requests to subscribe came from your network in ${String(limit.windowMs / MINUTE)} minutes. Nothing was done; wait a little.`}
    />
  );
  return rateLimit({
    limit: limit.requests,
    windowMs: limit.windowMs,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // which proxies may name the reader is the operator's to say (FOREWARN_TRUSTED_PROXIES)
    validate: { xForwardedForHeader: false },
    handler: (_request, response) => sendPrivateHtml(response.status(429), page),
  });
}
