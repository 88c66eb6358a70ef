import path from 'node:path';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { onlyLoopbackNames } from '../shared/loopback-names';
import type { Mailbox } from './mailbox';
import { headersOf, listOf, messageOf, summaryOf } from './mailpit';
import { matches, parseQuery } from './search';
import type { StoredMail } from './stored-mail';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A mail may bring styles and nothing else: no script, no request, no form; a link opens in a window of its own. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

const DEFAULT_LIMIT = 50;

/** A page beside the desk. */
export interface Link {
  readonly name: string;
  readonly url: string;
}

/** The desk's page, which links to others, and the common part of Mailpit's REST API. */
export function createWeb(mailbox: Mailbox, links: readonly Link[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLoopbackNames, commonHeaders);

  app.get('/api/v1/info', (_request, response) => {
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

  app.get('/api/v1/messages', async (request, response) => {
    response.json(await page(request, mailbox.all()));
  });

  app.get('/api/v1/search', async (request, response) => {
    const terms = parseQuery(text(request.query.query));
    if (terms.length === 0) {
      response.status(400).type('text/plain').send('Error: no search query');
      return;
    }
    const found: StoredMail[] = [];
    for (const mail of mailbox.all()) if (matches(terms, mail, await mailbox.read(mail))) found.push(mail);
    response.json(await page(request, found));
  });

  app.delete('/api/v1/messages', express.json({ type: () => true }), async (request, response) => {
    await mailbox.remove(idsOf(request.body));
    response.type('text/plain').send('ok');
  });

  app.get(
    '/api/v1/message/:id',
    withMail(async (mail, response) => {
      await mailbox.markRead(mail.id);
      response.json(messageOf(mail, await mailbox.read(mail)));
    }),
  );

  app.get(
    '/api/v1/message/:id/headers',
    withMail(async (mail, response) => {
      response.json(headersOf(await mailbox.read(mail)));
    }),
  );

  app.get(
    '/api/v1/message/:id/raw',
    withMail((mail, response) => {
      response.type('text/plain; charset=utf-8').send(mail.raw);
    }),
  );

  app.get(
    '/view/:id.html',
    withMail(async (mail, response) => {
      const { html } = await mailbox.read(mail);
      response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(withLinksOutside(html));
    }),
  );

  app.get('/links.json', (_request, response) => void response.json(links));

  app.use(express.static(path.join(__dirname, 'public')));
  app.use((_request, response) => void response.status(404).type('text/plain').send('404 page not found'));
  app.use(fault);
  return app;

  async function page(request: Request, matching: readonly StoredMail[]) {
    const start = whole(request.query.start, 0);
    const limit = whole(request.query.limit, DEFAULT_LIMIT);
    const messages = await Promise.all(
      matching.slice(start, start + limit).map(async (mail) => summaryOf(mail, await mailbox.read(mail))),
    );
    return listOf(mailbox.all(), matching, start, messages);
  }

  function withMail(answer: (mail: StoredMail, response: Response) => void | Promise<void>): RequestHandler {
    return async (request, response) => {
      const mail = mailbox.find(text(request.params.id));
      if (mail) await answer(mail, response);
      else response.status(404).type('text/plain').send('404 page not found');
    };
  }
}

const commonHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': PAGE_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  });
  next();
};

const fault: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  response
    .status(status)
    .type('text/plain')
    .send(error instanceof Error ? error.message : String(error));
};

/** No body, no list or an empty one is everything, as in Mailpit. */
function idsOf(body: unknown): readonly string[] | 'all' {
  const ids = typeof body === 'object' && body !== null && 'IDs' in body ? body.IDs : undefined;
  if (!Array.isArray(ids) || ids.length === 0) return 'all';
  return ids.filter((id): id is string => typeof id === 'string');
}

/** Links of a shown mail open in a window of their own: inside the frame they would be refused. */
function withLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function whole(value: unknown, otherwise: number): number {
  const number = Number(text(value) || otherwise);
  return Number.isInteger(number) && number >= 0 ? number : otherwise;
}
