import type { JSX } from 'preact';
import { PHASES, type Phase } from '../../domain/window/types';
import { WORK_STATES } from '../../domain/work/states';
import type { Page } from '../../store/database/cursor';
import type { DueMaintenance } from '../../store/work/customer';
import { listWindows, type WindowSummary } from '../../store/windows/windows';
import { maintenanceFor } from '../../use-cases/read-maintenance';
import { asPublic } from '../../use-cases/read-own-window';
import { Table } from '../console/parts';
import { Moment, Period } from '../site/moment';
import { NotTranslated } from '../site/worded';
import type { PortalArea, PortalAsked } from './area';
import { PortalLayout } from './layout';
import { cursorOf, OwnCard, Pages, portalWindowHref } from './parts';

/** Where each phase stands: a phase that is forgotten does not compile. */
const KINDS: Readonly<Record<Phase, 'ahead' | 'running' | 'past'>> = {
  draft: 'ahead',
  approved: 'ahead',
  announced: 'ahead',
  delayed: 'running',
  'in-progress': 'running',
  overdue: 'running',
  verifying: 'running',
  degraded: 'running',
  'rolling-back': 'running',
  completed: 'past',
  'rolled-back': 'past',
  closed: 'past',
  cancelled: 'past',
};
const phasesOf = (kind: 'ahead' | 'running' | 'past') => PHASES.filter((phase) => KINDS[phase] === kind);

const SHOWN = 50;
const A_PAGE = 25;

/** Upcoming, running and past maintenance of the reader's resources, and each resource with maintenance ahead (P8, S4). */
export function addLists(area: PortalArea): void {
  const { db } = area.parts;
  area.page('/portal', 'GET /v1/windows', async (asked) => {
    const cursor = cursorOf(asked);
    const [running, ahead] = await Promise.all([
      listWindows(db, { phase: phasesOf('running') }, { limit: SHOWN }, asked.viewer, { first: 'soonest' }),
      listWindows(db, { phase: phasesOf('ahead') }, { limit: A_PAGE, cursor }, asked.viewer, { first: 'soonest' }),
    ]);
    return <OverviewPage {...{ asked, running, ahead }} />;
  });
  area.page('/portal/past', 'GET /v1/windows', async (asked) => {
    const page = { limit: A_PAGE, cursor: cursorOf(asked) };
    return <PastPage asked={asked} past={await listWindows(db, { phase: phasesOf('past') }, page, asked.viewer)} />;
  });
  area.page('/portal/resources', 'GET /v1/maintenance', async (asked) => {
    const due = await maintenanceFor(db, {}, { limit: SHOWN, cursor: cursorOf(asked) }, asked.viewer);
    return <ResourcesPage {...{ asked, due }} />;
  });
}

interface OverviewProps {
  readonly asked: PortalAsked;
  readonly running: Page<WindowSummary>;
  readonly ahead: Page<WindowSummary>;
}

function OverviewPage({ asked, running, ahead }: OverviewProps): JSX.Element {
  const { site, frame } = asked;
  const { overview: say } = site.words;
  const all = [...running.items, ...ahead.items];
  return (
    <PortalLayout {...frame} title={say.title} here="overview">
      <p class="muted">{asked.person.session.contact.organization.name}</p>
      <NotTranslated windows={all.map((window) => asPublic(window))} />
      {all.length === 0 ? <p class="prose">{say.none}</p> : null}
      {running.items.length === 0 ? null : (
        <section aria-labelledby="running">
          <h2 id="running">{say.running}</h2>
          <Cards site={site} windows={running.items} />
        </section>
      )}
      {ahead.items.length === 0 ? null : (
        <section aria-labelledby="upcoming">
          <h2 id="upcoming">{say.upcoming}</h2>
          <Cards site={site} windows={ahead.items} />
          <Pages site={site} path="/portal" cursor={cursorOf(asked)} next={ahead.next} />
        </section>
      )}
      <p>
        <a href="/portal/resources">{say.doYourself}</a>
      </p>
      <p>
        <a href="/portal/past">{say.allPast}</a>
      </p>
    </PortalLayout>
  );
}

interface CardsProps extends Pick<PortalAsked, 'site'> {
  readonly windows: readonly WindowSummary[];
}

function Cards({ site, windows }: CardsProps): JSX.Element {
  return (
    <div class="own-cards">
      {windows.map((window) => (
        <OwnCard key={window.view.reference} {...{ site, window: asPublic(window), resources: window.ownResources }} />
      ))}
    </div>
  );
}

function PastPage({ asked, past }: { readonly asked: PortalAsked; readonly past: Page<WindowSummary> }): JSX.Element {
  const { site, frame } = asked;
  const { past: say, overview } = site.words;
  return (
    <PortalLayout {...frame} title={say.title} here="past">
      {past.items.length === 0 ? <p class="prose">{say.none}</p> : null}
      <section aria-labelledby="ended">
        <h2 id="ended" class="unseen">
          {overview.allPast}
        </h2>
        <Cards site={site} windows={past.items} />
      </section>
      <Pages site={site} path="/portal/past" cursor={cursorOf(asked)} next={past.next} />
    </PortalLayout>
  );
}

interface ResourcesProps {
  readonly asked: PortalAsked;
  readonly due: Page<DueMaintenance>;
}

function ResourcesPage({ asked, due }: ResourcesProps): JSX.Element {
  const { site, frame, now } = asked;
  const { resources: say, work } = site.words;
  return (
    <PortalLayout {...frame} title={say.title} here="resources">
      <p id="about" class="prose">
        {due.items.length === 0 ? say.none : say.intro}
      </p>
      {due.items.length === 0 ? null : (
        <Table labelledBy="about" columns={[say.resource, say.window, say.when, say.state, say.until]}>
          {due.items.map(({ resource, reference, title, state, startsAt, endsAt, selfServiceUntil }) => (
            <tr key={`${reference} ${resource.id}`}>
              <th scope="row">
                {resource.name} <span class="muted">{resource.kind}</span>
              </th>
              <td>
                <a href={`${portalWindowHref(reference)}#resources`}>{title}</a>
              </td>
              <td>
                <Period slot={{ startsAt, endsAt }} />
              </td>
              <td>{work[WORK_STATES[state].told]}</td>
              <td>
                {selfServiceUntil === null || selfServiceUntil <= now ? (
                  say.onlyWindow
                ) : (
                  <Moment at={selfServiceUntil} />
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Pages site={site} path="/portal/resources" cursor={cursorOf(asked)} next={due.next} />
    </PortalLayout>
  );
}
