import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { knownFailure } from '../../api/http/failures';
import { callerOfSession } from '../../api/http/session-caller';
import { mustBePermitted } from '../../api/permissions';
import { createSignIn } from '../../composition/sign-in';
import { signInRules, USUAL_SIGN_IN } from '../../domain/access/sign-in-rules';
import type { Database } from '../../store/database/database';
import { createConsole, type ConsoleSetup } from '../../web/console/console';
import { createSignInCookies } from '../../web/sign-in/cookies';
import { CALLBACK } from '../../web/sign-in/routes';
import { CLIENT } from './openid-server';

interface ConsoleApp extends Partial<Pick<ConsoleSetup, 'mustBePermitted' | 'linksOf'>> {
  readonly db: Database;
  /** Where browsers reach it. */
  readonly publicUrl: string;
  /** Of the provider of identities that is started for the test. */
  readonly issuer: string;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}

/** The console and the way into it, as the API serves them, by the usual rules. */
export function consoleApp({ db, publicUrl, issuer, logger, clock, ...more }: ConsoleApp) {
  const signIn = createSignIn(
    {
      publicUrl,
      secretsKeys: [randomBytes(32)],
      signIn: {
        ...{ issuer, clientId: CLIENT.id, clientSecret: CLIENT.secret, name: 'the tests' },
        ...{ scopes: ['groups'], rules: signInRules.parse(USUAL_SIGN_IN) },
      },
    },
    CALLBACK,
    clock,
  );
  if (!signIn) throw new Error('sign-in is configured');
  return createConsole({
    ...{ db, publicUrl, logger, clock, provider: signIn.provider, rules: signIn.rules, providerName: 'Example & Sons' },
    cookies: createSignInCookies(publicUrl, signIn.box),
    mustBePermitted: (session, operation) => mustBePermitted(callerOfSession(session), operation),
    linksOf: () => ({ temporal: undefined, publicPage: undefined }),
    knownFailure,
    named: () => undefined,
    ...more,
  });
}
