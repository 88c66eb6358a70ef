import { Router, type ErrorRequestHandler, type Response } from 'express';
import { ERRORS, type KnownError } from '../../domain/shared/errors';
import type { Brand } from '../../domain/brands/brand';
import { loadAssets } from '../status/assets';
import { sendPrivateHtml } from '../status/http-answers';
import { createLook } from '../site/look';
import type { SiteFacts } from '../site/site';
import type { PortalWords } from '../words/portal/portal-words';
import type { ServedPath } from '../console/area';
import { createPortalArea, type PortalParts } from './area';
import { PortalLayout } from './layout';
import { addLists } from './list-pages';
import { addOrganization } from './organization-pages';
import { addPortalSignIn } from './sign-in-routes';
import { addSettings } from './settings-pages';
import { portalSiteFor } from './site';
import { addOwnWindow } from './window-routes';

export interface PortalSetup extends PortalParts {
  /** As whom it is shown (P7). */
  readonly brand: Brand;
  /** A failure that the API knows, too; undefined for one nobody foresaw. */
  readonly knownFailure: (error: unknown) => KnownError | undefined;
  /** Says how log and metrics call a request. */
  readonly named: (response: Response, template: string) => void;
}

/** Paths without a name of anything in them. */
const PLAIN =
  /^\/portal(\/(sign-in|sign-out|choose|past|resources|settings|settings\/end-session|organization|openid\/(begin|callback)))?$/;

/** What log and metrics call a path: never with a link's token or a name in it (T4). */
function templateOf(path: string): string | undefined {
  if (PLAIN.test(path)) return path;
  if (path.startsWith('/portal/sign-in/')) return '/portal/sign-in/{token}';
  if (path.startsWith('/portal/windows/')) return '/portal/windows/{reference}';
  return path.startsWith('/portal/organization/') ? '/portal/organization/{thing}' : undefined;
}

export interface Portal {
  readonly router: Router;
  /** Every page and form for contacts who are signed in, for whoever walks them all; signing in and out is beside them. */
  readonly served: readonly ServedPath[];
}

/** Customers' own pages, and signing in to them (P8, T9). Its files are those of the status page, under `/assets`. */
export function createPortal(parts: PortalSetup): Portal {
  const router = Router({ strict: true, caseSensitive: true });
  router.use((request, response, next) => {
    const template = templateOf(request.path);
    if (template !== undefined) parts.named(response, template);
    next();
  });
  const { providerName, support } = parts.brand;
  const facts: SiteFacts = { providerName, support, assets: loadAssets(), look: createLook(parts.brand) };
  addPortalSignIn(router, parts, facts);
  const area = createPortalArea(router, parts, facts);
  addLists(area);
  addOwnWindow(area);
  addSettings(area);
  addOrganization(area);
  router.use(errorPage(parts, facts));
  return { router, served: area.served };
}

/** A known failure as a page in the reader's language. What nobody foresaw is left to the app, which gives it a number and logs it. */
function errorPage({ knownFailure }: PortalSetup, facts: SiteFacts): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const known = knownFailure(error);
    if (response.headersSent || !known) {
      next(error);
      return;
    }
    const site = portalSiteFor(facts, request, response);
    const { status, retryable } = ERRORS[known.code];
    if (retryable) response.set('Retry-After', '5');
    const [title, text] = wordsFor(known, site.words);
    const page = (
      <PortalLayout site={site} title={title}>
        <p class="prose">{text}</p>
        <p>
          <a href="/portal">{site.words.errors.back}</a>
        </p>
      </PortalLayout>
    );
    sendPrivateHtml(response.status(status), page);
  };
}

function wordsFor({ code, message }: KnownError, { errors: say }: PortalWords): [title: string, text: string] {
  if (code === 'not-found') return [say.notFoundTitle, say.notFound];
  if (code === 'not-permitted') return [say.notPermittedTitle, say.notPermitted];
  return ERRORS[code].retryable ? [say.laterTitle, say.later] : [say.otherTitle, message];
}
