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
import { viewerOf } from './viewer';
import type { SignInParts } from '../sign-in/parts';

/**
 * The public address of a window that customers have not heard of: to somebody who is signed in and may know of it, it says so and leads to
 * the console; to everybody else there is nothing there.
 */
export function notAnnounced(parts: SignInParts, site: ConsoleSite): RequestHandler {
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
  const [title, text] = whyHidden(view);
  return (
    <ConsoleLayout site={site} title={title} person={person} here="windows">
      <p class="prose">{text}</p>
      <p>
        <a class="button" href={windowHref(view.reference)}>
          {view.spec.title}
        </a>
      </p>
    </ConsoleLayout>
  );
}

function whyHidden({ reference, spec, phase, plan }: WindowView): [title: string, text: string] {
  if (spec.visibility === 'private')
    return ['No page', `${reference} is private: nobody sees a page of it, and whoever it affects hears by mail.`];
  if (phase === 'cancelled') return ['No page', `${reference} was cancelled before customers heard of it.`];
  const announcement = plan.find(({ kind }) => kind === ANNOUNCEMENT);
  const from = announcement ? `: ${utcText(announcement.at)}` : '';
  return ['Not announced yet', `Customers find nothing here until ${reference} is announced${from}.`];
}
