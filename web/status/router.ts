import type { PublicWindow } from '../../domain/public/window';
import { Router } from 'express';
import type { Database } from '../../store/database/database';
import type { Brand } from '../../domain/brands/brand';
import { createLook } from '../site/look';
import type { SiteFacts } from '../site/site';
import type { Subscriptions } from '../../use-cases/subscribe';
import type { Acts } from '../../use-cases/act-by-link';
import { addActRoutes } from '../act/routes';
import { addSubscribeRoutes } from '../subscribe/routes';
import { loadAssets } from './assets';
import { addJsonRoutes } from './json-routes';
import { addPageRoutes } from './page-routes';
import { addFeedRoutes } from './feed-routes';
import { sendAsset } from './http-answers';

export interface StatusPageDeps {
  readonly db: Database;
  readonly providerName: string;
  /** Where customers reach the page, without a slash at the end: feeds and JSON name it. */
  readonly publicUrl: string;
  /** As whom the page is shown (P7); without it the default one's, and without a support block. */
  readonly brand?: Brand | undefined;
  /** Whose windows and places it shows, by the brand's name, empty for the default one; everything when left out. */
  readonly shows?: string | undefined;
  /** Makes the calendar of these windows; without it the page has none. */
  readonly calendar?: (windows: readonly PublicWindow[], name: string) => string;
  /** Mails to subscribers; without it there are none. */
  readonly subscriptions?: Subscriptions | undefined;
  /** What staff do by links in their mails (N12); without it such links lead nowhere. */
  readonly acts?: Acts | undefined;
  /** Customers sign in to a portal on the same host. */
  readonly hasPortal?: boolean | undefined;
  /** UTC ms. */
  readonly clock: () => number;
}

/**
 * The built-in public status page (C2): pages, feeds and the public Status API v2, from the read model alone. It holds
 * nothing in memory and writes nothing but subscriptions. Paths it does not know are left to the app, as are security headers: the pages need
 * no more than script-src, style-src, img-src, connect-src and form-action 'self'.
 */
export function createStatusPage(deps: StatusPageDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const assets = loadAssets();
  const look = deps.brand && createLook(deps.brand);
  const { providerName, brand, hasPortal } = deps;
  const site: SiteFacts = { providerName, assets, support: brand?.support, look, hasPortal };
  addPageRoutes(router, deps, site);
  addSubscribeRoutes(router, deps, site);
  if (deps.acts) addActRoutes(router, { ...deps, acts: deps.acts }, site);
  addJsonRoutes(router, deps);
  addFeedRoutes(router, deps);
  router.get('/assets/:file', (request, response, next) => {
    const found = assets.find(request.params.file);
    const own = look?.files.get(request.params.file);
    if (own) sendAsset(response, own, true);
    else if (found) sendAsset(response, found.asset, found.current);
    else next();
  });
  return router;
}
