import { urlencoded, type Request, type Router } from 'express';
import { PHASES } from '../../domain/window/types';
import type { Viewer } from '../../store/windows/viewer';
import { endSessions, sessionsOf, type Session } from '../../store/access/sessions';
import { listWindows, type WindowFilters, type WindowSummary } from '../../store/windows/windows';
import { readWindow } from '../../use-cases/read-window';
import type { SignInParts } from '../sign-in/parts';
import { ownFormOnly, personOf, signedInOnly } from '../sign-in/signed-in';
import { sendPrivateHtml } from '../status/http-answers';
import { AccountPage } from './account-page';
import type { ConsoleSite } from './layout';
import { AHEAD, NOW, OverviewPage } from './overview-page';
import { WindowPage, type WindowPlaces } from './window-page';
import { WindowsPage, type Narrowed } from './windows-page';

/** As many windows as an overview shows of each kind. */
const SHOWN = 50;

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });

/** The operations of the API whose permissions the pages keep. */
export type ConsoleOperation = 'GET /v1/windows' | 'GET /v1/windows/{reference}';

export interface ConsoleParts extends SignInParts {
  /** Throws KnownError `not-permitted` where the API would refuse the session this operation. */
  readonly mustBePermitted: (session: Session, operation: ConsoleOperation) => void;
  /** Where else a window is shown. */
  readonly linksOf: (window: WindowSummary) => WindowPlaces;
  readonly notThisForm: Parameters<typeof ownFormOnly>[0];
}

/** The pages for people who are signed in (P8). */
export function addConsoleRoutes(router: Router, parts: ConsoleParts, site: ConsoleSite): void {
  const { db, rules, clock } = parts;
  const signedIn = signedInOnly(parts);

  router.get('/console', signedIn, async (_request, response) => {
    const person = personOf(response);
    parts.mustBePermitted(person.session, 'GET /v1/windows');
    const [now, ahead, attention] = await Promise.all([
      windowsOf(parts, person.session, { phase: NOW }),
      windowsOf(parts, person.session, { phase: AHEAD }),
      windowsOf(parts, person.session, { needsAttention: true }),
    ]);
    sendPrivateHtml(response, <OverviewPage {...{ site, person, now, ahead, attention }} />, 'same-origin');
  });

  router.get('/console/windows', signedIn, async (request, response) => {
    const person = personOf(response);
    parts.mustBePermitted(person.session, 'GET /v1/windows');
    const narrowed = narrowedBy(request.query);
    const { q, phase, cursor } = narrowed;
    const filters = { ...(q === '' ? {} : { q }), ...(phase ? { phase: [phase] } : {}) };
    const page = await listWindows(db, filters, { limit: SHOWN, cursor }, viewerOf(person.session));
    sendPrivateHtml(response, <WindowsPage {...{ site, person, narrowed, page }} />, 'same-origin');
  });

  router.get('/console/windows/:reference', signedIn, async (request, response) => {
    const person = personOf(response);
    parts.mustBePermitted(person.session, 'GET /v1/windows/{reference}');
    const read = await readWindow(db, String(request.params.reference), viewerOf(person.session));
    sendPrivateHtml(
      response,
      <WindowPage {...{ site, person, read }} {...parts.linksOf(read.window)} />,
      'same-origin',
    );
  });

  router.get('/console/account', signedIn, async (_request, response) => {
    const person = personOf(response);
    const sessions = await sessionsOf(db, person.session.person, { now: clock(), idleMs: rules.idle });
    sendPrivateHtml(response, <AccountPage {...{ site, person, sessions }} />, 'same-origin');
  });

  router.post(
    '/console/account/end-session',
    ...[signedIn, form, ownFormOnly(parts.notThisForm)],
    async (request, response) => {
      const { session: id } = request.body as { readonly session?: unknown };
      const { person } = personOf(response).session;
      if (typeof id === 'string' && UUID.test(id)) await endSessions(db, person, { id });
      response.redirect(303, '/console/account');
    },
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function windowsOf({ db }: ConsoleParts, session: Session, filters: WindowFilters) {
  const { items } = await listWindows(db, filters, { limit: SHOWN }, viewerOf(session), { first: 'soonest' });
  return items.map(({ view }) => view);
}

/** What the address of a list says; what it cannot mean is left out. */
function narrowedBy({ q, phase, cursor }: Request['query']): Narrowed {
  return {
    q: typeof q === 'string' ? q.slice(0, 200) : '',
    phase: PHASES.find((one) => one === phase),
    cursor: typeof cursor === 'string' && cursor !== '' ? cursor : undefined,
  };
}

/** What a session may read (T3). */
export function viewerOf({ grant: { organizations } }: Session): Viewer {
  return { organizationId: null, organizations };
}
