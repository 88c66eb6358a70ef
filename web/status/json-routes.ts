import type { Request, Response, Router } from 'express';
import type { Phase, WindowClass } from '../../domain/window/types';
import {
  AWAITED_PHASES,
  readPublicPage,
  RUNNING_PHASES,
  type PublicPage,
  type WindowsQuery,
} from '../../store/public/public-page';
import { allowEveryOrigin, answerOptions, sendJson } from './http-answers';
import { componentsOf, overallStatus, type Component, type OverallStatus } from './components';
import type { StatusPageDeps } from './router';
import { componentJson, entryJson, pageId, pageJson, type PageFacts } from './statuspage-json';

const EMERGENCY: readonly WindowClass[] = ['emergency'];
const PLANNED: readonly WindowClass[] = ['standard', 'expedited'];
const OPEN: readonly Phase[] = [...AWAITED_PHASES, ...RUNNING_PHASES];
/** As many as Statuspage lists. */
const LATEST = 50;

const QUERIES = {
  incidents: { classes: EMERGENCY, order: 'announced-latest', limit: LATEST },
  unresolved: { classes: EMERGENCY, phases: OPEN, order: 'announced-latest' },
  maintenances: { classes: PLANNED, order: 'starts-latest', limit: LATEST },
  upcoming: { classes: PLANNED, phases: AWAITED_PHASES, order: 'starts-soonest' },
  active: { classes: PLANNED, phases: RUNNING_PHASES, order: 'starts-soonest' },
  upcomingOrActive: { classes: PLANNED, phases: OPEN, order: 'starts-soonest' },
} satisfies Record<string, WindowsQuery>;

/** What every answer is made from. */
interface Sources {
  readonly read: PublicPage;
  readonly page: PageFacts;
  readonly components: readonly Component[];
  readonly status: OverallStatus;
}

type Build = (sources: Sources) => Promise<object> | object;

/** The public Status API v2 of Atlassian Statuspage, path by path (C2). */
const ANSWERS: Record<string, Build> = {
  'summary.json': async (sources) => ({
    components: componentsJson(sources),
    incidents: await entries(sources, QUERIES.unresolved),
    scheduled_maintenances: await entries(sources, QUERIES.upcomingOrActive),
    status: sources.status,
  }),
  'status.json': ({ status }) => ({ status }),
  'components.json': (sources) => ({ components: componentsJson(sources) }),
  'incidents.json': async (sources) => ({ incidents: await entries(sources, QUERIES.incidents) }),
  'incidents/unresolved.json': async (sources) => ({ incidents: await entries(sources, QUERIES.unresolved) }),
  'scheduled-maintenances.json': (sources) => maintenances(sources, QUERIES.maintenances),
  'scheduled-maintenances/upcoming.json': (sources) => maintenances(sources, QUERIES.upcoming),
  'scheduled-maintenances/active.json': (sources) => maintenances(sources, QUERIES.active),
};

export function addJsonRoutes(router: Router, { db, providerName, publicUrl, shows }: StatusPageDeps): void {
  for (const [path, build] of Object.entries(ANSWERS)) {
    const answer = async (_request: Request, response: Response) => {
      const value = await readPublicPage(
        db,
        async (read) => {
          const running = await read.running();
          const components = componentsOf(await read.locations(), running);
          const page = { providerName, publicUrl, updatedAt: await read.updatedAt() };
          const rest = await build({ read, page, components, status: overallStatus(components, running) });
          return { page: pageJson(page), ...rest };
        },
        shows,
      );
      sendJson(response, value);
    };
    router.route(`/api/v2/${path}`).all(allowEveryOrigin).get(answer).options(answerOptions);
  }
}

function componentsJson({ components, page }: Sources) {
  return components.map((component) => componentJson(component, pageId(page.publicUrl)));
}

async function entries({ read, page, components }: Sources, query: WindowsQuery) {
  const windows = await read.windows(query);
  return windows.map((window) => entryJson(window, components, page));
}

async function maintenances(sources: Sources, query: WindowsQuery) {
  return { scheduled_maintenances: await entries(sources, query) };
}
