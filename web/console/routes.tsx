import { urlencoded } from 'express';
import { PHASES } from '../../domain/window/types';
import { MOST_OWN_TOKENS } from '../../store/access/own-tokens';
import { endSessions, sessionsOf } from '../../store/access/sessions';
import { listTokensOf } from '../../store/access/tokens';
import { listWindows, type WindowFilters } from '../../store/windows/windows';
import { liveHref } from '../live/href';
import { ownFormOnly, personOf } from '../sign-in/signed-in';
import { AccountPage } from './account-page';
import type { Asked, ConsoleArea } from './area';
import { AHEAD, NOW, OverviewPage } from './overview-page';
import { readMyTasks } from './reach/my-tasks';
import { WindowsPage, type Narrowed } from './windows-page';

/** As many windows as an overview shows of each kind. */
const SHOWN = 50;

/** What runs, and what there is. */
export function addWindows(area: ConsoleArea): void {
  const { db } = area.parts;

  area.page('/console', 'GET /v1/windows', async (asked) => {
    const live = await liveHref(db);
    const [now, ahead, attention, mine] = await Promise.all([
      windowsOf(area, asked, { phase: NOW }),
      windowsOf(area, asked, { phase: AHEAD }),
      windowsOf(area, asked, { needsAttention: true }),
      readMyTasks(db, asked),
    ]);
    return <OverviewPage {...{ asked, live, now, ahead, attention, mine }} />;
  });

  area.page('/console/windows', 'GET /v1/windows', async ({ frame, query, viewer }) => {
    const narrowed = narrowedBy(query);
    const { q, phase, cursor } = narrowed;
    const filters = { ...(q === '' ? {} : { q }), ...(phase ? { phase: [phase] } : {}) };
    const page = await listWindows(db, filters, { limit: SHOWN, cursor }, viewer);
    return <WindowsPage {...{ frame, narrowed, page }} />;
  });
}

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Who I am here, and where I am signed in. */
export function addAccount(area: ConsoleArea): void {
  const { db, rules, notThisForm } = area.parts;

  area.page('/console/account', undefined, async ({ frame, session, now }) => {
    const sessions = await sessionsOf(db, session.person, { now, idleMs: rules.idle });
    const tokens = await listTokensOf(db, session.person, 2 * MOST_OWN_TOKENS);
    return <AccountPage {...{ frame, sessions, tokens }} />;
  });

  area.handle(
    { method: 'POST', path: '/console/account/end-session', operation: undefined },
    ...[form, ownFormOnly(notThisForm)],
    async (request, response) => {
      const { session: id } = request.body as { readonly session?: unknown };
      const { person } = personOf(response).session;
      if (typeof id === 'string' && UUID.test(id)) await endSessions(db, person, { id });
      response.redirect(303, '/console/account');
    },
  );
}

async function windowsOf({ parts: { db } }: ConsoleArea, { viewer }: Asked, filters: WindowFilters) {
  const { items } = await listWindows(db, filters, { limit: SHOWN }, viewer, { first: 'soonest' });
  return items.map(({ view }) => view);
}

/** What the address of a list says; what it cannot mean is left out. */
function narrowedBy({ q, phase, cursor }: Asked['query']): Narrowed {
  return {
    q: typeof q === 'string' ? q.slice(0, 200) : '',
    phase: PHASES.find((one) => one === phase),
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined,
  };
}
