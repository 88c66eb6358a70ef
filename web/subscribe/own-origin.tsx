import type { Request, RequestHandler } from 'express';
import { siteFor, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { RefusedPage } from './pages';

/**
 * Refuses a form that a page elsewhere had a browser send (T8). Browsers say it themselves, in Sec-Fetch-Site or Origin, which
 * no page can forge; who sends neither is no browser and has nobody's address but its own.
 */
export function ownOriginOnly(publicUrl: string, facts: SiteFacts): RequestHandler {
  const own = new URL(publicUrl).origin;
  return (request, response, next) => {
    if (!isForeign(request, own)) {
      next();
      return;
    }
    const site = siteFor(facts, request, response);
    const { title, text } = site.say.subscribe.elsewhere;
    sendPrivateHtml(response.status(403), <RefusedPage site={site} root="./" title={title} text={text(own)} />);
  };
}

function isForeign(request: Request, own: string): boolean {
  const fetchSite = request.get('sec-fetch-site');
  if (fetchSite !== undefined) return fetchSite !== 'same-origin' && fetchSite !== 'none';
  const origin = request.get('origin');
  if (origin === undefined || origin === own) return false;
  // reached under another name than the one in mails
  return !URL.canParse(origin) || new URL(origin).host !== request.get('host');
}
