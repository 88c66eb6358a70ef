import type { RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { MINUTE, SECOND } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import { ASK_LIMITS, countAsk } from '../../store/public/subscribe-counts';
import { siteFor, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { RefusedPage } from './pages';

/**
 * Refuses who asks too often, and everybody when too many ask (T8). Counted in the database, for all API processes together.
 * Which proxies may name the reader is the operator's to say (FOREWARN_TRUSTED_PROXIES).
 */
export function limited(
  { db, clock }: { readonly db: Database; readonly clock: () => number },
  facts: SiteFacts,
): RequestHandler {
  return async (request, response, next) => {
    const now = clock();
    // an IPv6 network has as many addresses as it likes: it counts as one
    const client = await countAsk(db, 'client', ipKeyGenerator(request.ip ?? ''), now);
    const wait = client ?? (await countAsk(db, 'page', '', now));
    if (wait === undefined) {
      next();
      return;
    }
    const { most, everyMs } = ASK_LIMITS[client === undefined ? 'page' : 'client'];
    const site = siteFor(facts, request, response);
    const { tooMany: say } = site.say.subscribe;
    const seconds = Math.ceil(wait / SECOND);
    const text = say.text(client === undefined ? say.thisPage : say.yourNetwork, most, everyMs / MINUTE, seconds);
    response.status(429).set('Retry-After', String(seconds));
    sendPrivateHtml(response, <RefusedPage site={site} root="./" title={say.title} text={text} />);
  };
}
