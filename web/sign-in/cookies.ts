import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { PendingSignIn } from '../../activities/ports/identity';
import { MINUTE } from '../../domain/shared/time';
import type { SecretBox } from '../../store/database/secret-box';

/** Who has begun to sign in has this long to come back (ms). */
const LONGEST_SIGN_IN = 10 * MINUTE;

/** What is kept in the browser until it comes back from the provider. */
export interface Begun extends PendingSignIn {
  /** The page it wanted, a path of ours. */
  readonly to: string;
}

/** The cookie of a session: no script reads it, and only this very host gets it (RFC 6265bis, `__Host-`). */
export interface SessionCookie {
  /** The session's secret. */
  session(request: Request): string | undefined;
  keepSession(response: Response, secret: string): void;
  dropSession(response: Response): void;
}

/** The cookie of what is begun with a provider and not finished. */
export interface BegunCookie {
  /** What was begun, once: it is gone from the browser with this answer. Undefined when there is nothing, or it is too old. */
  takeBegun(request: Request, response: Response, now: number): Begun | undefined;
  keepBegun(response: Response, begun: Begun, now: number): void;
}

/** The two cookies of somebody who signs in with a provider. */
export type SignInCookies = SessionCookie & BegunCookie;

/** Over plain http, as on one's own machine, browsers take no `__Host-` cookies, and the names go without. */
function hostCookie(publicUrl: string, plain: string) {
  const secure = publicUrl.startsWith('https:');
  const name = secure ? `__Host-${plain}` : plain;
  // lax: people come by a link in a mail, or back from the provider of identities
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  const read = (request: Request) => parseCookie(request.headers.cookie ?? '')[name];
  return { name, options, read };
}

/** The cookie of that name for sessions; `publicUrl`: where browsers reach the pages. */
export function createSessionCookie(publicUrl: string, plain: string): SessionCookie {
  const { name, options, read } = hostCookie(publicUrl, plain);
  return {
    session: read,
    keepSession: (response, secret) => void response.cookie(name, secret, options),
    dropSession: (response) => void response.clearCookie(name, options),
  };
}

/** The two of the provider's own people. */
export function createSignInCookies(publicUrl: string, box: SecretBox): SignInCookies {
  return { ...createSessionCookie(publicUrl, 'forewarn'), ...createBegunCookie(publicUrl, box, 'sign-in') };
}

/** The cookie of one way to sign in: what is sealed for one opens for no other, whichever name it is sent under. */
export function createBegunCookie(publicUrl: string, box: SecretBox, way: 'sign-in' | 'portal-sign-in'): BegunCookie {
  const { name, options, read } = hostCookie(publicUrl, `forewarn-${way}`);
  return {
    takeBegun(request, response, now) {
      const sealed = read(request);
      if (sealed === undefined) return undefined;
      response.clearCookie(name, options);
      const kept = opened(box, sealed, way);
      return kept && now - kept.at <= LONGEST_SIGN_IN ? kept : undefined;
    },
    keepBegun(response, begun, now) {
      const sealed = box.seal(JSON.stringify({ ...begun, at: now }), way);
      response.cookie(name, sealed, { ...options, maxAge: LONGEST_SIGN_IN });
    },
  };
}

/** Only what we have sealed ourselves is opened, so its shape is known. */
function opened(box: SecretBox, sealed: string, way: string): (Begun & { readonly at: number }) | undefined {
  try {
    return JSON.parse(box.open(sealed, way)) as Begun & { readonly at: number };
  } catch {
    return undefined;
  }
}
