import pino from 'pino';
import { knownFailure } from '../../api/http/failures';
import { createOperationsFor } from '../../api/http/in-process';
import type { Route } from '../../api/http/route';
import { callerOfContact } from '../../api/http/session-caller';
import { brandsOf } from '../../composition/brands';
import type { Database } from '../../store/database/database';
import type { ServedPath } from '../../web/console/area';
import { createPortal } from '../../web/portal/portal';
import { createSessionCookie } from '../../web/sign-in/cookies';

const PUBLIC_URL = 'https://status.provider.example';

/** What the portal serves: to contacts who are signed in, by the operations it names, and beside that. */
export interface PortalPaths {
  readonly served: readonly ServedPath[];
  /** `GET /portal/sign-in`: paths that are of the portal, but for no operation and outside what contacts are served. */
  readonly beside: readonly string[];
}

/** Every path of the portal, read from the router itself, so that one that is added later is among them. */
export function pathsOfPortal(db: Database, routes: readonly Route[]): PortalPaths {
  const { own } = brandsOf({
    ...{ providerName: 'Example & Sons', publicUrl: PUBLIC_URL, mailFrom: 'maintenance@provider.example' },
  });
  const { router, served } = createPortal({
    ...{ db, brand: own, publicUrl: PUBLIC_URL, shows: undefined, clock: Date.now, knownFailure },
    ...{ logger: pino({ level: 'silent' }), named: () => undefined },
    operations: createOperationsFor(routes, { db, clock: Date.now }, callerOfContact),
    signIn: {
      ask: () => undefined,
      isGood: () => Promise.resolve(false),
      signIn: () => Promise.resolve(undefined),
    },
    cookie: createSessionCookie(PUBLIC_URL, 'forewarn-portal'),
  });
  const known = new Set(served.map(({ method, path }) => `${method} ${path}`));
  const all = router.stack.flatMap(({ route }) =>
    // express names the methods of a path by what it was given
    (route?.stack ?? []).map(({ method }) => `${method.toUpperCase()} ${route?.path ?? ''}`),
  );
  return { served, beside: [...new Set(all)].filter((name) => !known.has(name)) };
}
