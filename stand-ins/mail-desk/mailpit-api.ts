import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Mailbox } from './mailbox';
import { headersOf, listOf, messageOf, summaryOf } from './mailpit';
import { matches, parseQuery } from './search';
import type { StoredMail } from './stored-mail';

const DEFAULT_LIMIT = 50;

/** The common part of Mailpit's REST API, to be mounted at `/api/v1`. */
export function createMailpitApi(mailbox: Mailbox): Router {
  const router = express.Router();

  router.get('/info', (_request, response) => {
    const mails = mailbox.all();
    response.json({
      Version: 'forewarn-mail-desk',
      LatestVersion: '',
      Database: '',
      DatabaseSize: mails.reduce((sum, { raw }) => sum + raw.length, 0),
      Messages: mails.length,
      Unread: mails.filter(({ read }) => !read).length,
      Tags: {},
      RuntimeStats: {},
    });
  });

  router.get('/messages', async (request, response) => {
    response.json(await page(mailbox, request, mailbox.all()));
  });

  router.get('/search', async (request, response) => {
    const terms = parseQuery(text(request.query.query));
    if (terms.length === 0) {
      response.status(400).type('text/plain').send('Error: no search query');
      return;
    }
    const found: StoredMail[] = [];
    for (const mail of mailbox.all()) if (matches(terms, mail, await mailbox.read(mail))) found.push(mail);
    response.json(await page(mailbox, request, found));
  });

  router.delete('/messages', express.json({ type: () => true }), async (request, response) => {
    await mailbox.remove(idsOf(request.body));
    response.type('text/plain').send('ok');
  });

  router.get(
    '/message/:id',
    withMail(mailbox, async (mail, response) => {
      await mailbox.markRead(mail.id);
      response.json(messageOf(mail, await mailbox.read(mail)));
    }),
  );

  router.get(
    '/message/:id/headers',
    withMail(mailbox, async (mail, response) => {
      response.json(headersOf(await mailbox.read(mail)));
    }),
  );

  router.get(
    '/message/:id/raw',
    withMail(mailbox, (mail, response) => {
      response.type('text/plain; charset=utf-8').send(mail.raw);
    }),
  );

  return router;
}

/** Answers about the message named in the path, or with 404 where there is none. */
export function withMail(
  mailbox: Mailbox,
  answer: (mail: StoredMail, response: Response) => void | Promise<void>,
): RequestHandler {
  return async (request, response) => {
    const mail = mailbox.find(text(request.params.id));
    if (mail) await answer(mail, response);
    else response.status(404).type('text/plain').send('404 page not found');
  };
}

async function page(mailbox: Mailbox, request: Request, matching: readonly StoredMail[]) {
  const start = whole(request.query.start, 0);
  const limit = whole(request.query.limit, DEFAULT_LIMIT);
  const messages = await Promise.all(
    matching.slice(start, start + limit).map(async (mail) => summaryOf(mail, await mailbox.read(mail))),
  );
  return listOf(mailbox.all(), matching, start, messages);
}

/** No body, no list or an empty one is everything, as in Mailpit. */
function idsOf(body: unknown): readonly string[] | 'all' {
  const ids = typeof body === 'object' && body !== null && 'IDs' in body ? body.IDs : undefined;
  if (!Array.isArray(ids) || ids.length === 0) return 'all';
  return ids.filter((id): id is string => typeof id === 'string');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function whole(value: unknown, otherwise: number): number {
  const number = Number(text(value) || otherwise);
  return Number.isInteger(number) && number >= 0 ? number : otherwise;
}
