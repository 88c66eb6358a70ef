import { Router } from 'express';
import type { KnownError } from '../../domain/shared/errors';
import { loadAssets } from '../status/assets';
import { BACK_CHANNEL } from '../sign-in/back-channel';
import { addSignInRoutes, notThisForm } from '../sign-in/routes';
import { addLive } from '../live/routes';
import { createArea, type AreaParts, type ServedPath } from './area';
import { addDevice } from './device/routes';
import { addCalendar } from './calendar/routes';
import { errorPage } from './error-page';
import { addKeys } from './keys/routes';
import { notAnnounced } from './not-announced';
import { addInventory } from './inventory/routes';
import { addReach } from './reach/routes';
import { addSystem } from './system/routes';
import { addTokens } from './tokens/routes';
import { addCommands } from './command/routes';
import { addNight } from './night/routes';
import { addAccount, addWindows } from './routes';
import { addWindow, type LinksOf } from './window/routes';
import { addApprovals } from './approval/routes';
import { addMeasures } from './measures/routes';
import { addReports } from './report/routes';
import { addTemplates } from './templates/routes';
import { addBlackouts } from './blackouts/routes';
import type { PlanSetup } from './plan/form-parts';
import { addPlan } from './plan/routes';
import { addSeries } from './series/routes';
import { addFigures } from './reports/routes';
import { addSearch } from './search/routes';

export interface ConsoleSetup extends Omit<AreaParts, 'notThisForm'>, PlanSetup {
  /** A failure that the API knows, too; undefined for one nobody foresaw. */
  readonly knownFailure: (error: unknown) => KnownError | undefined;
  readonly linksOf: LinksOf;
  /** Aborted when the process stops: streams to open pages end. */
  readonly stopping?: AbortSignal | undefined;
}

/** Where people sign in and out; nothing of anybody is held there. */
const SIGN_IN_PATHS: readonly string[] = [
  ...['/sign-in', '/sign-in/begin', '/sign-in/callback', '/sign-in/as', '/sign-out', '/signed-out'],
  BACK_CHANNEL,
];

export interface Console {
  readonly router: Router;
  /** Every path of its pages, for whoever walks them all. */
  readonly served: readonly ServedPath[];
}

/** Signing in, and the pages for people who are signed in (P8, T9). Its files are those of the status page, under `/assets`. */
export function createConsole(parts: ConsoleSetup): Console {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request, response, next) => {
    if (SIGN_IN_PATHS.includes(request.path)) parts.named(response, request.path);
    next();
  });
  const site = { providerName: parts.providerName, assets: loadAssets() };
  const all = { ...parts, notThisForm: notThisForm(site) };
  addSignInRoutes(router, parts, site);
  const area = createArea(router, all, site);
  addWindows(area);
  addWindow(area, parts.linksOf);
  addCommands(area);
  addNight(area);
  addPlan(area, parts);
  addSeries(area, parts);
  addBlackouts(area);
  addAccount(area);
  addTokens(area);
  addDevice(area);
  addReach(area);
  addInventory(area);
  addSystem(area);
  addApprovals(area);
  addReports(area);
  addMeasures(area);
  addTemplates(area);
  addCalendar(area);
  addSearch(area);
  addFigures(area);
  addKeys(area);
  addLive(area, parts.stopping);
  router.get('/windows/:reference', notAnnounced(all, site));
  router.use(errorPage(site, parts.knownFailure));
  return { router, served: area.served };
}
