import { Router, type Response } from 'express';
import type { KnownError } from '../../domain/shared/errors';
import { loadAssets } from '../status/assets';
import { addSignInRoutes, notThisForm } from '../sign-in/routes';
import { errorPage } from './error-page';
import { notAnnounced } from './not-announced';
import { addConsoleRoutes, type ConsoleParts } from './routes';

export interface ConsoleSetup extends Omit<ConsoleParts, 'notThisForm'> {
  /** A failure that the API knows, too; undefined for one nobody foresaw. */
  readonly knownFailure: (error: unknown) => KnownError | undefined;
  /** Says how log and metrics call a request. */
  readonly named: (response: Response, template: string) => void;
}

/** What is served here and holds nothing of anybody. */
const PATHS: readonly string[] = [
  ...['/console', '/console/windows', '/console/account', '/console/account/end-session'],
  ...['/sign-in', '/sign-in/begin', '/sign-in/callback', '/sign-in/as', '/sign-out', '/signed-out'],
];

/** What log and metrics call a path; undefined for one that is not of the console. */
function templateOf(path: string): string | undefined {
  if (PATHS.includes(path)) return path;
  return /^\/console\/windows\/[^/]+$/.test(path) ? '/console/windows/{reference}' : undefined;
}

/** Signing in, and the pages for people who are signed in (P8, T9). Its files are those of the status page, under `/assets`. */
export function createConsole(parts: ConsoleSetup): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request, response, next) => {
    const template = templateOf(request.path);
    if (template !== undefined) parts.named(response, template);
    next();
  });
  const site = { providerName: parts.providerName, assets: loadAssets() };
  const all = { ...parts, notThisForm: notThisForm(site) };
  addSignInRoutes(router, parts, site);
  addConsoleRoutes(router, all, site);
  router.get('/windows/:reference', notAnnounced(all, site));
  router.use(errorPage(site, parts.knownFailure));
  return router;
}
