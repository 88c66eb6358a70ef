import type { RequestHandler } from 'express';
import { brandsOf } from '../composition/brands';
import { brandAt, DEFAULT_BRAND } from '../domain/brands/brand';
import type { SecretBox } from '../store/database/secret-box';
import { createConsole } from '../web/console/console';
import type { SignInParts } from '../web/sign-in/parts';
import { createSignInCookies } from '../web/sign-in/cookies';
import { USUAL_WINDOW_RULES } from '../use-cases/open-window';
import type { AppDependencies } from './app';
import { knownFailure } from './http/failures';
import { nameRoute } from './http/router';
import { createOperations } from './http/in-process';
import type { Route } from './http/route';
import { linksOf } from './routes/windows/links';

/** How people sign in (T9). */
export type SignIn = Pick<SignInParts, 'provider' | 'rules'> & { readonly box: SecretBox };

type ConsoleDependencies = Pick<
  AppDependencies,
  'db' | 'signIn' | 'config' | 'rules' | 'logger' | 'clock' | 'stopping'
>;

/** Signing in, and the console (P8); undefined where nobody signs in. */
export function consoleOf(
  { db, signIn, config, rules = USUAL_WINDOW_RULES, logger, clock, stopping }: ConsoleDependencies,
  routes: readonly Route[],
): RequestHandler | undefined {
  if (!signIn) return undefined;
  const { provider, rules: signInRules, box } = signIn;
  const { router: pages } = createConsole({
    ...{ db, provider, rules: signInRules, box, logger, clock, stopping },
    ...{ publicUrl: config.publicUrl, providerName: config.providerName },
    cookies: createSignInCookies(config.publicUrl, box),
    operations: createOperations(routes, { db, clock }),
    policyAt: (now) => rules.policyAt(now),
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
