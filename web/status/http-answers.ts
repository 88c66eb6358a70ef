import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Short, so that a change shows soon; a cache in front may show the old answer for a minute while it fetches the new. */
const SHORT = 'max-age=30, stale-while-revalidate=60';
const METHODS = 'GET, HEAD, OPTIONS';

/** Sends a body with its ETag; 304 when the client has it (express compares), no body to HEAD. */
function sendBody(response: Response, type: string, body: string | Buffer, cacheControl: string): void {
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  response.set({ 'Content-Type': type, 'Cache-Control': cacheControl, ETag: `"${etag}"` }).send(body);
}

export function sendHtml(response: Response, page: JSX.Element): void {
  const found = response.statusCode === 200;
  sendBody(response, 'text/html; charset=utf-8', `<!doctype html>${renderToString(page)}`, found ? SHORT : 'no-cache');
}

/** A page for whoever has its address, or an answer to a form: kept by no cache, found by no search. */
export function sendPrivateHtml(
  response: Response,
  page: JSX.Element,
  referrer: 'no-referrer' | 'same-origin' = 'no-referrer',
): void {
  response
    .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': referrer, 'X-Robots-Tag': 'noindex' })
    .type('html')
    .send(`<!doctype html>${renderToString(page)}`);
}

export function sendCalendar(response: Response, calendar: string): void {
  response.set('Content-Disposition', 'inline; filename="maintenance.ics"');
  sendBody(response, 'text/calendar; charset=utf-8', calendar, SHORT);
}

export function sendJson(response: Response, value: unknown): void {
  sendBody(response, 'application/json; charset=utf-8', JSON.stringify(value), SHORT);
}

export function sendFeed(response: Response, type: 'atom' | 'rss', xml: string): void {
  sendBody(response, `application/${type}+xml; charset=utf-8`, xml, SHORT);
}

/** A file addressed by its content never changes. It is sent as `gzip` to who takes that. */
export function sendAsset(
  response: Response,
  { type, body, gzip }: { readonly type: string; readonly body: Buffer; readonly gzip?: Buffer },
  isCurrent: boolean,
): void {
  const cacheControl = isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache';
  if (gzip) response.vary('Accept-Encoding');
  const isZipped = gzip !== undefined && response.req.acceptsEncodings('gzip') === 'gzip';
  if (isZipped) response.set('Content-Encoding', 'gzip');
  sendBody(response, type, isZipped ? gzip : body, cacheControl);
}

/** Public data: any page on the web may read it, and see the ETag. */
export const allowEveryOrigin: RequestHandler = (_request, response, next) => {
  response.set({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag' });
  next();
};

/** Answers OPTIONS, a preflight included. */
export function answerOptions(_request: Request, response: Response): void {
  response.set({
    Allow: METHODS,
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': 'Content-Type, If-None-Match',
    'Access-Control-Max-Age': '86400',
  });
  response.status(204).end();
}
