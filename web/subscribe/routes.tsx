import type { Router } from 'express';
import { siteFor, type SiteFacts } from '../site/site';
import { sendHtml } from '../status/http-answers';
import type { StatusPageDeps } from '../status/router';
import { componentsNow } from './components-now';
import { addMailRoutes } from './mail-routes';
import { mailLanguages } from './mail-languages';
import { SubscribePage } from './pages';

/** `/subscribe`, and what the links in mails lead to (C2, RFC 8058). */
export function addSubscribeRoutes(router: Router, deps: StatusPageDeps, facts: SiteFacts): void {
  router.get('/subscribe', async (request, response) => {
    const components = await componentsNow(deps);
    const byMail = deps.subscriptions !== undefined;
    // so that a browser names this origin when it sends the form; see ownOrigin
    response.set('Referrer-Policy', 'same-origin');
    const site = siteFor(facts, request, response);
    const mails = mailLanguages(deps, site.say.tag);
    sendHtml(response, <SubscribePage {...{ site, components, byMail, ...mails }} root="./" />);
  });
  if (deps.subscriptions) addMailRoutes(router, { ...deps, subscriptions: deps.subscriptions }, facts);
}
