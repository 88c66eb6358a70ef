import type { Router } from 'express';
import type { SignInFault } from '../../activities/ports/identity';
import { enterByClaims } from '../../use-cases/enter-portal';
import type { SiteFacts } from '../site/site';
import { addOpenIdRoutes } from '../sign-in/openid-routes';
import { PORTAL } from '../sign-in/way-back';
import { sendPrivateHtml } from '../status/http-answers';
import type { PortalWords } from '../words/portal/portal-words';
import { enter } from './enter';
import { limited } from './guards';
import type { PortalSignInParts } from './person';
import { portalSiteFor } from './site';
import { NotInPage } from './sign-in-pages';

/** Where signing in with an account elsewhere begins. */
export const OPENID_BEGIN = '/portal/openid/begin';
/** The path the provider of customers sends browsers back to, which is registered there for each brand's address. */
export const PORTAL_CALLBACK = '/portal/openid/callback';

/** Contacts sign in with an account elsewhere (T9), by the address that their provider has verified. */
export function addPortalOpenId(router: Router, parts: PortalSignInParts, facts: SiteFacts): void {
  const { openId, db, shows, publicUrl, clock, logger } = parts;
  if (!openId) return;
  const { name } = openId.provider;
  addOpenIdRoutes(router, {
    ...openId,
    ...{ publicUrl, begin: OPENID_BEGIN, callback: PORTAL_CALLBACK, home: PORTAL, limited: limited(parts, facts) },
    ...{ logger, clock },
    refuse(request, response, fault) {
      const site = portalSiteFor(facts, request, response);
      const [title, text] = faultWords(site.words.openId, fault, name);
      sendPrivateHtml(
        response,
        <NotInPage {...{ site, title }} again={site.words.openId.again}>
          {text}
        </NotInPage>,
      );
    },
    async arrived(request, response, { claims, to }) {
      const entered = await enterByClaims(db, claims, { shows, browser: request.get('user-agent'), now: clock() });
      if (!('fault' in entered)) {
        await enter(parts, { request, response }, { ...entered, back: to });
        return;
      }
      logger.warn({ fault: entered.fault }, 'nobody was signed in');
      const site = portalSiteFor(facts, request, response);
      const { openId: say } = site.words;
      const text = entered.fault === 'unverified' ? say.unverified(name) : say.noContact(name, entered.address);
      // else the next attempt would be of the same account, without a question
      const other = await openId.provider.signOutAddress(`${publicUrl}/portal/sign-in`);
      const page = (
        <NotInPage {...{ site, title: say.notInTitle, other }} again={say.again}>
          {text}
        </NotInPage>
      );
      sendPrivateHtml(response.status(403), page);
    },
  });
}

function faultWords(
  say: PortalWords['openId'],
  fault: SignInFault['fault'],
  at: string,
): [title: string, text: string] {
  if (fault === 'unreachable') return [say.unreachableTitle, say.unreachable(at)];
  return [say.notInTitle, fault === 'declined' ? say.declined(at) : say.notGenuine(at)];
}
