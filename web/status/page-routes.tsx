import type { Router } from 'express';
import { ENDED_PHASES, readPublicPage, RUNNING_PHASES } from '../../store/public/public-page';
import { siteFor, type SiteFacts } from '../site/site';
import { sendHtml } from './http-answers';
import { componentsOf, overallStatus } from './components';
import { CurrentPage } from './current-page';
import { HistoryPage } from './history-page';
import { NotFoundPage } from './not-found-page';
import type { StatusPageDeps } from './router';
import { WindowPage } from './window-page';

const PAGE_SIZE = 25;
const REFERENCE = /^[A-Za-z0-9._-]{1,100}$/;

/** The HTML pages. */
export function addPageRoutes(router: Router, { db, clock, shows }: StatusPageDeps, facts: SiteFacts): void {
  router.get('/', async (request, response) => {
    const shown = await readPublicPage(
      db,
      async (page) => {
        const work = await page.running();
        const components = componentsOf(await page.locations(), work);
        return {
          components,
          status: overallStatus(components, work),
          running: await page.windows({ phases: RUNNING_PHASES, order: 'starts-soonest' }),
          delayed: await page.windows({ phases: ['delayed'], order: 'starts-soonest' }),
          upcoming: await page.windows({ phases: ['announced'], order: 'starts-soonest' }),
          updatedAt: await page.updatedAt(),
        };
      },
      shows,
    );
    const site = siteFor(facts, request, response);
    sendHtml(response, <CurrentPage site={site} now={clock()} {...shown} />);
  });

  router.get('/history', async (request, response) => {
    const page = pageNumber(request.query.page);
    const answer = await readPublicPage(
      db,
      async (read) => {
        const pages = Math.max(1, Math.ceil((await read.count(ENDED_PHASES)) / PAGE_SIZE));
        if (page === undefined || page > pages) return undefined;
        const offset = (page - 1) * PAGE_SIZE;
        return {
          page,
          pages,
          windows: await read.windows({ phases: ENDED_PHASES, order: 'ended-latest', limit: PAGE_SIZE, offset }),
        };
      },
      shows,
    );
    const site = siteFor(facts, request, response);
    if (answer) sendHtml(response, <HistoryPage site={site} {...answer} />);
    else sendHtml(response.status(404), <NotFoundPage site={site} root="./" />);
  });

  router.get('/windows/:reference', async (request, response) => {
    const { reference } = request.params;
    // text columns cannot even be asked for some texts (NUL); such a window is as absent as any other
    const found = !REFERENCE.test(reference)
      ? undefined
      : await readPublicPage(
          db,
          async (page) => {
            const window = await page.window(reference);
            return window && { window, components: componentsOf(await page.locations(), await page.running()) };
          },
          shows,
        );
    const site = siteFor(facts, request, response);
    if (found) sendHtml(response, <WindowPage site={site} now={clock()} {...found} />);
    else sendHtml(response.status(404), <NotFoundPage site={site} root="../" />);
  });
}

/** The page asked for, 1 when none is; undefined for what is no page number. */
function pageNumber(value: unknown): number | undefined {
  if (value === undefined) return 1;
  return typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value) ? Number(value) : undefined;
}
