import { randomBytes } from 'node:crypto';
import express, { type Router } from 'express';
import pino from 'pino';
import { createApp, createRoutes, type AppDependencies } from '../../api/app';
import { brandsOf } from '../../composition/brands';
import { createSignIn } from '../../composition/sign-in';
import { createConfiguredWebhooks } from '../../composition/webhooks';
import { signInRules, USUAL_SIGN_IN } from '../../domain/access/sign-in-rules';
import { brandOf, DEFAULT_BRAND } from '../../domain/brands/brand';
import { HOUR } from '../../domain/shared/time';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { beginPortalSession } from '../../store/access/portal-sessions';
import type { Database } from '../../store/database/database';
import { FakeSeries } from '../../test/api/support/fake-series';
import { FakeWindows } from '../../test/api/support/fake-windows';
import { consoleOn } from '../../test/support/console-app';
import { signedInAs } from '../../test/support/console-session';
import { createSignInByMail } from '../../use-cases/sign-in-by-mail';
import { createPortal } from '../../web/portal/portal';
import { CALLBACK } from '../../web/sign-in/routes';

const PUBLIC_URL = 'http://localhost';

/** Who asks. */
export type Reader = 'console' | 'portal';

/** The whole application over a database, with somebody signed in to the console and a customer's contact to the portal. */
export interface Site {
  /** The pages that each has, as Express writes their paths: read from what serves them, so that none can be forgotten. */
  readonly paths: Readonly<Record<Reader, readonly string[]>>;
  /** A page without following where it leads, and the ms from the request's arrival until the answer was handed over. */
  get(reader: Reader, address: string): Promise<{ status: number; type: string; text: string; ms: number }>;
  close(): Promise<void>;
}

export async function openSite(db: Database, contactId: string): Promise<Site> {
  const deps = dependencies(db);
  let ms = 0;
  const app = express();
  app.use((_request, response, next) => {
    const since = performance.now();
    response.on('finish', () => (ms = performance.now() - since));
    next();
  });
  app.use(createApp(deps));
  const { origin, close } = await serveOnLoopback(app);
  const staff = await signedInAs(db, () => origin, { role: 'admin', person: 'bench', staffId: 'staff-0' });
  const endsAt = Date.now() + HOUR;
  const { secret } = await beginPortalSession(db, {
    contactId,
    door: 'mail-link',
    browser: null,
    now: Date.now(),
    endsAt,
  });
  const cookies: Readonly<Record<Reader, string>> = {
    console: `${staff.cookie.name}=${staff.secret}`,
    portal: `forewarn-portal=${secret}`,
  };
  return {
    paths: pathsOf(deps),
    close,
    async get(reader, address) {
      const headers = { cookie: cookies[reader] };
      const response = await fetch(origin + address, { headers, redirect: 'manual' });
      const text = await response.text();
      return { status: response.status, type: response.headers.get('content-type') ?? '', text, ms };
    },
  };
}

function pathsOf(deps: AppDependencies): Site['paths'] {
  const { db, logger, clock, config } = deps;
  const parts = { db, logger, clock, publicUrl: PUBLIC_URL };
  const { served } = consoleOn({ ...parts, issuer: 'http://127.0.0.1:1', routes: createRoutes(deps) });
  const portal = createPortal({
    ...{ ...parts, brand: brandOf(brandsOf(config), DEFAULT_BRAND), shows: undefined, openId: undefined },
    ...({} as Pick<Parameters<typeof createPortal>[0], 'signIn' | 'cookie' | 'operations' | 'knownFailure' | 'named'>),
  });
  return {
    console: served.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])),
    portal: gets(portal.router),
  };
}

function gets({ stack }: Router): string[] {
  return stack.flatMap(({ route }) => {
    const isGet = route?.stack.some(({ method }) => method === 'get');
    return route && isGet ? [route.path] : [];
  });
}

function dependencies(db: Database): AppDependencies {
  const logger = pino({ level: 'error' }, pino.destination(2));
  const secretsKeys = [randomBytes(32)];
  const clock = Date.now;
  const rules = signInRules.parse(USUAL_SIGN_IN);
  const provider = {
    issuer: 'http://127.0.0.1:1',
    clientId: 'bench',
    clientSecret: 'bench',
    name: 'bench',
    scopes: [],
  };
  const config: AppDependencies['config'] = {
    ...{ publicUrl: PUBLIC_URL, temporalUiUrl: 'https://temporal.provider.example', temporalNamespace: 'default' },
    ...{ providerName: 'Bench', approvals: 'by-request', supportAddress: 'support@provider.example' },
    ...{ mailFrom: 'Maintenance <maintenance@provider.example>', secretsKeys },
  };
  return {
    ...{ db, logger, clock, config, windows: new FakeWindows(clock), series: new FakeSeries() },
    webhooks: createConfiguredWebhooks(db, { publicUrl: PUBLIC_URL, secretsKeys, webhooks: { allowLoopback: false } }),
    work: { carryOut: () => Promise.resolve() },
    repair: () => Promise.resolve(),
    signIn: createSignIn({ publicUrl: PUBLIC_URL, secretsKeys, signIn: { ...provider, rules } }, CALLBACK, clock),
    portal: (brand) =>
      createSignInByMail({
        ...{ db, logger, clock, brand: brandOf(brandsOf(config), brand), shows: undefined },
        mail: { send: () => Promise.reject(new Error('nobody signs in by mail here')) } as never,
        sender: { providerName: 'Bench', publicUrl: PUBLIC_URL, messageDomain: 'provider.example' },
      }),
  };
}
