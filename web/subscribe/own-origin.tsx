import type { RequestHandler } from 'express';
import { isForeign } from '../site/own-origin';
import { siteFor, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { RefusedPage } from './pages';

/** Refuses a form that a page elsewhere had a browser send (T8); see isForeign. */
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
