import express, { type Router } from 'express';
import type { Chat } from './chat';
import { fieldsOf, inUtc } from './fields';
import { chatPage } from './page';
import type { Presses } from './presses';

export interface PageOptions {
  readonly chat: Chat;
  readonly presses: Presses;
  /** Who presses on the page. */
  readonly user: string;
  /** Runs before the channel is shown. */
  readonly catchUp: () => void;
}

/** The channel as a page at `/`, where buttons can be pressed and dialogs filled in. */
export function createPageRoutes({ chat, presses, user, catchUp }: PageOptions): Router {
  const router = express.Router();
  let note: string | undefined;

  router.get('/', (_request, response) => {
    catchUp();
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    response.type('html').send(chatPage(chat, user, note));
    note = undefined;
  });

  const form = express.urlencoded({ extended: false, limit: '2mb' });
  router.post(['/press', '/submit', '/dismiss'], form, async (request, response) => {
    // another site's page must not press buttons here
    if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host ?? ''}`) {
      response.status(403).send('from this page only');
      return;
    }
    const { ts, action, view, ...values } = fieldsOf(request.body) as Record<string, string>;
    const answer =
      request.path === '/press'
        ? await presses.press(ts ?? '', action ?? '', user)
        : request.path === '/submit'
          ? await presses.submit(view ?? '', inUtc(values))
          : void chat.views.delete(view ?? '');
    if (answer && answer.status !== 200)
      note = `The app did not take it (${answer.status === 0 ? answer.body : String(answer.status)}).`;
    response.redirect(303, '/');
  });
  return router;
}
