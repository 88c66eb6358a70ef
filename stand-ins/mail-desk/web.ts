import path from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { onlyLoopbackNames } from '../shared/loopback-names';
import type { Mailbox } from './mailbox';
import { createMailpitApi, withMail } from './mailpit-api';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A shown mail may have styles and nothing else: no script, no request, no form; links open in a new window. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A page the desk links to. */
export interface Link {
  readonly name: string;
  readonly url: string;
}

/** The desk's page, which links to others, and the common part of Mailpit's REST API. */
export function createWeb(mailbox: Mailbox, links: readonly Link[]): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLoopbackNames, commonHeaders);

  app.use('/api/v1', createMailpitApi(mailbox));
  app.get(
    '/view/:id.html',
    withMail(mailbox, async (mail, response) => {
      const { html } = await mailbox.read(mail);
      response.set('Content-Security-Policy', MAIL_POLICY).type('html').send(withLinksOutside(html));
    }),
  );

  app.get('/links.json', (_request, response) => void response.json(links));

  app.use(express.static(path.join(__dirname, 'public')));
  app.use((_request, response) => void response.status(404).type('text/plain').send('404 page not found'));
  app.use(fault);
  return app;
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

/** Links of a shown mail open in a new window: inside the frame they would be refused. */
function withLinksOutside(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
