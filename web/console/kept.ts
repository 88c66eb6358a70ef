import type { RequestHandler, Response } from 'express';
import { findKeptForm, keepForm, personOfLapsed } from '../../store/access/kept-forms';
import { isTokenForm } from '../../store/access/token-secret';
import { typedIn, type FormState } from '../forms/typed';
import { FORM_TOKEN, isOwnForm } from '../sign-in/forgery';
import { whoAsks } from '../sign-in/signed-in';
import type { AreaParts } from './area';

/** Where a kept form is shown again. */
const keptHref = (secret: string) => `/console/kept/${secret}`;

/**
 * After the form was read: lets those pass who are signed in. A form of a session that has lapsed meanwhile is kept, and its person gets it
 * back after signing in; only one that a page of that very session made (T8).
 */
export function signedInOrKept(parts: AreaParts): RequestHandler {
  const { db, box, cookies, clock } = parts;
  return async (request, response, next) => {
    const person = await whoAsks(parts, request);
    if (person) {
      response.locals.person = person;
      next();
      return;
    }
    const secret = cookies.session(request);
    const whose =
      secret !== undefined && isTokenForm(secret) && isOwnForm(request.body, secret)
        ? await personOfLapsed(db, secret)
        : undefined;
    if (whose === undefined) {
      toSignIn(response, '');
      return;
    }
    const { [FORM_TOKEN]: _token, ...typed } = typedIn(request.body);
    const kept = await keepForm({ db, box }, { path: request.path, typed }, { person: whose, now: clock() });
    toSignIn(response, `?to=${encodeURIComponent(keptHref(kept))}`);
  };
}

function toSignIn(response: Response, query: string): void {
  response.set('Cache-Control', 'no-store').redirect(303, `/sign-in${query}`);
}

/** A kept form of the person, as its page shows it again. */
export async function keptState(
  { db, box, clock }: AreaParts,
  secret: string,
  person: string,
): Promise<{ readonly path: string; readonly form: FormState } | undefined> {
  if (!isTokenForm(secret)) return undefined;
  const kept = await findKeptForm({ db, box }, secret, { person, now: clock() });
  const message = 'You were signed out before this arrived, so nothing was done. Look at it, and send it again.';
  return kept && { path: kept.path, form: { typed: kept.typed, faults: [], message } };
}
