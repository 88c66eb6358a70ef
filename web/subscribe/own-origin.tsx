import type { RequestHandler } from 'express';
import { ownOriginOnly } from '../site/own-origin';
import { siteFor, type SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import { RefusedPage } from './pages';

/** Refuses a form that a page elsewhere had a browser send (T8). */
export function ownOrigin(publicUrl: string, facts: SiteFacts): RequestHandler {
  return ownOriginOnly(publicUrl, (request, response, own) => {
    const site = siteFor(facts, request, response);
    const { title, text } = site.say.subscribe.elsewhere;
    sendPrivateHtml(response, <RefusedPage site={site} root="./" title={title} text={text(own)} />);
  });
}
