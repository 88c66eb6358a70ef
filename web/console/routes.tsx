import { urlencoded, type Router } from 'express';
import type { Viewer } from '../../store/windows/viewer';
import { endSessions, sessionsOf, type Session } from '../../store/access/sessions';
import { listWindows, type WindowFilters } from '../../store/windows/windows';
import type { SignInParts } from '../sign-in/parts';
import { ownFormOnly, personOf, signedInOnly } from '../sign-in/signed-in';
import { sendPrivateHtml } from '../status/http-answers';
import { AccountPage } from './account-page';
import type { ConsoleSite } from './layout';
import { AHEAD, NOW, OverviewPage } from './overview-page';

/** As many windows as an overview shows of each kind. */
const SHOWN = 50;

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });

export interface ConsoleParts extends SignInParts {
  /** Throws KnownError `not-permitted` where the API would refuse the session this operation. */
  readonly mustBePermitted: (session: Session, operation: 'GET /v1/windows') => void;
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

/** What a session may read (T3). */
function viewerOf({ grant: { organizations } }: Session): Viewer {
  return { organizationId: null, organizations };
}
