import type { Request, RequestHandler, Response } from 'express';
import { findSession, type Session } from '../../store/access/sessions';
import { isTokenForm } from '../../store/access/token-secret';
import { isOwnForm } from './forgery';
import type { SignInParts } from './parts';

/** Somebody who is signed in, and the secret by which their browser proves it. */
export interface SignedInPerson {
  readonly session: Session;
  readonly secret: string;
}

/** Who asks; undefined for somebody who has not signed in, or no longer is. */
export async function whoAsks(
  { db, cookies, rules, clock }: SignInParts,
  request: Request,
): Promise<SignedInPerson | undefined> {
  const secret = cookies.session(request);
  // what cannot be one is not looked up
  if (secret === undefined || !isTokenForm(secret)) return undefined;
  const session = await findSession(db, secret, { now: clock(), idleMs: rules.idle });
  return session && { session, secret };
}

/** Lets only those pass who are signed in; others sign in first and come back to this page. */
export function signedInOnly(parts: SignInParts): RequestHandler {
  return async (request, response, next) => {
    const person = await whoAsks(parts, request);
    if (person) {
      response.locals.person = person;
      next();
      return;
    }
    // a form cannot be sent again after signing in; its page can be shown again
    const wanted = request.method === 'GET' ? `?to=${encodeURIComponent(request.originalUrl)}` : '';
    response.set('Cache-Control', 'no-store').redirect(303, `/sign-in${wanted}`);
  };
}

/** Of a request that passed `signedInOnly`. */
export function personOf(response: Pick<Response, 'locals'>): SignedInPerson {
  return response.locals.person as SignedInPerson;
}

/** Refuses forms that were not made for this session (T8). */
export function ownFormOnly(refuse: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (isOwnForm(request.body, personOf(response).secret)) next();
    else void refuse(request, response, next);
  };
}
