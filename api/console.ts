import type { RequestHandler } from 'express';
import { brandsOf } from '../composition/brands';
import { brandAt, DEFAULT_BRAND } from '../domain/brands/brand';
import type { SecretBox } from '../store/database/secret-box';
import { createConsole } from '../web/console/console';
import type { ConsoleParts } from '../web/console/routes';
import { createSignInCookies } from '../web/sign-in/cookies';
import type { AppDependencies } from './app';
import { knownFailure } from './http/failures';
import { nameRoute } from './http/router';
import { callerOfSession } from './http/session-caller';
import { mustBePermitted } from './permissions';
import { linksOf } from './routes/windows/links';

/** How people sign in (T9). */
export type SignIn = Pick<ConsoleParts, 'provider' | 'rules'> & { readonly box: SecretBox };

type ConsoleDependencies = Pick<AppDependencies, 'db' | 'signIn' | 'config' | 'logger' | 'clock'>;

/** Signing in, and the console (P8); undefined where nobody signs in. */
export function consoleOf({ db, signIn, config, logger, clock }: ConsoleDependencies): RequestHandler | undefined {
  if (!signIn) return undefined;
  const { provider, rules, box } = signIn;
  const pages = createConsole({
    ...{ db, provider, rules, logger, clock },
    ...{ publicUrl: config.publicUrl, providerName: config.providerName },
    cookies: createSignInCookies(config.publicUrl, box),
    mustBePermitted: (session, operation) => mustBePermitted(callerOfSession(session), operation),
    linksOf({ view, announcedAt }) {
      const links = linksOf(view, announcedAt, config, true);
      // its page is there once customers have heard
      return {
        temporal: links.temporalUi ?? undefined,
        publicPage: announcedAt === null ? undefined : (links.statusPage ?? undefined),
      };
    },
    knownFailure,
    named: nameRoute,
  });
  const brands = brandsOf(config);
  return (request, response, next) => {
    // the provider's own people have one place, and customers of a brand do not come across it (P7)
    if (brandAt(brands, request.host).id === DEFAULT_BRAND) void pages(request, response, next);
    else next();
  };
}
