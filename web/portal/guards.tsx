import type { RequestHandler } from 'express';
import { counted } from '../site/counted';
import { ownOriginOnly } from '../site/own-origin';
import type { SiteFacts } from '../site/site';
import { sendPrivateHtml } from '../status/http-answers';
import type { PortalSignInParts } from './person';
import { portalSiteFor } from './site';
import { NotInPage } from './sign-in-pages';

/** Refuses a form that a page elsewhere had a browser send: nobody is signed in as somebody else (T8). */
export function ownOrigin({ publicUrl }: PortalSignInParts, facts: SiteFacts): RequestHandler {
  return ownOriginOnly(publicUrl, (request, response, own) => {
    const site = portalSiteFor(facts, request, response);
    const { signIn: say } = site.words;
    const page = <NotInPage {...{ site, title: say.elsewhereTitle }}>{say.elsewhere(own)}</NotInPage>;
    sendPrivateHtml(response, page);
  });
}

/** T8: whoever guesses addresses or links does not get far. */
export function limited(parts: PortalSignInParts, facts: SiteFacts): RequestHandler {
  return counted(parts, 'portal', (request, response, { most, minutes, seconds }) => {
    const site = portalSiteFor(facts, request, response);
    const { signIn: say } = site.words;
    const page = <NotInPage {...{ site, title: say.tooManyTitle }}>{say.tooMany(most, minutes, seconds)}</NotInPage>;
    sendPrivateHtml(response, page);
  });
}
