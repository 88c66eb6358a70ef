import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../../store/database/database';
import { findPortalSession, type PortalSession } from '../../store/access/portal-sessions';
import { isTokenForm } from '../../store/access/token-secret';
import { PORTAL_TIMES, type SignInByMail } from '../../use-cases/sign-in-by-mail';
import type { BegunCookie, SessionCookie } from '../sign-in/cookies';
import type { NamedProvider } from '../sign-in/openid-routes';

/** A contact who is signed in, and the secret by which their browser proves it. */
export interface PortalPerson {
  readonly session: PortalSession;
  readonly secret: string;
}

/** The provider of OpenID Connect of customers, and the cookie of what is begun there. */
export interface PortalOpenId {
  readonly provider: NamedProvider;
  readonly begun: BegunCookie;
}

/** What signing in to the portal is made with. */
export interface PortalSignInParts {
  readonly db: Database;
  readonly signIn: SignInByMail;
  readonly cookie: SessionCookie;
  /** Signing in with an account elsewhere, beside the mail; undefined where customers have none. */
  readonly openId: PortalOpenId | undefined;
  /** Of whose organizations, by the brand's name; of all when undefined (P7). */
  readonly shows: string | undefined;
  /** Where customers reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** Who asks; undefined for somebody who has not signed in, or no longer is. */
export async function contactAsking(
  { db, cookie, shows, clock }: PortalSignInParts,
  request: Request,
): Promise<PortalPerson | undefined> {
  const secret = cookie.session(request);
  // what cannot be one is not looked up
  if (secret === undefined || !isTokenForm(secret)) return undefined;
  const session = await findPortalSession(db, secret, { now: clock(), idleMs: PORTAL_TIMES.idle, brand: shows });
  return session && { session, secret };
}

/** Lets only those pass who are signed in; others sign in first and come back to this page. */
export function contactsOnly(parts: PortalSignInParts): RequestHandler {
  return async (request, response, next) => {
    const person = await contactAsking(parts, request);
    if (person) {
      response.locals.contact = person;
      next();
      return;
    }
    // a form cannot be sent again after signing in; its page can be shown again
    const wanted = request.method === 'GET' ? `?to=${encodeURIComponent(request.originalUrl)}` : '';
    response.set('Cache-Control', 'no-store').redirect(303, `/portal/sign-in${wanted}`);
  };
}

/** Of a request that passed `contactsOnly`. */
export function contactOf(response: Pick<Response, 'locals'>): PortalPerson {
  return response.locals.contact as PortalPerson;
}
