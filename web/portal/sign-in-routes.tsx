import { urlencoded, type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { addressFault } from '../../domain/delivery/mail-address';
import { MINUTE } from '../../domain/shared/time';
import { chooseContact, contactsAt, endPortalSession } from '../../store/access/portal-sessions';
import { PORTAL_TIMES } from '../../use-cases/sign-in-by-mail';
import type { SiteFacts } from '../site/site';
import { isOwnForm } from '../sign-in/forgery';
import { PORTAL, wayBack } from '../sign-in/way-back';
import { sendPrivateHtml } from '../status/http-answers';
import { enter } from './enter';
import { limited, ownOrigin } from './guards';
import { addPortalOpenId, OPENID_BEGIN } from './openid-routes';
import { contactAsking, contactOf, contactsOnly, type PortalSignInParts } from './person';
import { portalSiteFor } from './site';
import { AskedPage, AskPage, ChoosePage, NotInPage, OpenPage } from './sign-in-pages';

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });
const typedForm = z.record(z.string(), z.unknown()).catch({});

const typedIn = (body: unknown, name: string): string => {
  const value = typedForm.parse(body)[name];
  return typeof value === 'string' ? value : '';
};

/** Customers sign in by a link in a mail, and out (T9). */
export function addPortalSignIn(router: Router, parts: PortalSignInParts, facts: SiteFacts): void {
  const guards = [ownOrigin(parts, facts), limited(parts, facts), form];

  router.get('/portal/sign-in', async (request, response) => {
    const to = wayBack(request.query.to, PORTAL);
    if (await contactAsking(parts, request)) {
      response.set('Cache-Control', 'no-store').redirect(303, to);
      return;
    }
    const site = portalSiteFor(facts, request, response);
    const isOut = request.query.out !== undefined;
    const said = isOut ? site.words.signIn.signedOut : undefined;
    const signOut = isOut && request.query.out === 'openid' ? await elsewhere(parts) : undefined;
    // so that a browser names this origin when it sends the form; see ownOrigin
    sendPrivateHtml(
      response,
      <AskPage {...{ site, to, said, signOut }} account={accountAt(parts, to)} />,
      'same-origin',
    );
  });

  router.post('/portal/sign-in', ...guards, (request: Request, response: Response) => {
    const site = portalSiteFor(facts, request, response);
    const to = wayBack(typedIn(request.body, 'to'), PORTAL);
    const address = typedIn(request.body, 'email').trim();
    if (addressFault(address) !== undefined) {
      const account = accountAt(parts, to);
      const page = <AskPage {...{ site, to, account }} typed={address} fault={site.words.signIn.noAddress} />;
      sendPrivateHtml(response.status(422), page, 'same-origin');
      return;
    }
    // what it leads to is found out after the answer: neither its words nor its time say who is a contact
    parts.signIn.ask({ address, back: to });
    sendPrivateHtml(response, <AskedPage site={site} minutes={PORTAL_TIMES.link / MINUTE} />);
  });

  addOpening(router, parts, facts, guards);
  addPortalOpenId(router, parts, facts);
  addChoosing(router, parts, facts);

  router.post('/portal/sign-out', ...ownForm(parts, facts), async (_request: Request, response: Response) => {
    const { session } = contactOf(response);
    await endPortalSession(parts.db, session.contact.id, session.id);
    parts.cookie.dropSession(response);
    response.redirect(303, session.door === 'openid' ? '/portal/sign-in?out=openid' : '/portal/sign-in?out');
  });
}

/** The way in with an account elsewhere, where there is one. */
const accountAt = ({ openId }: PortalSignInParts, to: string) =>
  openId && { href: `${OPENID_BEGIN}?to=${encodeURIComponent(to)}`, at: openId.provider.name };

/** Where one signs out of that account. */
async function elsewhere({ openId, publicUrl }: PortalSignInParts) {
  const href = await openId?.provider.signOutAddress(`${publicUrl}/portal/sign-in`);
  return openId && href !== undefined ? { href, at: openId.provider.name } : undefined;
}

/** The link in the mail. */
function addOpening(router: Router, parts: PortalSignInParts, facts: SiteFacts, guards: RequestHandler[]): void {
  const { signIn } = parts;
  const over = (request: Request, response: Response) => {
    const site = portalSiteFor(facts, request, response);
    const { signIn: say } = site.words;
    sendPrivateHtml(response.status(410), <NotInPage {...{ site, title: say.overTitle }}>{say.over}</NotInPage>);
  };
  // nothing but this page learns the address of the link: the answer's Referrer-Policy is no-referrer
  router.get('/portal/sign-in/:token', async (request, response) => {
    if (!(await signIn.isGood(request.params.token))) over(request, response);
    else sendPrivateHtml(response, <OpenPage site={portalSiteFor(facts, request, response)} />);
  });
  router.post('/portal/sign-in/:token', ...guards, async (request: Request<{ token: string }>, response: Response) => {
    const arrived = await signIn.signIn(request.params.token, request.get('user-agent'));
    if (!arrived) {
      over(request, response);
      return;
    }
    await enter(parts, { request, response }, arrived);
  });
}

/** One address can be the contact of several organizations. */
function addChoosing(router: Router, parts: PortalSignInParts, facts: SiteFacts): void {
  router.get('/portal/choose', contactsOnly(parts), async (request, response) => {
    const person = contactOf(response);
    const site = portalSiteFor(facts, request, response, person);
    const contacts = await contactsAt(parts.db, person.session.contact.address, parts.shows);
    const page = <ChoosePage {...{ site, person, contacts }} to={wayBack(request.query.to, PORTAL)} />;
    sendPrivateHtml(response, page, 'same-origin');
  });
  router.post('/portal/choose', ...ownForm(parts, facts), async (request: Request, response: Response) => {
    const { session } = contactOf(response);
    const wanted = typedIn(request.body, 'contact');
    const theirs = await contactsAt(parts.db, session.contact.address, parts.shows);
    const isTheirs = theirs.some(({ id }) => id === wanted);
    const secret = isTheirs ? await chooseContact(parts.db, session.id, wanted) : undefined;
    if (secret !== undefined) parts.cookie.keepSession(response, secret);
    response.redirect(303, wayBack(typedIn(request.body, 'to'), PORTAL));
  });
}

/** A form of the session's own pages (T8). */
export function ownForm(parts: PortalSignInParts, facts: SiteFacts): RequestHandler[] {
  return [
    contactsOnly(parts),
    form,
    (request, response, next) => {
      if (isOwnForm(request.body, contactOf(response).secret)) {
        next();
        return;
      }
      const site = portalSiteFor(facts, request, response, contactOf(response));
      const { notThisFormTitle: title, notThisForm: text } = site.words;
      sendPrivateHtml(response.status(403), <NotInPage {...{ site, title }}>{text}</NotInPage>);
    },
  ];
}
