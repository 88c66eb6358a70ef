import { Router, type Response } from 'express';
import type { KnownError } from '../../domain/shared/errors';
import { loadAssets } from '../status/assets';
import { addSignInRoutes, notThisForm } from '../sign-in/routes';
import { errorPage } from './error-page';
import { addConsoleRoutes, type ConsoleParts } from './routes';

export interface ConsoleSetup extends Omit<ConsoleParts, 'notThisForm'> {
  /** A failure that the API knows, too; undefined for one nobody foresaw. */
  readonly knownFailure: (error: unknown) => KnownError | undefined;
  /** Says how log and metrics call a request. */
  readonly named: (response: Response, template: string) => void;
}

/** What is served here. */
const PATHS = [
  '/console',
  '/console/account',
  '/sign-in',
  '/sign-in/begin',
  '/sign-in/callback',
  '/sign-out',
  '/signed-out',
];

/** Signing in, and the pages for people who are signed in (P8, T9). Its files are those of the status page, under `/assets`. */
export function createConsole(parts: ConsoleSetup): Router {
  const router = Router({ strict: true, caseSensitive: true });
  // a path holds nothing that may not stand in the log, and its query may
  router.use(PATHS, (request, response, next) => {
    parts.named(response, request.baseUrl + (PATHS.includes(request.baseUrl) && request.path === '/' ? '' : '/…'));
    next();
  });
  const site = { providerName: parts.providerName, assets: loadAssets() };
  addSignInRoutes(router, parts, site);
  addConsoleRoutes(router, { ...parts, notThisForm: notThisForm(site) }, site);
  router.use(errorPage(site, parts.knownFailure));
  return router;
}
