import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { knownFailure } from '../../api/http/failures';
import { createOperations } from '../../api/http/in-process';
import type { Route } from '../../api/http/route';
import { createSignIn } from '../../composition/sign-in';
import { signInRules, USUAL_SIGN_IN, type SignInRules } from '../../domain/access/sign-in-rules';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import type { Database } from '../../store/database/database';
import { createConsole, type ConsoleSetup } from '../../web/console/console';
import { createSignInCookies } from '../../web/sign-in/cookies';
import { CALLBACK } from '../../web/sign-in/routes';
import { CLIENT } from './openid-server';

interface ConsoleApp extends Partial<Pick<ConsoleSetup, 'linksOf' | 'operations' | 'stopping' | 'policyAt'>> {
  readonly db: Database;
  /** Where browsers reach it. */
  readonly publicUrl: string;
  /** Of the provider of identities that is started for the test. */
  readonly issuer: string;
  readonly logger: Logger;
  /** The operations of the API that its forms may use; none when left out. */
  readonly routes?: readonly Route[];
  /** Whose groups may do what; the usual ones when left out. */
  readonly roles?: SignInRules['roles'];
  /** UTC ms. */
  readonly clock: () => number;
}

/** The console and the way into it, as the API serves them, by the usual rules. */
export const consoleApp = (parts: ConsoleApp) => consoleOn(parts).router;

/** The same with the list of what it serves. */
export function consoleOn({ db, publicUrl, issuer, logger, clock, routes = [], roles = {}, ...more }: ConsoleApp) {
  const signIn = createSignIn(
    {
      publicUrl,
      secretsKeys: [randomBytes(32)],
      signIn: {
        ...{ issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'the tests' },
        ...{ scopes: ['groups'], rules: signInRules.parse({ ...USUAL_SIGN_IN, roles }) },
      },
    },
    CALLBACK,
    clock,
  );
  if (!signIn) throw new Error('sign-in is configured');
  return createConsole({
    ...{ db, publicUrl, logger, clock, provider: signIn.provider, rules: signIn.rules, providerName: 'Example & Sons' },
    box: signIn.box,
    cookies: createSignInCookies(publicUrl, signIn.box),
    operations: createOperations(routes, { db, clock }),
    policyAt: () => DEFAULT_POLICY,
    linksOf: () => ({ temporal: undefined, publicPage: undefined }),
    knownFailure,
    named: () => undefined,
    ...more,
  });
}
