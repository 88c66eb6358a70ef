import { urlencoded, type Request, type RequestHandler, type Response, type Router } from 'express';
import type { SignInFault } from '../../activities/ports/identity';
import { chooseGrant, endSessions } from '../../store/access/sessions';
import { signIn } from '../../use-cases/sign-in';
import type { ConsoleSite } from '../console/layout';
import { counted } from '../site/counted';
import { sendPrivateHtml } from '../status/http-answers';
import { addBackChannelLogout } from './back-channel';
import { NotSignedInPage, SignedOutPage, SignInPage } from './pages';
import { addOpenIdRoutes, type OpenIdWay } from './openid-routes';
import type { SignInParts } from './parts';
import { ownFormOnly, personOf, signedInOnly, whoAsks } from './signed-in';
import { HOME, wayBack } from './way-back';

/** The path the provider sends browsers back to, which is registered there. */
export const CALLBACK = '/sign-in/callback';

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });

/** Signing in and out (T9). */
export function addSignInRoutes(router: Router, parts: SignInParts, site: ConsoleSite): void {
  const { db, provider, cookies, clock } = parts;

  router.get('/sign-in', async (request, response) => {
    const to = wayBack(request.query.to);
    if (await whoAsks(parts, request)) {
      response.set('Cache-Control', 'no-store').redirect(303, to);
      return;
    }
    const href = `/sign-in/begin?to=${encodeURIComponent(to)}`;
    sendPrivateHtml(response, <SignInPage site={site} href={href} at={provider.name} />);
  });

  // each of them may have us ask the provider
  const limited = counted(parts, 'sign-in', (_request, response, { most, minutes, seconds }) => {
    const page = (
      <NotSignedInPage site={site} title="Too much at once">
        <p>
          More than {most} requests to sign in came from your network in {minutes} minutes. Try again in {seconds}{' '}
          seconds.
        </p>
      </NotSignedInPage>
    );
    sendPrivateHtml(response, page);
  });
  addOpenIdRoutes(router, {
    ...{ provider, begun: cookies, publicUrl: parts.publicUrl, logger: parts.logger, clock },
    ...{ begin: '/sign-in/begin', callback: CALLBACK, home: HOME, limited },
    refuse: (_request, response, fault) =>
      sendPrivateHtml(response, <FaultPage {...{ site, fault }} at={provider.name} />),
    arrived: arriving(parts, site),
  });
  addBackChannelLogout(router, parts);

  const mine = [signedInOnly(parts), form, ownFormOnly(notThisForm(site))];
  router.post('/sign-out', ...mine, async (_request, response) => {
    const { session } = personOf(response);
    await endSessions(db, session.person, { id: session.id });
    cookies.dropSession(response);
    response.redirect(303, '/signed-out');
  });

  router.get('/signed-out', async (_request, response) => {
    const href = await provider.signOutAddress(`${parts.publicUrl}/sign-in`);
    const elsewhere = href === undefined ? undefined : { href, at: provider.name };
    sendPrivateHtml(response, <SignedOutPage site={site} elsewhere={elsewhere} />);
  });

  router.post('/sign-in/as', ...mine, async (request, response) => {
    const { session } = personOf(response);
    const chosen = Number((request.body as { readonly grant?: unknown }).grant);
    const secret = Number.isInteger(chosen) ? await chooseGrant(db, session.id, chosen) : undefined;
    if (secret !== undefined) cookies.keepSession(response, secret);
    response.redirect(303, '/console/account');
  });
}

/** Somebody came back from the provider. A session the browser had before ends: whoever signs in is another one to us. */
function arriving(parts: SignInParts, site: ConsoleSite): OpenIdWay['arrived'] {
  const { db, provider, cookies, rules, clock, logger } = parts;
  return async (request, response, { claims, to }) => {
    const arrival = { claims, provider: provider.host, browser: request.get('user-agent'), now: clock() };
    const signedIn = await signIn(db, rules, arrival);
    if ('fault' in signedIn) {
      logger.warn({ fault: signedIn.fault }, 'nobody was signed in');
      const name = 'name' in signedIn ? signedIn.name : undefined;
      sendPrivateHtml(response.status(403), <NoRolePage site={site} name={name} at={provider.name} />);
      return;
    }
    const before = await whoAsks(parts, request);
    if (before) await endSessions(db, before.session.person, { id: before.session.id });
    cookies.keepSession(response, signedIn.secret);
    response.set('Cache-Control', 'no-store').redirect(303, to);
  };
}

/** What each fault says to a person. */
const FAULTS: Readonly<Record<SignInFault['fault'], { title: string; text: (at: string) => string }>> = {
  unreachable: {
    title: 'Signing in is not possible right now',
    text: (at) => `${at} does not answer. Nothing is wrong with your account: try again in a minute.`,
  },
  declined: {
    title: 'You were not signed in',
    text: (at) => `${at} did not let you in, or you called it off there.`,
  },
  'not-genuine': {
    title: 'You were not signed in',
    text: (at) =>
      `The answer of ${at} does not belong to what this browser asked, or came too late. That happens with the back button, in a second tab, or after ten minutes.`,
  },
};

function FaultPage({ site, fault, at }: { site: ConsoleSite; fault: SignInFault['fault']; at: string }) {
  const { title, text } = FAULTS[fault];
  return (
    <NotSignedInPage site={site} title={title}>
      <p>{text(at)}</p>
    </NotSignedInPage>
  );
}

function NoRolePage({ site, name, at }: { site: ConsoleSite; name: string | undefined; at: string }) {
  return (
    <NotSignedInPage site={site} title="You have nothing to do here yet">
      <p>
        {name === undefined ? `${at} says nothing of who you are.` : `You are signed in at ${at} as ${name}.`} No role
        of yours opens this place. Ask whoever administers it: the part signIn of the rules file says which groups do.
      </p>
    </NotSignedInPage>
  );
}

/** Answers a form that was made for another session. */
export function notThisForm(site: ConsoleSite): RequestHandler {
  return (_request: Request, response: Response) => {
    const page = (
      <NotSignedInPage site={site} title="Nothing was changed">
        <p>This form was made for another session, or by another site. Open its page again, and send it from there.</p>
      </NotSignedInPage>
    );
    sendPrivateHtml(response.status(403), page);
  };
}
