import type { RequestHandler } from 'express';
import { brandsOf, perBrand } from '../composition/brands';
import { brandAt, type Brand } from '../domain/brands/brand';
import type { SignInByMail } from '../use-cases/sign-in-by-mail';
import { createPortal } from '../web/portal/portal';
import type { SecretBox } from '../store/database/secret-box';
import { createBegunCookie, createSessionCookie } from '../web/sign-in/cookies';
import type { NamedProvider } from '../web/sign-in/openid-routes';
import type { AppDependencies } from './app';
import { knownFailure } from './http/failures';
import { createOperationsFor } from './http/in-process';
import type { Route } from './http/route';
import { nameRoute } from './http/router';
import { callerOfContact } from './http/session-caller';

/** Signing in by mail, for each brand by its name (P7). */
export type PortalSignIn = (brand: string) => SignInByMail;

/** Signing in with an account elsewhere: its provider for each brand by its name, and what seals what is begun. */
export interface PortalAccounts {
  readonly providerOf: (brand: string) => NamedProvider;
  readonly box: SecretBox;
}

type PortalDependencies = Pick<AppDependencies, 'db' | 'portal' | 'portalAccounts' | 'config' | 'logger' | 'clock'>;

/** The customers' portal (P8), on the page of each brand; undefined where customers do not sign in. */
export function portalOf(
  { db, portal, portalAccounts: accounts, config, logger, clock }: PortalDependencies,
  routes: readonly Route[],
): RequestHandler | undefined {
  if (!portal) return undefined;
  const brands = brandsOf(config);
  const operations = createOperationsFor(routes, { db, clock }, callerOfContact);
  const pagesOf = perBrand(
    brands,
    (brand: Brand) =>
      createPortal({
        ...{ db, brand, operations, logger, clock, knownFailure, named: nameRoute, publicUrl: brand.publicUrl },
        signIn: portal(brand.id),
        cookie: createSessionCookie(brand.publicUrl, 'forewarn-portal'),
        openId: accounts && {
          provider: accounts.providerOf(brand.id),
          begun: createBegunCookie(brand.publicUrl, accounts.box, 'portal-sign-in'),
        },
        // an installation without brands has one page, for everybody
        shows: brands.named.size === 0 ? undefined : brand.id,
      }).router,
  );
  return (request, response, next) => {
    void pagesOf(brandAt(brands, request.host).id)(request, response, next);
  };
}
