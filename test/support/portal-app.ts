import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { knownFailure } from '../../api/http/failures';
import { createOperationsFor } from '../../api/http/in-process';
import type { Route } from '../../api/http/route';
import { callerOfContact } from '../../api/http/session-caller';
import { brandsOf } from '../../composition/brands';
import { createPortalAccounts } from '../../composition/sign-in';
import type { Database } from '../../store/database/database';
import type { ServedPath } from '../../web/console/area';
import { PORTAL_CALLBACK } from '../../web/portal/openid-routes';
import type { PortalOpenId } from '../../web/portal/person';
import { createPortal, type Portal, type PortalSetup } from '../../web/portal/portal';
import { createBegunCookie, createSessionCookie } from '../../web/sign-in/cookies';
import { PORTAL_CLIENT } from './openid-server';

const PUBLIC_URL = 'https://status.provider.example';

/** What the portal serves: to contacts who are signed in, by the operations it names, and beside that. */
export interface PortalPaths {
  readonly served: readonly ServedPath[];
  /** `GET /portal/sign-in`: paths that are of the portal, but for no operation and outside what contacts are served. */
  readonly beside: readonly string[];
}

interface PortalApp extends Partial<Pick<PortalSetup, 'signIn' | 'shows' | 'openId' | 'logger'>> {
  readonly db: Database;
  readonly routes: readonly Route[];
  readonly publicUrl: string;
  /** UTC ms. */
  readonly clock?: () => number;
}

/** The portal as the API serves it; where nothing else is said nobody gets a link. */
export function portalOn({ db, routes, publicUrl, clock = Date.now, ...more }: PortalApp): Portal {
  const { own } = brandsOf({ providerName: 'Example & Sons', publicUrl, mailFrom: 'maintenance@provider.example' });
  return createPortal({
    ...{ db, brand: own, publicUrl, shows: undefined, clock, knownFailure, openId: undefined },
    ...{ logger: pino({ level: 'silent' }), named: () => undefined },
    operations: createOperationsFor(routes, { db, clock }, callerOfContact),
    signIn: {
      ask: () => undefined,
      isGood: () => Promise.resolve(false),
      signIn: () => Promise.resolve(undefined),
    },
    cookie: createSessionCookie(publicUrl, 'forewarn-portal'),
    ...more,
  });
}

/** The provider of OpenID Connect at `issuer` for customers, as configured. */
export function customersAccounts(publicUrl: string, issuer: string, clock: () => number): PortalOpenId {
  const brands = brandsOf({ providerName: 'Example & Sons', publicUrl, mailFrom: 'maintenance@provider.example' });
  const { id: clientId, secret: clientSecret } = PORTAL_CLIENT;
  const portalSignIn = { issuer, clientId, clientSecret, name: 'Agency & Co', scopes: [] };
  const accounts = createPortalAccounts(
    { portalSignIn, secretsKeys: [randomBytes(32)], brands },
    PORTAL_CALLBACK,
    clock,
  );
  if (!accounts) throw new Error('it is configured');
  const begun = createBegunCookie(publicUrl, accounts.box, 'portal-sign-in');
  return { provider: accounts.providerOf(brands.own.id), begun };
}

/** Every path of the portal, read from the router itself, so that one that is added later is among them. */
export function pathsOfPortal(db: Database, routes: readonly Route[]): PortalPaths {
  const openId = customersAccounts(PUBLIC_URL, 'https://id.agency.example', Date.now);
  const { router, served } = portalOn({ db, routes, publicUrl: PUBLIC_URL, openId });
  const known = new Set(served.map(({ method, path }) => `${method} ${path}`));
  const all = router.stack.flatMap(({ route }) =>
    // express names the methods of a path by what it was given
    (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path ?? ''}`),
  );
  return { served, beside: [...new Set(all)].filter((name) => !known.has(name)) };
}
