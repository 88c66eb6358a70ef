import type { RequestHandler } from 'express';
import type { JSX } from 'preact';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import { utcText } from '../../domain/public/times';
import type { WindowView } from '../../domain/window/view';
import { getWindow } from '../../store/windows/windows';
import { whoAsks, type SignedInPerson } from '../sign-in/signed-in';
import { sendPrivateHtml } from '../status/http-answers';
import { ConsoleLayout, type ConsoleSite } from './layout';
import { windowHref } from './parts';
import { viewerOf, type ConsoleParts } from './routes';

/**
 * The public address of a window that customers have not heard of: to somebody who is signed in and may know of it, it says so and leads to
 * the console; to everybody else there is nothing there.
 */
export function notAnnounced(parts: ConsoleParts, site: ConsoleSite): RequestHandler {
  return async (request, response, next) => {
    const person = await whoAsks(parts, request);
    const found = person && (await getWindow(parts.db, String(request.params.reference), viewerOf(person.session)));
    const isHidden = found && (found.announcedAt === null || found.view.spec.visibility === 'private');
    if (!person || !isHidden) {
      next();
      return;
    }
    sendPrivateHtml(response, <NotAnnouncedPage site={site} person={person} view={found.view} />, 'same-origin');
  };
}

interface NotAnnouncedProps {
  readonly site: ConsoleSite;
  readonly person: SignedInPerson;
  readonly view: WindowView;
}

function NotAnnouncedPage({ site, person, view }: NotAnnouncedProps): JSX.Element {
  const announcement = view.plan.find(({ kind }) => kind === ANNOUNCEMENT);
  const isPrivate = view.spec.visibility === 'private';
  return (
    <ConsoleLayout site={site} title={isPrivate ? 'No page' : 'Not announced yet'} person={person} here="windows">
      <p class="prose">
        {isPrivate
          ? `${view.reference} is private: nobody sees a page of it, and whoever it affects hears by mail.`
          : `Customers find nothing here until ${view.reference} is announced${announcement ? `: ${utcText(announcement.at)}` : ''}.`}
      </p>
      <p>
        <a class="button" href={windowHref(view.reference)}>
          {view.spec.title}
        </a>
      </p>
    </ConsoleLayout>
  );
}
