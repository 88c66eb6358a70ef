import type { Request, RequestHandler, Response, Router } from 'express';
import type { Logger } from 'pino';
import type { IdentityProvider, SignInFault } from '../../activities/ports/identity';
import type { BegunCookie } from './cookies';
import { wayBack, type Home } from './way-back';

/** A provider of identities as pages call it; by its `host` it is known in what is on record. */
export type NamedProvider = IdentityProvider & { readonly name: string; readonly host: string };

/** One way to sign in with a provider: of the provider's own people, or of customers. */
export interface OpenIdWay {
  readonly provider: NamedProvider;
  readonly begun: BegunCookie;
  /** Where browsers reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly begin: string;
  /** Registered with the provider, behind `publicUrl`. */
  readonly callback: string;
  readonly home: Home;
  /** Refuses a network that asks too often: each of both paths may have us ask the provider. */
  readonly limited: RequestHandler;
  /** The page that says why nobody was signed in; its status is set. */
  refuse(request: Request, response: Response, fault: SignInFault['fault']): void;
  /** What the provider says of whoever came back, and the page they wanted. */
  arrived(request: Request, response: Response, came: { readonly claims: unknown; readonly to: string }): Promise<void>;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** With which status each fault is answered. */
const STATUS: Readonly<Record<SignInFault['fault'], number>> = { unreachable: 503, declined: 403, 'not-genuine': 403 };

/** The two paths of signing in by OpenID Connect (T9): the browser goes to the provider, and comes back from there. */
export function addOpenIdRoutes(router: Router, way: OpenIdWay): void {
  const { provider, begun: cookie, publicUrl, home, limited, clock, logger } = way;

  const refuse = (request: Request, response: Response, { fault, reason }: SignInFault) => {
    logger.warn({ fault, reason }, 'nobody was signed in');
    if (STATUS[fault] === 503) response.set('Retry-After', '30');
    response.status(STATUS[fault]);
    way.refuse(request, response, fault);
  };

  router.get(way.begin, limited, async (request, response) => {
    const begun = await provider.begin();
    if ('fault' in begun) {
      refuse(request, response, begun);
      return;
    }
    cookie.keepBegun(response, { ...begun.pending, to: wayBack(request.query.to, home) }, clock());
    response.set('Cache-Control', 'no-store').redirect(303, begun.url);
  });

  router.get(way.callback, limited, async (request, response) => {
    const begun = cookie.takeBegun(request, response, clock());
    if (!begun) {
      refuse(request, response, { fault: 'not-genuine', reason: 'nothing was begun in this browser' });
      return;
    }
    const { searchParams } = new URL(request.originalUrl, publicUrl);
    const finished = await provider.finish(searchParams, begun);
    if ('fault' in finished) refuse(request, response, finished);
    else await way.arrived(request, response, { claims: finished.claims, to: begun.to });
  });
}
